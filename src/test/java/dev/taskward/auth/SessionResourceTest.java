package dev.taskward.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.taskward.support.Account;
import dev.taskward.support.ServiceTest;
import dev.taskward.support.Tables;

/** Where one is signed in, and signing out there. */
@QuarkusTest
public class SessionResourceTest extends ServiceTest {
    private static final String SESSIONS = "/api/v1/auth/sessions";
    private Account ada;
    private Account other;

    @BeforeEach
    void twoSessions() {
        ada = Account.register();
        other = ada.again();
    }

    @Test
    void theCallersLivingSessionsAreListedNewestFirst() {
        ada.request().get(SESSIONS).then().statusCode(200)
                .body("data.id", equalTo(List.of(id(other), id(ada))))
                .body("data.current", equalTo(List.of(false, true)))
                .body("meta.total", equalTo(2));
        other.request().get(SESSIONS).then().body("data.current", equalTo(List.of(true, false)));
    }

    @Test
    void aSessionShowsWhenFromWhereAndWithWhatItIsUsedAndNoSecret() {
        String agent = "Test browser/1.0";
        String token = Account.anonymous().header("User-Agent", agent)
                .body(Map.of("email", ada.email(), "password", ada.password())).post("/api/v1/auth/login")
                .then().statusCode(200).extract().path("token");
        Response answer = ada.request().get(SESSIONS + "?limit=1");
        Map<String, Object> session = answer.path("data[0]");
        assertThat(session.keySet()).isEqualTo(
                Set.of("id", "createdAt", "lastUsedAt", "expiresAt", "address", "userAgent", "current"));
        assertThat(session).containsEntry("id", Sql.session(token).toString()).containsEntry("userAgent", agent);
        assertThat(session.get("address")).isIn("127.0.0.1", "0:0:0:0:0:0:0:1", "::1");
        Instant made = Instant.parse(session.get("createdAt").toString());
        assertThat(made).isBetween(Instant.now().minusSeconds(60), Instant.now());
        assertThat(session.get("lastUsedAt")).isEqualTo(session.get("createdAt"));
        assertThat(Instant.parse(session.get("expiresAt").toString()))
                .isBetween(made.plus(Duration.ofDays(90)).minusSeconds(1), made.plus(Duration.ofDays(90)));
    }

    @Test
    void aRefreshIsAUse() {
        Account.anonymous().body(Map.of("refresh_token", ada.refreshToken())).post("/api/v1/auth/refresh").then()
                .statusCode(200);
        ada.request().get(SESSIONS + "?sort=-lastUsedAt").then()
                .body("data.id", equalTo(List.of(id(ada), id(other))));
    }

    @Test
    void aSessionThatHasEndedOrExpiredOrWasNotUsedForTooLongIsNotListed() throws SQLException {
        Account expired = ada.again();
        Account unused = ada.again();
        Sql.change("update sessions set expires_at = now() where id = ?", expired);
        Sql.change("update sessions set last_used_at = now() - interval '30 days' where id = ?", unused);
        other.request().post("/api/v1/auth/logout").then().statusCode(204);
        ada.request().get(SESSIONS).then().body("data.id", contains(id(ada))).body("meta.total", equalTo(1));
    }

    @Test
    void anothersSessionsAreNotListed() {
        Account bob = Account.register();
        for (String query : List.of("", "?cursor=", "?sort=lastUsedAt", "?limit=100")) {
            bob.request().get(SESSIONS + query).then().statusCode(200).body("data.id", contains(id(bob)));
            Account.admin().request().get(SESSIONS + query).then().statusCode(200)
                    .body("data.id", not(hasItems(id(bob))));
        }
    }

    @Test
    void theListIsPagedAndWalkedByCursor() {
        String third = id(ada.again());
        ada.request().get(SESSIONS + "?limit=2&page=2").then().body("data.id", contains(id(ada)))
                .body("meta.totalPages", equalTo(2)).header("Link", containsString("rel=\"prev\""));
        Response first = ada.request().get(SESSIONS + "?limit=2&cursor=");
        first.then().body("data.id", equalTo(List.of(third, id(other))));
        ada.request().get(SESSIONS + "?limit=2&cursor=" + first.path("meta.nextCursor")).then()
                .body("data.id", contains(id(ada)));
    }

