package dev.taskward.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.taskward.support.Account;
import dev.taskward.support.Call;
import dev.taskward.support.ServiceTest;

/** The service accepts what the document says that it does, and nothing wider. */
@QuarkusTest
public class DocumentedInputTest extends ServiceTest {
    private static Account ada;
    private JsonNode document;
    private JsonNode schemas;

    @BeforeEach
    void read() {
        ada = ada == null ? Account.register() : ada;
        document = Call.get("/q/openapi?format=json").send().json();
        schemas = document.at("/components/schemas");
    }

    /** As a whole: in Java, and nowhere else, the end of a pattern also stands before a last line end. */
    private boolean isDocumented(String schema, String field, String value) {
        return Pattern.compile(schemas.at("/" + schema + "/properties/" + field + "/pattern").asText()).matcher(value)
                .matches();
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "", " ", "\t", "\n", "\r\n", "\r", "a\rb", "a\r\nb", "\r\na", "a\tb\nc", " a ",
            "\u00a0", "\u200b", "\u2003a", "\ufeff", "\u3000", "\u200b\ufeffa", "a\u0000", "\u001f", "\u007f", "\u0085",
            "a\u009f", "\ud83c\udf31", "e\u0301", "\u2028", "\u2028a"})
    void aTitleIsTextThatIsNotBlank(String title) {
        int status = ada.request().body(Map.of("title", title)).post(ada.tasks()).statusCode();
        assertThat(status == 201).as(status + "").isEqualTo(isDocumented("TaskInput", "title", title));
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "", " ", "a\rb", "a\r\nb", "\r\n", "\n", "a\u0000", "\u007f", "\u0085", "\u200b"})
    void aDescriptionIsText(String description) {
        int status = ada.request().body(Map.of("title", "x", "description", description)).post(ada.tasks())
                .statusCode();
        assertThat(status == 201).as(status + "").isEqualTo(isDocumented("TaskInput", "description", description));
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s@example.com", "%s@EXAMPLE.com", "A`%s@example.com", "a/%s@x.co", "%s@localhost",
            "%s@-x.co", "%s@x-.co", "%s@x..co", "%s", "@%s.co", "\u00e4%s@x.co", "a %s@x.co", "\"%s\"@x.co",
            "%s@[1.2.3.4]"})
    void anEmailIsAnAddress(String form) {
        String email = form.formatted(UUID.randomUUID().toString().substring(0, 8));
        int status = Account.anonymous()
                .body(Map.of("email", email, "username", "u" + UUID.randomUUID().toString().substring(0, 8), "password",
                        Account.PASSWORD))
                .post("/api/v1/auth/register").statusCode();
        assertThat(status == 201).as(status + "").isEqualTo(isDocumented("RegistrationInput", "email", email));
    }

    /** JSON Schema counts characters, of which Java has some in two halves. */
    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/tasks", "/api/v1/posts", "/api/v1/users", "/api/v1/auth/tokens"})
    void aSearchIsAsLongAsItsCharacters(String list) {
        int longest = document.path("paths").path(list).at("/get/parameters").valueStream()
                .filter(parameter -> parameter.path("name").asText().equals("search")).findFirst().orElseThrow()
                .at("/schema/maxLength").asInt();
        assertThat(ada.request().queryParam("search", "\ud83c\udf31".repeat(longest)).get(list).statusCode())
                .isEqualTo(200);
        assertThat(ada.request().queryParam("search", "x".repeat(longest + 1)).get(list).statusCode()).isEqualTo(400);
    }

    @Test
    void theExampleOfABulkIsDone() {
        assertThat(ada.request().body(schemas.at("/TaskBulkInput/example").toString()).post(ada.tasks("bulk"))
                .statusCode())
                .isEqualTo(200);
    }

    /** As tools put one together that know nothing of examples of objects. */
    @Test
    void aBulkOfTheExamplesOfItsFieldsIsDone() {
        Map<String, Object> operation = new LinkedHashMap<>(examples("TaskOperation"));
        operation.put("op", schemas.at("/TaskOperationKind/enum/0").asText());
        operation.put("data", examples("TaskPatch"));
        assertThat(ada.request().body(Map.of("operations", List.of(operation))).post(ada.tasks("bulk")).statusCode())
                .isEqualTo(200);
    }

    private Map<String, Object> examples(String schema) {
        Map<String, Object> examples = new LinkedHashMap<>();
        schemas.at("/" + schema + "/properties").properties().forEach(property -> {
            if (property.getValue().has("example")) {
                examples.put(property.getKey(), property.getValue().get("example"));
            }
        });
        return examples;
    }
}
