package dev.taskward.post;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.taskward.support.Account;
import dev.taskward.support.ServiceTest;

/** A merge patch of a post changes what it names and nothing else (RFC 7396). */
@QuarkusTest
public class PostPatchTest extends ServiceTest {
    private static final String POSTS = "/api/v1/posts/";
    private static Account ada;

    private static Map<String, Object> post() {
        ada = ada == null ? Account.register() : ada;
        return ada.request().body(Map.of("title", "Title", "body", "Body", "status", "published")).post(POSTS).then()
                .statusCode(201).extract().path("data");
    }

    private static Map<String, Object> read(Object id) {
        return ada.request().get(POSTS + id).then().statusCode(200).extract().path("data");
    }

    private static Map<String, Object> without(Map<String, Object> post, List<String> fields) {
        Map<String, Object> rest = new HashMap<>(post);
        rest.keySet().removeAll(fields);
        return rest;
    }

    @ParameterizedTest
    @CsvSource({"title,New,'title,updatedAt'", "body,New,'body,updatedAt'", "body,'','body,updatedAt'",
            "status,draft,'status,publishedAt,updatedAt'"})
    void theFieldThatItNamesChangesAndNoOther(String field, String value, String moved) {
        Map<String, Object> before = post();
        ada.request().body(Map.of(field, value)).patch(POSTS + before.get("id")).then().statusCode(200);
        Map<String, Object> after = read(before.get("id"));
        assertThat(after).containsEntry(field, value);
        assertThat(without(after, List.of(moved.split(",")))).isEqualTo(without(before, List.of(moved.split(","))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"title", "body", "status"})
    void nullIsRefusedSinceNoFieldMayBeEmpty(String field) {
        Map<String, Object> before = post();
        Map<String, Object> patch = new HashMap<>(Map.of("title", "New", "body", "New", "status", "draft"));
        patch.put(field, null);
        ada.request().body(patch).patch(POSTS + before.get("id")).then().statusCode(400).body("details.field",
                equalTo(List.of(field)));
        assertThat(read(before.get("id"))).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"title\": \"Title\"}", "{\"status\": \"published\"}", "{\"unknown\": 1}"})
    void oneThatChangesNothingLeavesTimesAndEtagAlone(String patch) {
        Map<String, Object> before = post();
        String etag = ada.request().get(POSTS + before.get("id")).header("ETag");
        ada.request().body(patch).patch(POSTS + before.get("id")).then().statusCode(200).header("ETag", etag)
                .body("data", equalTo(before));
    }
}
