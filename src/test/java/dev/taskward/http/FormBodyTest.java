package dev.taskward.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

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

/** Forms, which take the place of JSON wherever that is taken, and what of them cannot be read. */
@QuarkusTest
public class FormBodyTest extends ServiceTest {
    private static final String TASKS = "/api/v1/tasks";
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String MULTIPART = "multipart/form-data; boundary=bb";
    private static Account ada;

    @BeforeEach
    void someone() {
        ada = ada == null ? Account.register() : ada;
    }

    @Test
    void aFormIsReadAsItsJsonWouldBe() {
        Reply reply = post(FORM, "title=caf%C3%A9+au+lait&completed=true&priority=high&unknown=1");
        assertThat(reply.status()).isEqualTo(201);
        assertThat(reply.json().path("data").path("title").asText()).isEqualTo("caf\u00e9 au lait");
        assertThat(reply.json().path("data").path("completed").asBoolean()).isTrue();
        assertThat(reply.json().path("data").path("priority").asText()).isEqualTo("high");
    }

    @Test
    void aMultipartFormIsReadAsItsJsonWouldBe() {
        Reply reply = post(MULTIPART, parts(part("title", "caf\u00c3\u00a9"), part("priority", "low")));
        assertThat(reply.status()).isEqualTo(201);
        assertThat(reply.json().path("data").path("title").asText()).isEqualTo("caf\u00e9");
        assertThat(reply.json().path("data").path("priority").asText()).isEqualTo("low");
    }

    @ParameterizedTest
    @ValueSource(strings = {"title=%zz", "title=%", "title=x&%zz=1", "title=%ff", "title=%ed%a0%80",
            "title=%c0%80", "title=\u00ff\u00fe", "%ff=1&title=x"})
    void aFormThatCannotBeReadIsMalformed(String body) {
        Refusal.envelope(post(FORM, body), 400, "MALFORMED_BODY");
    }

    @Test
    void aFieldWithoutANameIsIgnoredLikeAnyUnknownOne() {
        assertThat(post(FORM, "=x&title=named&=y&+=z&&=").json().at("/data/title").asText()).isEqualTo("named");
        String unquoted = "Content-Disposition: form-data; name=\r\n\r\nx\r\n";
        assertThat(post(MULTIPART, parts(part("", "x"), part("title", "named"), unquoted)).json()
                .at("/data/title").asText()).isEqualTo("named");
        Reply alone = Refusal.envelope(post(FORM, "=x"), 400, "VALIDATION_FAILED");
        assertThat(Refusal.fields(alone)).containsExactly("title");
    }

    @Test
    void aFormOfThousandsOfFieldsIsMalformed() {
        String many = IntStream.range(0, 5_000).mapToObj(i -> "a" + i + "=1").collect(Collectors.joining("&"));
        Refusal.envelope(post(FORM, many + "&title=x"), 400, "MALFORMED_BODY");
    }

    @ParameterizedTest
    @ValueSource(strings = {"multipart/form-data", "multipart/form-data; boundary=",
            "multipart/form-data; boundary=\"\"", "multipart/form-data; boundary=other",
            "multipart/form-data; charset=utf-8"})
    void aMultipartFormWithoutItsBoundaryIsMalformed(String type) {
        Refusal.envelope(post(type, parts(part("title", "x"))), 400, "MALFORMED_BODY");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "garbage", "--bb", "--bb\r\n", "--bb\r\r\r\n",
            "--bb\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nx\r\n",
            "--bb\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nx\r\n--bb\r\n",
            "--bb\r\nContent-Disposition: form-data\r\n\r\nx\r\n--bb--\r\n",
            "--bb\r\nX: y\r\n\r\nx\r\n--bb--\r\n", "--bb\r\n\r\nx\r\n--bb--\r\n",
            "--bb\r\nContent-Disposition: form-data; name=\"title\"\r\nContent-Type: multipart/mixed\r\n\r\nx\r\n--bb--\r\n",
            "--bb\r\nContent-Disposition: form-data; name=\"title\"\r\nContent-Type: text/plain; charset=nope\r\n\r\nx\r\n--bb--\r\n",
            "--bb\r\nContent-Disposition: form-data; name=\"title\"; filename*=nope''%zz\r\n\r\nx\r\n--bb--\r\n",
            "--bb\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\n\u00ff\u00fe\r\n--bb--\r\n"})
    void aMultipartFormThatCannotBeReadIsMalformed(String body) {
        Refusal.envelope(post(MULTIPART, body), 400, "MALFORMED_BODY");
    }

    @Test
    void aPatchThatWasCutOffChangesNothing() {
        String id = post(FORM, "title=whole").json().path("data").path("id").asText();
        byte[] cut = "--bb\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nhal"
                .getBytes(StandardCharsets.UTF_8);
        Reply reply = Call.of("PATCH", TASKS + "/" + id).by(ada).body(MULTIPART, cut).send();
        Refusal.envelope(reply, 400, "MALFORMED_BODY");
        assertThat(Call.get(TASKS + "/" + id).by(ada).send().json().path("data").path("title").asText())
                .isEqualTo("whole");
    }

    @Test
    void aFileIsNoField() {
        String file = "Content-Disposition: form-data; name=\"title\"; filename=\"a.txt\"\r\n\r\nx\r\n";
        for (String type : new String[]{"", "Content-Type: image/png\r\n"}) {
            Reply reply = Refusal.envelope(post(MULTIPART, parts(type + file)), 400, "VALIDATION_FAILED");
            assertThat(Refusal.fields(reply)).containsExactly("title");
        }
    }

    @Test
    void aFieldThatIsGivenTwiceIsAViolation() {
        Reply form = Refusal.envelope(post(FORM, "title=a&title=b"), 400, "VALIDATION_FAILED");
        Reply multipart = Refusal.envelope(post(MULTIPART, parts(part("title", "a"), part("title", "b"))), 400,
                "VALIDATION_FAILED");
        assertThat(Refusal.fields(form)).containsExactly("title");
        assertThat(Refusal.fields(multipart)).containsExactly("title");
    }

    @Test
    void charactersThatCannotBeStoredAreAViolationInAFormToo() {
        Reply form = Refusal.envelope(post(FORM, "title=a%00b"), 400, "VALIDATION_FAILED");
        Reply multipart = Refusal.envelope(post(MULTIPART, parts(part("title", "a\0b"))), 400, "VALIDATION_FAILED");
        assertThat(Refusal.fields(form)).containsExactly("title");
        assertThat(Refusal.fields(multipart)).containsExactly("title");
    }

    @Test
    void everythingWrongWithAFormIsToldAtOnce() {
        Reply reply = post(FORM, "title=+&completed=maybe&priority=urgent&dueAt=tomorrow");
        Refusal.envelope(reply, 400, "VALIDATION_FAILED");
        assertThat(Refusal.fields(reply)).containsExactly("title", "completed", "priority", "dueAt");
    }

    private static Reply post(String type, String body) {
        return Call.post(TASKS).by(ada).body(type, body.getBytes(StandardCharsets.ISO_8859_1)).send();
    }

    private static String part(String name, String value) {
        return "Content-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
    }

    private static String parts(String... parts) {
        return "--bb\r\n" + String.join("--bb\r\n", parts) + "--bb--\r\n";
    }
}
