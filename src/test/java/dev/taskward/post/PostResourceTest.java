package dev.taskward.post;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import java.util.List;
import java.util.Map;
import java.util.Set;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

import dev.taskward.support.Account;
import dev.taskward.support.ServiceTest;

/** Posts: written by users, read by all once published. */
@QuarkusTest
public class PostResourceTest extends ServiceTest {
    private static final String POSTS = "/api/v1/posts";

    private static String post(Account author, String title, String status) {
        return author.request().body(Map.of("title", title, "body", "Body of " + title, "status", status)).post(POSTS)
                .then().statusCode(201).extract().path("data.id");
    }

    @Test
    void aPostIsADraftUnlessItSaysOtherwise() {
        Account ada = Account.register();
        var answer = ada.request().body(Map.of("title", " Hello ", "authorId", Account.register().id())).post(POSTS);
        answer.then().statusCode(201)
                .body("data.title", equalTo("Hello")).body("data.body", equalTo(""))
                .body("data.status", equalTo("draft")).body("data.publishedAt", nullValue())
                .body("data.authorId", equalTo(ada.id()));
        assertThat(answer.<Map<String, ?>>path("data").keySet()).isEqualTo(
                Set.of("id", "authorId", "title", "body", "status", "publishedAt", "createdAt", "updatedAt"));
        ada.request().get(answer.header("Location")).then().statusCode(200).header("ETag", answer.header("ETag"));
    }

    @Test
    void aListShowsTheBeginningOfALongBodyAndTheWholeOfAShortOne() {
        Account ada = Account.register();
        String emoji = "\uD83C\uDF31";
        ada.request().body(Map.of("title", "long", "body", emoji.repeat(80_000) + "needle")).post(POSTS).then()
                .statusCode(201);
        ada.request().body(Map.of("title", "medium", "body", emoji.repeat(1_000))).post(POSTS).then().statusCode(201);
        for (String path : List.of(POSTS + "?author=" + ada.id() + "&sort=title",
                "/api/v1/users/" + ada.id() + "/posts?sort=title")) {
            var list = ada.request().get(path);
            list.then().statusCode(200).body("data[0].body", equalTo(emoji.repeat(1_000)))
                    .body("data[0].bodyTruncated", equalTo(true)).body("data[1].body", equalTo(emoji.repeat(1_000)))
                    .body("data[1].bodyTruncated", nullValue());
            // Four bytes a character.
            assertThat(list.asByteArray()).hasSizeLessThan(10_000);
            ada.request().get(POSTS + "/" + list.path("data[0].id")).then().body("data.body",
                    equalTo(emoji.repeat(80_000) + "needle"));
        }
        ada.request().get(POSTS + "?author=" + ada.id() + "&search=needle").then().statusCode(200)
                .body("data.title", equalTo(List.of("long")));
    }

    @Test
    void everythingWrongWithAPostIsToldAtOnce() {
        Account.register().request()
                .body(Map.of("title", "x".repeat(201), "body", "y".repeat(100_001), "status", "secret")).post(POSTS)
                .then().statusCode(400).body("details.field", equalTo(List.of("title", "body", "status")));
    }

    @Test
    void aDraftIsInvisibleToOthersInEveryWay() {
        Account ada = Account.register();
        Account bob = Account.register();
        String title = "Secret of " + ada.username();
        String draft = post(ada, title, "draft");
        bob.request().get(POSTS + "/" + draft).then().statusCode(404);
        bob.request().body(Map.of("title", "x")).put(POSTS + "/" + draft).then().statusCode(404);
        bob.request().body(Map.of("title", "x")).patch(POSTS + "/" + draft).then().statusCode(404);
        bob.request().delete(POSTS + "/" + draft).then().statusCode(404);
        for (String query : List.of("author=" + ada.id(), "search=" + title, "status=draft&author=" + ada.id(),
                "cursor=&author=" + ada.id(), "sort=title&author=" + ada.id())) {
            var list = bob.request().get(POSTS + "?" + query);
            list.then().statusCode(200).body("data", hasSize(0));
            assertThat(list.<Integer>path("meta.total")).isIn(0, null);
        }
        bob.request().get("/api/v1/users/" + ada.id() + "/posts").then().body("data", hasSize(0))
                .body("meta.total", equalTo(0));
        ada.request().get("/api/v1/users/" + ada.id() + "/posts").then().body("data.id", equalTo(List.of(draft)));
        Account.admin().request().get(POSTS + "/" + draft).then().statusCode(200);
    }

    @Test
    void publishingShowsItToAllAndUnpublishingTakesItBack() {
        Account ada = Account.register();
        Account bob = Account.register();
        String post = post(ada, "Hello", "draft");
        String published = ada.request().body(Map.of("status", "published")).patch(POSTS + "/" + post).then()
                .statusCode(200).body("data.publishedAt", notNullValue()).extract().path("data.publishedAt");
        bob.request().get(POSTS + "/" + post).then().statusCode(200).body("data.title", equalTo("Hello"));
        bob.request().queryParam("author", ada.id()).get(POSTS).then().body("data.id", equalTo(List.of(post)));
        ada.request().body(Map.of("title", "Hello again")).patch(POSTS + "/" + post).then()
                .body("data.publishedAt", equalTo(published)).body("data.body", equalTo("Body of Hello"));
        ada.request().body(Map.of("status", "draft")).patch(POSTS + "/" + post).then()
                .body("data.publishedAt", nullValue());
        bob.request().get(POSTS + "/" + post).then().statusCode(404);
    }

