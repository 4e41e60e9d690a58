package dev.taskward.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.taskward.support.Account;
import dev.taskward.support.Call;
import dev.taskward.support.Refusal;
import dev.taskward.support.Reply;
import dev.taskward.support.ServiceTest;

/** JSON bodies that are none, or not quite, and types that are no JSON. */
@QuarkusTest
public class JsonBodyTest extends ServiceTest {
    private static final String TASKS = "/api/v1/tasks";
    private static final String JSON = "application/json";
    private static Account ada;

    @BeforeEach
    void someone() {
        ada = ada == null ? Account.register() : ada;
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"title\":", "{\"title\":\"x\"", "{\"title\":\"x\"}}", "{\"title\":\"x\"} {}",
            "{\"title\":\"x\"}x", "{\"title\":\"x\"}\0", "{\"title\":\"x\",}", "{'title':'x'}", "{title:\"x\"}",
            "{\"title\":\"x\"}//", "{\"title\":NaN}", "{\"title\":\"\\x\"}", "{\"title\":\"a\nb\"}",
            "{\"title\":\"a\",\"title\":\"b\"}", "{\"title\":\"x\",\"o\":{\"a\":1,\"a\":2}}", "garbage", "<title/>"})
    void brokenJsonIsMalformed(String body) {
        Refusal.envelope(Call.post(TASKS).by(ada).json(body).send(), 400, "MALFORMED_BODY");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "[{\"title\":\"x\"}]", "\"title\"", "5", "1.5", "true", "null", "", "   ", "\ufeff"})
    void onlyAnObjectIsABody(String body) {
        Reply reply = Refusal.envelope(Call.post(TASKS).by(ada).json(body).send(), 400, "MALFORMED_BODY");
        assertThat(reply.json().path("error").asText()).isEqualTo("The request body must be a JSON object");
    }

    @Test
    void theMalformedIsToldAsAProblemToo() {
        Refusal.problem(Call.post(TASKS).by(ada).header("Accept", "application/problem+json").json("{").send(), 400,
                "MALFORMED_BODY");
    }

    @Test
    void aMissingBodyIsMalformedWithAndWithoutAType() {
        Refusal.envelope(Call.post(TASKS).by(ada).send(), 400, "MALFORMED_BODY");
        Refusal.envelope(Call.post(TASKS).by(ada).header("Content-Type", JSON).send(), 400, "MALFORMED_BODY");
        Refusal.envelope(Call.post("/api/v1/auth/login").send(), 400, "MALFORMED_BODY");
    }

    @Test
    void aBodyWithoutATypeIsReadAsJson() {
        byte[] body = "{\"title\":\"untyped\"}".getBytes(StandardCharsets.UTF_8);
        Reply reply = Call.post(TASKS).by(ada).body(null, body).send();
        assertThat(reply.status()).isEqualTo(201);
        assertThat(reply.json().path("data").path("title").asText()).isEqualTo("untyped");
    }

    @Test
    void nestingEndsAt64() {
        assertThat(Call.post(TASKS).by(ada).json(nested(64)).send().status()).isEqualTo(201);
        Refusal.envelope(Call.post(TASKS).by(ada).json(nested(65)).send(), 400, "MALFORMED_BODY");
        Refusal.envelope(Call.post(TASKS).by(ada).json("[".repeat(500_000)).send(), 400, "MALFORMED_BODY");
        Refusal.envelope(Call.post(TASKS).by(ada).json("{\"a\":".repeat(100_000)).send(), 400, "MALFORMED_BODY");
    }

    /** A task whose body is so many containers deep. */
    private static String nested(int depth) {
        return "{\"title\":\"deep\",\"unknown\":" + "[".repeat(depth - 1) + "]".repeat(depth - 1) + "}";
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"title\":\"\u00ff\u00fe\"}", "{\"title\":\"\u00ed\u00a0\u0080\"}",
            "{\"title\":\"\u00c0\u0080\"}", "{\"title\":\"\u00c1\u0081\"}", "{\"title\":\"\u00e4\"}",
            "{\"titl\u00ffe\":\"x\"}", "\u00ff\u00fe{\0\"\0t\0i\0t\0l\0e\0\"\0:\0\"\0x\0\"\0}\0",
            "{\0\"\0t\0i\0t\0l\0e\0\"\0:\0\"\0x\0\"\0}\0"})
    void whatIsNotUtf8IsRefusedAndNotGuessedAt(String bytes) {
        Call call = Call.post(TASKS).by(ada).body(JSON, bytes.getBytes(StandardCharsets.ISO_8859_1));
        Refusal.envelope(call.send(), 400, "MALFORMED_BODY");
    }

    @Test
    void aByteOrderMarkIsIgnored() {
        Reply reply = Call.post(TASKS).by(ada).json("\ufeff{\"title\":\"marked\"}").send();
        assertThat(reply.json().path("data").path("title").asText()).isEqualTo("marked");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"title\":\"a\\u0000b\"}", "{\"title\":\"\\ud800\"}", "{\"title\":\"\\udc00\\ud800\"}",
            "{\"title\":\"\\u0007\"}", "{\"title\":\"\\u0085\"}"})
    void charactersThatCannotBeStoredOrShownAreAViolation(String body) {
        Reply reply = Refusal.envelope(Call.post(TASKS).by(ada).json(body).send(), 400, "VALIDATION_FAILED");
        assertThat(Refusal.fields(reply)).containsExactly("title");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/xml", "text/json", "application/jsonx", "application/json/x",
            "application/json-patch+json", "application/merge-patch+json", "application/octet-stream", "garbage"})
    void anotherTypeIsNotSupported(String type) {
        byte[] body = "{\"title\":\"typed\"}".getBytes(StandardCharsets.UTF_8);
        Refusal.envelope(Call.post(TASKS).by(ada).body(type, body).send(), 415, "UNSUPPORTED_MEDIA_TYPE");
        Refusal.problem(Call.post(TASKS).by(ada).header("Accept", "application/problem+json").body(type, body).send(),
                415, "UNSUPPORTED_MEDIA_TYPE");
    }

    @Test
    void aCompressedBodyIsNotSupportedAndToldWhatIs() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write("{\"title\":\"packed\"}".getBytes(StandardCharsets.UTF_8));
        }
        Reply reply = Call.post(TASKS).by(ada).header("Content-Encoding", "gzip").body(JSON, packed.toByteArray())
                .send();
        Refusal.envelope(reply, 415, "UNSUPPORTED_MEDIA_TYPE");
        assertThat(reply.header("Accept-Encoding")).isEqualTo("identity");
        assertThat(Call.post(TASKS).by(ada).header("Content-Encoding", "identity").json("{\"title\":\"plain\"}").send()
                .status()).isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"title\":\"x\",\"n\":1e999999999}", "{\"title\":\"x\",\"unknown\":{\"a\":[null]}}",
            "{\"title\":\"x\",\"\":1}"})
    void whatIsUnknownIsNotEvenLookedAt(String body) {
        assertThat(Call.post(TASKS).by(ada).json(body).send().status()).isEqualTo(201);
    }
}
