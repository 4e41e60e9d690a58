package dev.taskward.auth;

import static dev.taskward.support.PersonalToken.TOKENS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.taskward.support.Account;
import dev.taskward.support.PersonalToken;
import dev.taskward.support.ServiceTest;
import dev.taskward.support.Tables;

/** How personal tokens are made, shown and listed. */
@QuarkusTest
public class PersonalTokenTest extends ServiceTest {
    private Account ada;

    @BeforeEach
    void anAccount() {
        ada = Account.register();
    }

    private Response create(Map<String, ?> fields) {
        return ada.request().body(fields).post(TOKENS);
    }

    private static Instant inDays(long days) {
        return Instant.now().plus(Duration.ofDays(days)).truncatedTo(ChronoUnit.MILLIS);
    }

    @Test
    void aTokenIsMadeWithWhatWasAskedFor() {
        String expiresAt = inDays(30).toString();
        Response made = create(Map.of("name", " Backup ", "scopes", List.of("write", "read"), "expiresAt", expiresAt,
                "userId", Account.register().id(), "token", "twp_mine"));
        made.then().statusCode(201).body("data.name", equalTo("Backup"))
                .body("data.scopes", contains("read", "write")).header("Cache-Control", equalTo("no-store"))
                .header("Location", equalTo(TOKENS + "/" + made.path("data.id")));
        assertThat(Instant.parse(made.path("data.expiresAt"))).isEqualTo(Instant.parse(expiresAt));
        String token = made.path("data.token");
        assertThat(token).matches("twp_[A-Za-z0-9_-]{43}").endsWith(made.path("data.hint"));
        assertThat(Base64.getUrlDecoder().decode(token.substring(4))).hasSize(32);
        ada.request().get(made.header("Location")).then().statusCode(200).header("ETag", made.header("ETag"));
    }

    @Test
    void itIsShownOnceAndThenKnownByItsHint() {
        Response made = create(Map.of("name", "Once", "scopes", List.of("read")));
        Response read = ada.request().get(made.header("Location"));
        Response list = ada.request().get(TOKENS);
        assertThat(read.<Map<String, ?>>path("data").keySet()).isEqualTo(
                Set.of("id", "name", "scopes", "hint", "expiresAt", "lastUsedAt", "createdAt"));
        assertThat(list.<Map<String, ?>>path("data[0]")).isEqualTo(read.path("data"));
        assertThat(read.<String>path("data.hint")).isEqualTo(made.path("data.hint"));
        assertThat(read.asString() + list.asString()).doesNotContain(made.<String>path("data.token").substring(0, 20));
    }

    @Test
    void itIsStoredAsItsHashAlone() throws Exception {
        String token = create(Map.of("name", "Hashed", "scopes", List.of("read"))).path("data.token");
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        assertThat(Tables.contents().toString())
                .contains(Base64.getUrlEncoder().withoutPadding().encodeToString(hash))
                .doesNotContain(token, token.substring(4, 30), token.substring(20, 40));
    }

    /** Its answer holds a secret that is stored nowhere else. */
    @Test
    void anIdempotencyKeyKeepsNoAnswer() {
        String key = "key-" + ada.id();
        Map<String, ?> fields = Map.of("name", "Twice", "scopes", List.of("read"));
        Response first = ada.request().header("Idempotency-Key", key).body(fields).post(TOKENS);
        Response again = ada.request().header("Idempotency-Key", key).body(fields).post(TOKENS);
        again.then().statusCode(201).header("Idempotency-Replayed", nullValue());
        assertThat(again.<String>path("data.token")).isNotEqualTo(first.path("data.token"));
        assertThat(Tables.contents().get("idempotency_keys")).noneMatch(row -> row.contains(key));
    }

    @Test
    void itLastsNinetyDaysUnlessItSaysOtherwise() {
        for (Response made : List.of(create(Map.of("name", "Default", "scopes", List.of("read"))),
                ada.request().body("{\"name\": \"Null\", \"scopes\": [\"read\"], \"expiresAt\": null}").post(TOKENS))) {
            assertThat(Instant.parse(made.path("data.expiresAt"))).isCloseTo(inDays(90),
                    within(1, ChronoUnit.MINUTES));
        }
    }

    @Test
    void itLastsAYearAtMostAndAMomentAtLeast() {
        String message = "must be in the future, at most 366 days from now";
        for (Instant wrong : List.of(inDays(367), Instant.now(), inDays(-1), Instant.parse("9999-12-31T00:00:00Z"))) {
            create(Map.of("name", "x", "scopes", List.of("read"), "expiresAt", wrong.toString())).then()
                    .statusCode(400).body("details.field", contains("expiresAt"))
                    .body("details.message", contains(message));
        }
        create(Map.of("name", "x", "scopes", List.of("read"), "expiresAt", inDays(365).toString())).then()
                .statusCode(201);
    }

