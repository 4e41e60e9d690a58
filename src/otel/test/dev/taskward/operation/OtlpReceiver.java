package dev.taskward.operation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;

/** A collector that keeps what it is sent, by either protocol of OTLP. */
final class OtlpReceiver implements AutoCloseable {
    private static final String HTTP = "/v1/traces";
    private static final String GRPC = "/opentelemetry.proto.collector.trace.v1.TraceService/Export";
    /** In front of a message of gRPC: whether it is compressed, and its length. */
    private static final int GRPC_PREFIX = 5;

    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;
    private final List<byte[]> messages = new CopyOnWriteArrayList<>();
    private final List<String> keys = new CopyOnWriteArrayList<>();

    OtlpReceiver() {
        server = vertx.createHttpServer().requestHandler(request -> request.body().onSuccess(
                body -> receive(request, body))).listen(0, "localhost").toCompletionStage().toCompletableFuture()
                .join();
    }

    /** An answer without a field is an empty message. */
    private void receive(HttpServerRequest request, Buffer body) {
        keys.add(String.valueOf(request.getHeader("x-collector-key")));
        if (request.path().equals(HTTP)) {
            messages.add(body.getBytes());
            request.response().putHeader("Content-Type", "application/x-protobuf").end();
        } else if (request.path().equals(GRPC)) {
            messages.add(body.getBytes(GRPC_PREFIX, body.length()));
            request.response().putHeader("Content-Type", "application/grpc").putTrailer("grpc-status", "0")
                    .end(Buffer.buffer(new byte[GRPC_PREFIX]));
        } else {
            request.response().setStatusCode(404).end();
        }
    }

    String endpoint() {
        return "http://localhost:" + server.actualPort();
    }

    /** What each message came with to be let in. */
    List<String> keys() {
        return keys;
    }

    List<ResourceSpans> resources() {
        return messages.stream().map(OtlpReceiver::decode)
                .flatMap(request -> request.getResourceSpansList().stream()).toList();
    }

    List<Span> spans() {
        return resources().stream().flatMap(resource -> resource.getScopeSpansList().stream())
                .flatMap(scope -> scope.getSpansList().stream()).toList();
    }

    private static ExportTraceServiceRequest decode(byte[] message) {
        try {
            return ExportTraceServiceRequest.parseFrom(message);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All the bytes, as characters: texts stand in them as they are. */
    String text() {
        StringBuilder text = new StringBuilder();
        messages.forEach(message -> text.append(new String(message, StandardCharsets.ISO_8859_1)).append('\n'));
        return text.toString();
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