    @Test
    void anUnknownParameterIsRefusedWithTheAllowedOnes() {
        ada.request().get(SESSIONS + "?userId=" + ada.id()).then().statusCode(400)
                .body("code", equalTo("INVALID_PARAMETER")).body("details.field", contains("userId"))
                .body("details[0].message", containsString("page, limit, cursor, sort"));
        ada.request().get(SESSIONS + "?sort=secret").then().statusCode(400)
                .body("details[0].message", containsString("createdAt, lastUsedAt"));
    }

    @Test
    void aListThatHasNotChangedIsNotSentAgain() {
        String etag = ada.request().get(SESSIONS).header("ETag");
        ada.request().header("If-None-Match", etag).get(SESSIONS).then().statusCode(304);
        other.request().header("If-None-Match", etag).get(SESSIONS).then().statusCode(200);
        ada.again();
        ada.request().header("If-None-Match", etag).get(SESSIONS).then().statusCode(200);
    }

    @Test
    void headAndOptionsWork() {
        ada.request().head(SESSIONS).then().statusCode(200).body(emptyString());
        ada.request().options(SESSIONS).then().statusCode(204).header("Allow", containsString("GET"));
        ada.request().options(SESSIONS + "/" + id(ada)).then().statusCode(204)
                .header("Allow", containsString("DELETE"));
    }

    @Test
    void anEndedSessionHasNoTokenThatIsGood() {
        String newer = Account.anonymous().body(Map.of("refresh_token", other.refreshToken()))
                .post("/api/v1/auth/refresh").path("token");
        end(ada, id(other)).then().statusCode(204).body(emptyString());
        Bearer.assertRefused(other.token(), "TOKEN_INVALID");
        Bearer.assertRefused(newer, "TOKEN_INVALID");
        Account.anonymous().body(Map.of("refresh_token", other.refreshToken())).post("/api/v1/auth/refresh").then()
                .statusCode(401);
        Bearer.assertTaken(ada.token());
    }

    @Test
    void endingTheSessionOfTheRequestIsSigningOut() {
        end(ada, id(ada)).then().statusCode(204);
        Bearer.assertRefused(ada.token(), "TOKEN_INVALID");
        Bearer.assertTaken(other.token());
    }

    @Test
    void anothersSessionAndOneThatDoesNotLiveAreTheSame404() throws SQLException {
        Account bob = Account.register();
        Account ended = ada.again();
        Account expired = ada.again();
        end(ada, id(ended)).then().statusCode(204);
        Sql.change("update sessions set expires_at = now() where id = ?", expired);
        List<Account> callers = List.of(ada, Account.admin());
        Map<String, List<String>> before = Tables.contents();
        for (Account caller : callers) {
            for (String id : List.of(id(bob), id(ended), id(expired), UUID.randomUUID().toString())) {
                end(caller, id).then().statusCode(404).body("code", equalTo("NOT_FOUND"))
                        .body("error", equalTo("No such resource"));
            }
            assertThat(Tables.contents()).isEqualTo(before);
        }
        end(ada, "1").then().statusCode(400).body("details.field", contains("id"));
        Bearer.assertTaken(bob.token());
    }

    @Test
    void endingASessionIsWrittenDown() throws SQLException {
        end(ada, id(other)).then().statusCode(204);
        assertThat(Sql.events("SESSION_ENDED", ada)).containsExactly(ada.id() + " session " + id(other));
        assertThat(Sql.isRevoked(other)).isTrue();
    }

    private static Response end(Account caller, String id) {
        return caller.request().delete(SESSIONS + "/" + id);
    }

    private static String id(Account account) {
        return Sql.session(account.token()).toString();
    }
}