    @Test
    void whatIsNotForClientsToSetChangesNothingWhereverItStands() {
        Account ada = Account.register();
        Account bob = Account.register();
        String id = "01936f3e-5b7a-7c3d-9a41-2f6b8c0d1e2f";
        Map<String, Object> forged = Map.of("title", "Hello", "id", id, "authorId", bob.id(), "userId", bob.id(),
                "publishedAt", "2000-01-01T00:00:00Z", "createdAt", "2000-01-01T00:00:00Z", "version", 7);
        String post = ada.request().body(forged).post(POSTS + "?authorId=" + bob.id()).then().statusCode(201)
                .body("data.authorId", equalTo(ada.id())).body("data.id", not(equalTo(id)))
                .body("data.publishedAt", nullValue()).body("data.createdAt", not(equalTo("2000-01-01T00:00:00.000Z")))
                .extract().path("data.id");
        ada.request().contentType("application/x-www-form-urlencoded").formParams(forged).put(POSTS + "/" + post)
                .then().statusCode(200).body("data.authorId", equalTo(ada.id())).body("data.id", equalTo(post));
        ada.request().body(Map.of("authorId", bob.id())).patch(POSTS + "/" + post + "?authorId=" + bob.id()).then()
                .statusCode(200).body("data.authorId", equalTo(ada.id()));
    }

    @Test
    void onlyTheAuthorAndAdminsChangeAPost() {
        Account ada = Account.register();
        Account bob = Account.register();
        String post = post(ada, "Hello", "published");
        bob.request().body(Map.of("title", "Hacked")).put(POSTS + "/" + post).then().statusCode(403);
        bob.request().body(Map.of("title", "Hacked")).patch(POSTS + "/" + post).then().statusCode(403);
        bob.request().delete(POSTS + "/" + post).then().statusCode(403);
        ada.request().get(POSTS + "/" + post).then().body("data.title", equalTo("Hello"));
        Account.admin().request().body(Map.of("title", "Moderated")).patch(POSTS + "/" + post).then().statusCode(200)
                .body("data.authorId", equalTo(ada.id()));
        Account.admin().request().delete(POSTS + "/" + post).then().statusCode(204);
        ada.request().get(POSTS + "/" + post).then().statusCode(404);
    }

    @Test
    void aReplaceSetsWhatItLeavesOutToItsDefault() {
        Account ada = Account.register();
        String post = post(ada, "Hello", "published");
        ada.request().body(Map.of("title", "New")).put(POSTS + "/" + post).then().statusCode(200)
                .body("data.body", equalTo("")).body("data.status", equalTo("draft"));
        ada.request().body("{\"title\": null}").patch(POSTS + "/" + post).then().statusCode(400);
        ada.request().body("{\"status\": null}").patch(POSTS + "/" + post).then().statusCode(400);
        ada.request().body("{\"body\": null}").patch(POSTS + "/" + post).then().statusCode(400);
    }

    @Test
    void aStaleWriterIsToldSo() {
        Account ada = Account.register();
        String post = post(ada, "Hello", "draft");
        String etag = ada.request().get(POSTS + "/" + post).header("ETag");
        ada.request().header("If-None-Match", etag).get(POSTS + "/" + post).then().statusCode(304);
        ada.request().header("If-Match", etag).body(Map.of("title", "One")).patch(POSTS + "/" + post).then()
                .statusCode(200).header("ETag", not(equalTo(etag)));
        ada.request().header("If-Match", etag).body(Map.of("title", "Two")).patch(POSTS + "/" + post).then()
                .statusCode(412);
        ada.request().header("If-Match", etag).delete(POSTS + "/" + post).then().statusCode(412);
        ada.request().get(POSTS + "/" + post).then().body("data.title", equalTo("One"));
    }

    @Test
    void postsAreFilteredSearchedAndSorted() {
        Account ada = Account.register();
        String first = post(ada, "Alpha beta", "published");
        String second = post(ada, "gamma ALPHA", "draft");
        String author = "author=" + ada.id();
        ada.request().get(POSTS + "?" + author + "&search=alpha&sort=title").then()
                .body("data.id", equalTo(List.of(first, second)));
        ada.request().get(POSTS + "?" + author + "&search=body of gamma").then()
                .body("data.id", equalTo(List.of(second)));
        ada.request().get(POSTS + "?" + author + "&status=published").then().body("data.id", equalTo(List.of(first)));
        ada.request().get(POSTS + "?" + author + "&sort=-publishedAt").then()
                .body("data.id", equalTo(List.of(first, second)));
        String next = ada.request().get(POSTS + "?" + author + "&limit=1&sort=publishedAt&cursor=")
                .path("meta.nextCursor");
        ada.request().get(POSTS + "?" + author + "&limit=1&sort=publishedAt&cursor=" + next).then()
                .body("data.id", equalTo(List.of(second)));
        ada.request().get(POSTS + "?author=nobody").then().statusCode(400).body("details.field", hasItem("author"));
        ada.request().get("/api/v1/users/00000000-0000-7000-8000-000000000000/posts").then().statusCode(404);
    }
}
