package dev.taskward.external;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Fetches a JWK set from the one address it is at: no redirect is followed, and neither size nor time is the server's. */
final class JwkSetSource {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int MAX_BYTES = 256 * 1024;

    private final HttpRequest request;
    private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT)
            .version(HttpClient.Version.HTTP_1_1).followRedirects(HttpClient.Redirect.NEVER).build();

    JwkSetSource(URI url) {
        request = HttpRequest.newBuilder(url).timeout(TIMEOUT)
                .header("Accept", "application/jwk-set+json, application/json").build();
    }

    CompletableFuture<String> fetch() {
        Body body = new Body();
        CompletableFuture<HttpResponse<Void>> exchange = http.sendAsync(request,
                BodyHandlers.ofByteArrayConsumer(body));
        // The request's own timeout ends with the head of the answer.
        return exchange.copy().orTimeout(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS).thenApply(answer -> {
            if (answer.statusCode() != 200) {
                throw new IllegalStateException("status " + answer.statusCode());
            }
            return body.bytes.toString(StandardCharsets.UTF_8);
        }).whenComplete((text, failure) -> {
            if (failure != null) {
                exchange.cancel(true);
            }
        });
    }

    /** What has come of the answer. */
    private static final class Body implements Consumer<Optional<byte[]>> {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        @Override
        public void accept(Optional<byte[]> part) {
            part.ifPresent(bytes::writeBytes);
            if (bytes.size() > MAX_BYTES) {
                throw new IllegalStateException("more than " + MAX_BYTES + " bytes");
            }
        }
    }
}
