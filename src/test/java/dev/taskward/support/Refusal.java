package dev.taskward.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;

/** What holds for every failure, whatever it is about: its shape, its headers, and what it does not tell. */
public final class Refusal {
    /** Names of classes, packages, SQL, tables, constraints and indexes, wherever in the answer. */
    private static final Pattern INNER = Pattern.compile("(?i)exception|dev\\.taskward"
            + "|\\b(org|com|io|java|jakarta|net)\\.[a-z]|\\bat [a-z.]+\\("
            + "|\\b(select|insert|update|delete) .*\\b(from|into|set|where)\\b"
            + "|_unique|_valid\\b|tasks_|users_|sessions_|constraint|sqlstate"
            + "|hibernate|jackson|postgres|vert\\.?x|netty|quarkus|resteasy");
    private static final Map<String, String> SECURITY = Map.of(
            "Strict-Transport-Security", "max-age=31536000; includeSubDomains",
            "X-Content-Type-Options", "nosniff",
            "X-Frame-Options", "DENY",
            "Referrer-Policy", "no-referrer",
            "Cross-Origin-Opener-Policy", "same-origin",
            "Cross-Origin-Resource-Policy", "same-origin",
            "Cache-Control", "no-store");

    private Refusal() {
    }

    /** In the default shape. */
    public static Reply envelope(Reply reply, int status, String code) {
        everyFailure(reply, status, code);
        assertThat(reply.header("Content-Type")).isEqualTo("application/json;charset=UTF-8");
        assertThat(reply.json().path("success").isBoolean()).isTrue();
        assertThat(reply.json().path("success").booleanValue()).isFalse();
        assertThat(reply.json().path("error").asText()).isNotBlank();
        assertThat(names(reply.json())).isSubsetOf("success", "error", "code", "status", "details", "requestId");
        return reply;
    }

    /** As RFC 9457 has it. */
    public static Reply problem(Reply reply, int status, String code) {
        everyFailure(reply, status, code);
        assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(names(reply.json())).contains("type", "title", "detail", "instance")
                .isSubsetOf("type", "title", "status", "detail", "instance", "code", "errors", "requestId");
        return reply;
    }

    /** The fields that the answer finds fault with, in its order. */
    public static List<String> fields(Reply reply) {
        JsonNode json = reply.json();
        return json.path(json.has("success") ? "details" : "errors").findValuesAsText("field");
    }

    private static void everyFailure(Reply reply, int status, String code) {
        assertThat(reply.status()).as(reply.text()).isEqualTo(status);
        assertThat(reply.json().path("status").asInt()).isEqualTo(status);
        assertThat(reply.json().path("code").asText()).isEqualTo(code);
        assertThat(reply.all("X-Request-Id")).containsExactly(reply.json().path("requestId").asText());
        SECURITY.forEach((name, value) -> assertThat(reply.all(name)).as(name).containsExactly(value));
        assertThat(reply.header("Content-Security-Policy")).startsWith("default-src '")
                .contains("frame-ancestors 'none'");
        assertThat(reply.header("Server")).isNull();
        assertThat(reply.text()).doesNotContainPattern(INNER);
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
