package dev.taskward.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;

/** Requests to one of several instances; {@link Account} always talks to the one that the framework started. */
public final class ServiceClient {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Longer than any answer may take; what hangs fails its test instead of the build. */
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE).build();
    private final String base;
    private final String forwardedFor;

    public ServiceClient(int port) {
        this("http://localhost:" + port, null);
    }

    private ServiceClient(String base, String forwardedFor) {
        this.base = base;
        this.forwardedFor = forwardedFor;
    }

    /** The same, saying that it asks for others. */
    public ServiceClient forwardingFor(String addresses) {
        return new ServiceClient(base, addresses);
    }

    /** A status, headers and a JSON body, which is missing where the answer had none. */
    public record Answer(int status, HttpHeaders headers, JsonNode body, Duration time) {
        public String header(String name) {
            return headers.firstValue(name).orElse(null);
        }

        public String text(String pointer) {
            return body.at(pointer).asText();
        }
    }

    /** A signed-in user. */
    public record User(String id, String email, String token, String refreshToken) {
        public String tasks() {
            return "/api/" + id + "/tasks";
        }
    }

    /** @param token null for an anonymous request
     *  @param body null for none */
    public Answer send(String method, String path, String token, String body) throws IOException {
        return send(method, path, token, body, Map.of());
    }

    private Answer send(String method, String path, String token, String body, Map<String, String> headers)
            throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path)).timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        headers.forEach(request::header);
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        if (forwardedFor != null) {
            request.header("X-Forwarded-For", forwardedFor);
        }
        try {
            long begun = System.nanoTime();
            HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
            Duration time = Duration.ofNanos(System.nanoTime() - begun);
            Secrets.note(body + answer.body());
            return new Answer(answer.statusCode(), answer.headers(),
                    answer.body().isEmpty() ? MissingNode.getInstance() : JSON.readTree(answer.body()), time);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    public Answer get(String path, String token) {
        return exchange("GET", path, token, null);
    }

    public Answer get(String path) {
        return get(path, null);
    }

    public Answer post(String path, String token, String body) {
        return exchange("POST", path, token, body);
    }

    /** With header fields beside the usual ones. */
    public Answer get(String path, String token, Map<String, String> headers) {
        try {
            return send("GET", path, token, null, headers);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Likewise. */
    public Answer post(String path, String token, String body, Map<String, String> headers) {
        try {
            return send("POST", path, token, body, headers);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Answer exchange(String method, String path, String token, String body) {
        try {
            return send(method, path, token, body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** -1 while nothing answers. */
    public int status(String path) {
        try {
            return send("GET", path, null, null).status();
        } catch (IOException e) {
            return -1;
        }
    }

    /** A new account, signed in. */
    public User register() {
        String name = "u" + UUID.randomUUID().toString().replace("-", "").substring(0, 20);
        String email = name + "@example.com";
        Answer made = post("/api/v1/auth/register", null, "{\"email\":\"%s\",\"username\":\"%s\",\"password\":\"%s\"}"
                .formatted(email, name, Account.PASSWORD));
        if (made.status() != 201) {
            throw new AssertionError("registration: " + made);
        }
        return signIn(email, Account.PASSWORD);
    }

    public User signIn(String email, String password) {
        Answer answer = login(email, password);
        if (answer.status() != 200) {
            throw new AssertionError("sign-in: " + answer);
        }
        return new User(answer.text("/data/user/id"), email, answer.text("/data/access_token"),
                answer.text("/data/refresh_token"));
    }

    public Answer login(String email, String password) {
        try {
            return post("/api/v1/auth/login", null,
                    JSON.writeValueAsString(Map.of("email", email, "password", password)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
