package dev.taskward.support;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import org.jose4j.json.JsonUtil;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.JoseException;

/** An issuer of tokens that is not the service: its keys, and the server where it publishes them. */
public final class OutsideIssuer implements AutoCloseable {
    public static final String ISSUER = "https://id.example.com/realms/main";
    public static final String AUDIENCE = "https://api.example.com";
    private final int port;
    private final String algorithm;
    private final AtomicInteger asked = new AtomicInteger();
    private volatile HttpHandler answer;
    private HttpServer server;
    private volatile PublicJsonWebKey key;

    public OutsideIssuer(int port, String algorithm, PublicJsonWebKey key) {
        this.port = port;
        this.algorithm = algorithm;
        publish(key);
    }

    /** Without keys, for a test that answers by itself. */
    public OutsideIssuer(int port) {
        this.port = port;
        this.algorithm = null;
    }

    public OutsideIssuer start() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "issuer");
            thread.setDaemon(true);
            return thread;
        }));
        server.createContext("/", exchange -> {
            asked.incrementAndGet();
            answer.handle(exchange);
        });
        server.start();
        return this;
    }

    public String url() {
        return "http://localhost:" + port + "/jwks.json";
    }

    public int asked() {
        return asked.get();
    }

    public PublicJsonWebKey key() {
        return key;
    }

    /** From now on it signs with this one, and has no other. */
    public void publish(PublicJsonWebKey next) {
        key = next;
        next.setKeyId(UUID.randomUUID().toString());
        answerWith(exchange -> send(exchange, 200, new JsonWebKeySet(next)
                .toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY)));
    }

    public void answerWith(HttpHandler other) {
        answer = other;
    }

    public HttpHandler answer() {
        return answer;
    }

    public static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    /** What a token of a user who is new here says. */
    public static Map<String, Object> claims(String name, String... roles) {
        long now = Instant.now().getEpochSecond();
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", ISSUER);
        claims.put("aud", List.of("account", AUDIENCE));
        claims.put("sub", "subject-" + name);
        claims.put("exp", now + 300);
        claims.put("iat", now);
        claims.put("email", name + "@outside.example.com");
        claims.put("email_verified", true);
        claims.put("preferred_username", name);
        claims.put("realm_access", Map.of("roles", List.of(roles)));
        return claims;
    }

    public Map<String, Object> header() {
        Map<String, Object> header = new LinkedHashMap<>();
        header.put("alg", algorithm);
        header.put("typ", "JWT");
        header.put("kid", key.getKeyId());
        return header;
    }

    public String token(String name, String... roles) {
        return sign(claims(name, roles));
    }

    public String sign(Map<String, Object> claims) {
        return sign(header(), claims, key.getPrivateKey());
    }

    public static String sign(Map<String, Object> header, Map<String, Object> claims, Key key) {
        try {
            JsonWebSignature jws = new JsonWebSignature();
            jws.getHeaders().setFullHeaderAsJsonString(JsonUtil.toJson(header));
            jws.setPayload(JsonUtil.toJson(claims));
            jws.setKey(key);
            jws.setDoKeyValidation(false);
            return jws.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Nothing listens any more. */
    @Override
    public void close() {
        server.stop(0);
    }
}
