package dev.taskward.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that are forms, as browsers and curl send them: the same fields, the same answers. */
@QuarkusTest
public class TaskFormsTest extends TaskTest {
    private static final String BOUNDARY = "----boundary7MA4YWxk";

    enum Form {
        URLENCODED("application/x-www-form-urlencoded") {
            @Override
            String body(Map<String, String> fields) {
                return fields.entrySet().stream()
                        .map(field -> field.getKey() + "="
                                + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&"));
            }
        },
        MULTIPART("multipart/form-data; boundary=" + BOUNDARY) {
            @Override
            String body(Map<String, String> fields) {
                return fields.entrySet().stream().map(field -> part(field.getKey(), "", field.getValue()))
                        .collect(Collectors.joining("", "", "--" + BOUNDARY + "--\r\n"));
            }
        };

        final String type;

        Form(String type) {
            this.type = type;
        }

        abstract String body(Map<String, String> fields);
    }

    private static String part(String name, String parameters, String value) {
        return "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + name + "\"" + parameters + "\r\n\r\n"
                + value + "\r\n";
    }

    private static Map<String, String> fields(String... namesAndValues) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return fields;
    }

    private JsonPath send(int status, String method, String path, String type, String body) {
        HttpResponse<String> answer = send(ada(), method, path, type, BodyPublishers.ofString(body));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return JsonPath.from(answer.body());
    }

    private Map<String, Object> set(Map<String, Object> task) {
        Map<String, Object> set = new LinkedHashMap<>(task);
        set.keySet().retainAll(List.of("userId", "title", "description", "completed", "priority", "dueAt"));
        return set;
    }

    @ParameterizedTest
    @EnumSource
    void aFormCreatesWhatTheSameJsonDoes(Form form) {
        Map<String, String> fields = fields("title", "Gr\u00FC\u00DFe & \uD83C\uDF31 = 100%+", "description",
                "one\ntwo",
                "completed", "true", "priority", "high", "dueAt", "2026-12-01T09:00:00+01:00");
        Map<String, Object> byJson = ada().task(fields(fields, true));
        for (Mount mount : Mount.values()) {
            JsonPath byForm = send(201, "POST", mount.path(ada()), form.type, form.body(fields));
            assertThat(set(byForm.getMap("data"))).isEqualTo(set(byJson));
        }
    }

    private static Map<String, Object> fields(Map<String, String> form, boolean completed) {
        Map<String, Object> json = new LinkedHashMap<>(form);
        json.put("completed", completed);
        return json;
    }

    @ParameterizedTest
    @EnumSource
    void whatAFormLeavesOutGetsItsDefault(Form form) {
        JsonPath created = send(201, "POST", ada().tasks(), form.type, form.body(fields("title", "Water")));
        assertThat(set(created.getMap("data"))).isEqualTo(set(ada().task("Water")));
    }

    @ParameterizedTest
    @EnumSource
    void aFormIgnoresWhatAClientMayNotSet(Form form) {
        JsonPath created = send(201, "POST", ada().tasks(), form.type, form.body(fields("title", "Water", "userId",
                bob().id(), "createdAt", "2001-01-01T00:00:00Z", "version", "7", "unknown", "x")));
        assertThat(created.getString("data.userId")).isEqualTo(ada().id());
        assertThat(created.getString("data.createdAt")).doesNotStartWith("2001");
    }

    @ParameterizedTest
    @EnumSource
    void aFormMayHoldTheLongestDescription(Form form) {
        String longest = "\u00E9".repeat(10_000);
        JsonPath created = send(201, "POST", ada().tasks(), form.type,
                form.body(fields("title", "Long", "description", longest)));
        assertThat(created.getString("data.description")).isEqualTo(longest);
    }

    @ParameterizedTest
    @EnumSource
    void aFormReplaces(Form form) {
        Object id = ada().task(Map.of("title", "Old", "description", "Why")).get("id");
        send(200, "PUT", ada().tasks(id), form.type, form.body(fields("title", "New")));
        assertThat(read(ada(), id)).containsEntry("title", "New").containsEntry("description", null);
    }

    @ParameterizedTest
    @EnumSource
    void aFormPatchesWhatItNames(Form form) {
        Object id = ada().task(Map.of("title", "Old", "description", "Why")).get("id");
        send(200, "PATCH", ada().tasks(id), form.type, form.body(fields("priority", "low", "completed", "true")));
        assertThat(read(ada(), id)).containsEntry("title", "Old").containsEntry("description", "Why")
                .containsEntry("priority", "low").containsEntry("completed", true);
    }

    @ParameterizedTest
    @EnumSource
    void aFormReopens(Form form) {
        Object id = ada().task(Map.of("title", "Done", "completed", true)).get("id");
        send(200, "PATCH", ada().tasks(id, "complete"), form.type, form.body(fields("completed", "false")));
        assertThat(read(ada(), id)).containsEntry("completed", false);
    }

    @ParameterizedTest
    @EnumSource
    void everythingWrongWithAFormIsToldAtOnce(Form form) {
        JsonPath refused = send(400, "POST", ada().tasks(), form.type, form.body(fields("title", " ", "completed",
                "maybe", "priority", "urgent", "dueAt", "tomorrow")));
        assertThat(refused.getString("code")).isEqualTo("VALIDATION_FAILED");
        assertThat(refused.getList("details.field")).containsExactlyInAnyOrder("title", "completed", "priority",
                "dueAt");
    }

    @ParameterizedTest
    @EnumSource
    void nulInAFormIsRefused(Form form) {
        JsonPath refused = send(400, "POST", ada().tasks(), form.type, form.body(fields("title", "a\u0000b")));
        assertThat(refused.getList("details.field")).containsExactly("title");
    }

    @Test
    void aFieldThatIsGivenTwiceIsRefused() {
        JsonPath refused = send(400, "POST", ada().tasks(), Form.URLENCODED.type, "title=a&title=b");
        assertThat(refused.getList("details.field")).containsExactly("title");
    }

    @Test
    void aFileIsRefused() {
        JsonPath refused = send(400, "POST", ada().tasks(), Form.MULTIPART.type,
                part("title", "; filename=\"title.txt\"", "Water") + "--" + BOUNDARY + "--\r\n");
        assertThat(refused.getList("details.field")).containsExactly("title");
    }

    @ParameterizedTest
    @ValueSource(strings = {"multipart/form-data", "multipart/form-data; boundary=other",
            "application/x-www-form-urlencoded; charset=none-such"})
    void aFormThatCannotBeReadIsNoBug(String type) {
        HttpResponse<String> answer = send(ada(), "POST", ada().tasks(), type,
                BodyPublishers.ofString(Form.MULTIPART.body(fields("title", "Water"))));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/xml", "application/octet-stream"})
    void aBodyOfAnotherTypeIsNotSupported(String type) {
        Object id = ada().task("Water").get("id");
        String body = "{\"title\": \"New\"}";
        for (Mount mount : Mount.values()) {
            assertThat(send(415, "POST", mount.path(ada()), type, body).getString("code"))
                    .isEqualTo("UNSUPPORTED_MEDIA_TYPE");
            send(415, "PUT", mount.path(ada(), id), type, body);
            send(415, "PATCH", mount.path(ada(), id), type, body);
        }
    }
}
