package dev.taskward.external;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import org.jose4j.keys.HmacKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.taskward.auth.Bearer;
import dev.taskward.auth.Forge;
import dev.taskward.support.Account;
import dev.taskward.support.Environment;
import dev.taskward.support.OutsideIssuer;
import dev.taskward.support.ServiceTest;

/** The accounts of users who come with a token of an outside issuer, which here shares a secret with the service. */
@QuarkusTest
@TestProfile(ExternalUserTest.Variables.class)
public class ExternalUserTest extends ServiceTest {
    private static final String SECRET = "a-shared-secret-of-$47-${bytes}-0123456789-abcdef";
    static final String ADMIN = "taskward-admin";

    public static class Variables implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("JWT_SECRET", SECRET, "JWT_ISSUER", OutsideIssuer.ISSUER, "JWT_AUDIENCE",
                    OutsideIssuer.AUDIENCE, "JWT_ROLE_CLAIM", "realm_access.roles", "JWT_ADMIN_ROLE", ADMIN);
        }
    }

    static String token(Map<String, Object> claims) {
        return OutsideIssuer.sign(Map.of("alg", "HS256", "typ", "JWT"), claims, new HmacKey(SECRET.getBytes()));
    }

    static String name() {
        return "o" + UUID.randomUUID().toString().replace("-", "").substring(0, 12);
    }

    static Response me(Map<String, Object> claims) {
        return Bearer.me("Bearer " + token(claims));
    }

    static RequestSpecification as(String token) {
        return Account.anonymous().auth().oauth2(token);
    }

    @Test
    void theFirstTokenMakesAnAccountAndLaterOnesFindIt() throws SQLException {
        String name = name();
        Response first = me(OutsideIssuer.claims(name));
        first.then().statusCode(200).body("data.email", equalTo(name + "@outside.example.com"))
                .body("data.username", equalTo(name)).body("data.role", equalTo("user"));
        Map<String, Object> later = OutsideIssuer.claims(name);
        later.put("email", "moved-" + name + "@outside.example.com");
        assertThat(me(later).asString()).isEqualTo(first.asString());
        assertThat(rows("select 1 from audit_events where action = 'EXTERNAL_USER_CREATED' and subject_id = '"
                + first.path("data.id") + "'")).isOne();
    }

    @Test
    void firstTokensAtOnceMakeOneAccount() throws Exception {
        String name = name();
        String token = token(OutsideIssuer.claims(name));
        ExecutorService threads = Executors.newFixedThreadPool(24);
        List<Future<Response>> calls = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            calls.add(threads.submit(() -> Bearer.me("Bearer " + token)));
        }
        threads.shutdown();
        for (Future<Response> call : calls) {
            call.get().then().statusCode(200).body("data.username", equalTo(name));
        }
        assertThat(rows("select 1 from users where email = '" + name + "@outside.example.com'")).isOne();
    }

    @Test
    void differentUsersOfOneNameAtOnceAllGetAnAccount() throws Exception {
        String name = name();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Future<Response>> calls = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Map<String, Object> claims = OutsideIssuer.claims(name());
            claims.put("preferred_username", name);
            calls.add(threads.submit(() -> me(claims)));
        }
        threads.shutdown();
        for (Future<Response> call : calls) {
            call.get().then().statusCode(200).body("data.username", matchesPattern(name + "(_[0-9a-f]{8})?"));
        }
    }

    @ParameterizedTest
    @CsvSource({"Zoë Müller-Weiß,Zoe_Muller_Wei", "x,x_", "'',user_", "李,user_",
            "a-name-that-is-much-longer-than-a-username-may-be,a_name_that_is_much_lo"})
    void theNameIsMadeToFit(String preferred, String username) {
        Map<String, Object> claims = OutsideIssuer.claims(name());
        claims.put("preferred_username", preferred);
        me(claims).then().statusCode(200).body("data.username", matchesPattern(username + "[A-Za-z0-9_]*"));
    }

    @Test
    void anAccountIsNotTakenOverByTheNameOfItsAddress() {
        Account ada = Account.register();
        Map<String, Object> claims = OutsideIssuer.claims(name());
        claims.put("email", ada.email().toUpperCase());
        me(claims).then().statusCode(403).body("code", equalTo("FORBIDDEN"))
                .body("error", containsString("exists already"));
    }

    @Test
    void withoutAVerifiedAddressThereIsNoAccountAndTheClaimsAreNamed() throws SQLException {
        String name = name();
        for (Map.Entry<String, Object> missing : List.<Map.Entry<String, Object>>of(
                Map.entry("email_verified", false), Map.entry("email_verified", "no"), Map.entry("email", "ada"),
                Map.entry("email", 7), Map.entry("email", "a@" + "b".repeat(255) + ".com"))) {
            Map<String, Object> claims = OutsideIssuer.claims(name);
            claims.put(missing.getKey(), missing.getValue());
            me(claims).then().statusCode(403).body("error", containsString("email and email_verified"));
        }
        assertThat(rows("select 1 from external_identities where subject = 'subject-" + name + "'")).isZero();
    }

    @Test
    void noPasswordSignsInToTheAccountNorChangesIt() {
        String name = name();
        String token = token(OutsideIssuer.claims(name));
        String id = Bearer.me("Bearer " + token).path("data.id");
        for (String password : new String[]{"none", Account.PASSWORD, "*"}) {
            Account.anonymous().body(Map.of("username", name, "password", password)).post("/api/v1/auth/login").then()
                    .statusCode(401).body("code", equalTo("INVALID_CREDENTIALS"));
        }
        as(token).body(Map.of("password", "Better-horse-8", "currentPassword", "none")).patch("/api/v1/users/" + id)
                .then().statusCode(400);
    }

    @Test
    void aTokenWithoutASessionCannotBeSignedOutHere() {
        String token = token(OutsideIssuer.claims(name()));
        as(token).post("/api/v1/auth/logout").then().statusCode(403)
                .body("error", containsString("outside issuer"));
        as(token).get("/api/v1/auth/sessions").then().statusCode(200).body("data.size()", equalTo(0));
        as(token).body(Map.of("name", "Script", "scopes", List.of("read"))).post("/api/v1/auth/tokens").then()
                .statusCode(403);
        as(token).body(Map.of("everywhere", true)).post("/api/v1/auth/logout").then().statusCode(204);
        Bearer.assertTaken(token);
    }

    @Test
    void theIssuerSaysWhoIsAnAdmin() {
        String admin = token(OutsideIssuer.claims(name(), "other", ADMIN));
        Bearer.me("Bearer " + admin).then().body("data.role", equalTo("admin"));
        as(admin).get("/api/v1/audit").then().statusCode(200);
        String user = token(OutsideIssuer.claims(name(), "admin", "other"));
        Bearer.me("Bearer " + user).then().body("data.role", equalTo("user"));
        as(user).get("/api/v1/audit").then().statusCode(403);
    }

    @Test
    void aRoleThatTheIssuerChangesIsFollowedFromTheNextTokenOn() throws SQLException {
        String name = name();
        Map<String, Object> first = OutsideIssuer.claims(name, ADMIN);
        first.put("iat", Instant.now().getEpochSecond() - 60);
        me(first).then().body("data.role", equalTo("admin"));
        Response later = me(OutsideIssuer.claims(name));
        later.then().body("data.role", equalTo("user"));
        as(token(first)).get("/api/v1/audit").then().statusCode(403);
        me(first).then().statusCode(200).body("data.role", equalTo("user"));
        assertThat(rows("select 1 from audit_events where action = 'ROLE_CHANGED' and detail like 'admin to user by %'"
                + " and subject_id = '" + later.path("data.id") + "'")).isOne();
    }

    @Test
    void aRoleThatIsTakenAwayHereStaysSoWhateverTheTokenSays() {
        Map<String, Object> claims = OutsideIssuer.claims(name(), ADMIN);
        String token = token(claims);
        String id = Bearer.me("Bearer " + token).path("data.id");
        Account.admin().request().body(Map.of("role", "user")).patch("/api/v1/users/" + id).then().statusCode(200);
        await().atMost(Duration.ofSeconds(20)).until(() -> as(token).get("/api/v1/audit").statusCode() == 403);
        claims.put("iat", Instant.now().getEpochSecond() + 5);
        as(token(claims)).get("/api/v1/audit").then().statusCode(403);
    }

    @Test
    void aTokenFromBeforeTheAccountWasDeletedIsRefusedAndALaterOneMakesANewOne() {
        Map<String, Object> claims = OutsideIssuer.claims(name());
        String token = token(claims);
        String id = Bearer.me("Bearer " + token).path("data.id");
        Account.admin().request().delete("/api/v1/users/" + id).then().statusCode(204);
        await().atMost(Duration.ofSeconds(20)).until(() -> Bearer.me("Bearer " + token).statusCode() == 401);
        Bearer.assertRefused(token, "TOKEN_INVALID");
        claims.remove("iat");
        Bearer.assertRefused(token(claims), "TOKEN_INVALID");
        claims.put("iat", Instant.now().getEpochSecond() + 5);
        // The account that was found last is believed in for half a second.
        await().atMost(Duration.ofSeconds(20)).until(() -> me(claims).statusCode() == 200);
        assertThat(me(claims).<String>path("data.id")).isNotNull().isNotEqualTo(id);
    }

    @Test
    void anotherSecretIsRefusedAndSoIsAnotherAlgorithm() {
        Map<String, Object> claims = OutsideIssuer.claims(name());
        Bearer.assertTaken(token(claims));
        Bearer.assertRefused(OutsideIssuer.sign(Map.of("alg", "HS256"), claims, new HmacKey((SECRET + "x").getBytes())),
                "TOKEN_INVALID");
        for (String algorithm : new String[]{"HS384", "HS512"}) {
            Bearer.assertRefused(OutsideIssuer.sign(Map.of("alg", algorithm), claims, new HmacKey(SECRET.getBytes())),
                    "TOKEN_INVALID");
        }
        Bearer.assertRefused(OutsideIssuer.sign(Map.of("alg", "RS256"), claims, Environment.key()), "TOKEN_INVALID");
    }

    @Test
    void theSecretIsNoKeyOfOurOwnTokens() {
        Account ada = Account.register();
        Map<String, Object> header = Forge.header(ada);
        header.put("alg", "HS256");
        Bearer.assertRefused(OutsideIssuer.sign(header, Forge.claims(ada),
                new HmacKey(SECRET.getBytes())), "TOKEN_INVALID");
    }

    static int rows(String query) throws SQLException {
        try (Connection connection = Environment.connect();
                var rows = connection.createStatement().executeQuery("select count(*) from (" + query + ") q")) {
            rows.next();
            return rows.getInt(1);
        }
    }
}