    @Test
    void everythingWrongIsToldAtOnce() {
        create(Map.of("name", " ", "scopes", List.of(), "expiresAt", inDays(-1).toString())).then().statusCode(400)
                .body("details.field", contains("name", "scopes", "expiresAt"));
        create(Map.of("name", "x".repeat(101), "scopes", List.of("read", "admin"), "expiresAt", "soon")).then()
                .statusCode(400).body("details.field", contains("name", "scopes[1]", "expiresAt"))
                .body("details[1].message", equalTo("must be one of read, write"));
        create(Map.of()).then().statusCode(400).body("details.field", contains("name", "scopes"));
        for (Object wrong : List.of("read", 1, Map.of(), true)) {
            create(Map.of("name", "x", "scopes", wrong)).then().statusCode(400)
                    .body("details.field", contains("scopes")).body("details.message", contains("must be an array"));
        }
        create(Map.of("name", "x", "scopes", List.of(1, List.of()))).then().statusCode(400)
                .body("details.field", contains("scopes[0]", "scopes[1]"));
        create(Map.of("name", "x", "scopes", List.of(1, List.of(), "read"))).then().statusCode(400)
                .body("details.field", contains("scopes"));
        ada.request().get(TOKENS).then().body("data", empty());
    }

    @Test
    void aScopeThatIsNamedTwiceIsThereOnce() {
        create(Map.of("name", "x", "scopes", List.of("write", "write"))).then().statusCode(201)
                .body("data.scopes", contains("write"));
    }

    @Test
    void formsGiveTheScopesOnceOrSeveralTimes() {
        ada.request().contentType(ContentType.URLENC).formParam("name", "One").formParam("scopes", "write")
                .post(TOKENS).then().statusCode(201).body("data.scopes", contains("write"));
        ada.request().contentType(ContentType.URLENC).formParam("name", "Two").formParam("scopes", "read", "write")
                .post(TOKENS).then().statusCode(201).body("data.scopes", contains("read", "write"));
        ada.request().contentType(ContentType.MULTIPART).multiPart("name", "Three").multiPart("scopes", "read")
                .multiPart("scopes", "write").post(TOKENS).then().statusCode(201)
                .body("data.scopes", contains("read", "write"));
        ada.request().contentType(ContentType.URLENC).formParam("name", "a", "b").formParam("scopes", "read", "all")
                .post(TOKENS).then().statusCode(400).body("details.field", contains("name", "scopes[1]"))
                .body("details[0].message", equalTo("must be given once"));
        ada.request().contentType(ContentType.URLENC).formParam("name", "x").formParam("scopes", "").post(TOKENS)
                .then().statusCode(400).body("details.field", contains("scopes"));
    }

    @Test
    void theListIsWalkedSortedAndSearchedAndHasAnETag() {
        for (String name : List.of("alpha", "beta", "gamma")) {
            create(Map.of("name", name, "scopes", List.of("read")));
        }
        ada.request().get(TOKENS).then().body("data.name", contains("gamma", "beta", "alpha"))
                .body("meta.total", equalTo(3));
        ada.request().get(TOKENS + "?sort=name&limit=2&page=2").then().body("data.name", contains("gamma"));
        String next = ada.request().get(TOKENS + "?sort=lastUsedAt,name&limit=2&cursor=").path("meta.nextCursor");
        Response last = ada.request().get(TOKENS + "?sort=lastUsedAt,name&limit=2&cursor=" + next);
        last.then().body("data.name", contains("gamma"));
        ada.request().get(TOKENS + "?search=ETA").then().body("data.name", contains("beta"));
        ada.request().header("If-None-Match", last.header("ETag"))
                .get(TOKENS + "?sort=lastUsedAt,name&limit=2&cursor=" + next).then().statusCode(304);
        ada.request().get(TOKENS + "?sort=tokenHash").then().statusCode(400);
        ada.request().get(TOKENS + "?scope=read").then().statusCode(400);
    }

    @Test
    void anotherUsersTokensDoNotExist() {
        PersonalToken adas = PersonalToken.of(ada, "read");
        Account bob = Account.register();
        for (Account other : List.of(bob, Account.admin())) {
            other.request().get(TOKENS + "/" + adas.id()).then().statusCode(404);
            other.request().delete(TOKENS + "/" + adas.id()).then().statusCode(404);
            other.request().get(TOKENS + "?limit=100").then().body("data.id", not(contains(adas.id())));
        }
        bob.request().get(TOKENS).then().body("data", empty()).body("meta.total", equalTo(0));
        adas.request().get("/api/v1/auth/me").then().statusCode(200);
    }

    @Test
    void revokingTakesTheTokenThatWasSeen() {
        PersonalToken token = PersonalToken.of(ada, "read");
        String path = TOKENS + "/" + token.id();
        String etag = ada.request().get(path).header("ETag");
        token.used();
        Response now = ada.request().get(path);
        now.then().body("data.lastUsedAt", not(nullValue())).header("ETag", not(equalTo(etag)));
        ada.request().header("If-Match", etag).delete(path).then().statusCode(412);
        ada.request().header("If-Match", now.header("ETag")).delete(path).then().statusCode(204);
        ada.request().delete(path).then().statusCode(404);
        ada.request().get(path).then().statusCode(404);
    }

    @Test
    void makingAndRevokingAreInTheAuditLog() {
        PersonalToken token = PersonalToken.of(ada, "write", "read");
        ada.request().delete(TOKENS + "/" + token.id()).then().statusCode(204);
        Account.admin().request().get("/api/v1/audit?limit=2&subjectId=" + ada.id()).then()
                .body("data.action", contains("TOKEN_REVOKED", "TOKEN_CREATED"))
                .body("data.actorId", contains(ada.id(), ada.id()))
                .body("data.detail", contains("token " + token.id(), "token " + token.id() + ": read write"));
    }
}
