package dev.taskward.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.RSAPublicKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.taskward.support.Account;
import dev.taskward.support.Environment;
import dev.taskward.support.ServiceTest;

/** What an access token says, and that others can check it by the published keys. */
@QuarkusTest
public class AccessTokenTest extends ServiceTest {
    private static final long CLOCK_SKEW = 5;
    private static Account ada;

    @BeforeEach
    void anAccount() {
        ada = ada == null ? Account.register() : ada;
    }

    @Test
    void itSaysWhoseItIsAndNothingPersonal() {
        Map<String, Object> claims = Forge.claims(ada);
        assertThat(claims).containsOnlyKeys("iss", "aud", "sub", "groups", "jti", "sid", "gen", "auth_time",
                "amr", "iat", "exp")
                .containsEntry("iss", "taskward").containsEntry("aud", "taskward").containsEntry("sub", ada.id())
                .containsEntry("groups", List.of("user"))
                .containsEntry("amr", List.of("pwd"));
        assertThat(UUID.fromString((String) claims.get("sid"))).isNotNull();
    }

    @Test
    void itLastsFifteenMinutesFromNow() {
        Map<String, Object> claims = Forge.claims(ada.again());
        long issued = ((Number) claims.get("iat")).longValue();
        assertThat(((Number) claims.get("exp")).longValue() - issued).isEqualTo(900);
        assertThat(Instant.ofEpochSecond(issued)).isBetween(Instant.now().minusSeconds(60),
                Instant.now().plusSeconds(1));
    }

    @Test
    void itSaysWhenItsUserSignedInAndARefreshDoesNotChangeThat() throws Exception {
        Account old = Sql.signedInEarlier(ada.again(), 20);
        Map<String, Object> claims = Forge.claims(old);
        long issued = ((Number) claims.get("iat")).longValue();
        assertThat(issued - ((Number) claims.get("auth_time")).longValue()).isBetween(1_199L, 1_230L);
    }

    @Test
    void eachHasAnIdOfItsOwn() {
        Response refreshed = Account.anonymous().body(Map.of("refresh_token", ada.again().refreshToken()))
                .post("/api/v1/auth/refresh");
        assertThat(Forge.claims(refreshed.<String>path("token")).get("jti")).isNotEqualTo(Forge.claims(ada).get("jti"));
    }

    @Test
    void itsHeaderSaysTypeAlgorithmAndKey() {
        assertThat(Forge.header(ada)).containsOnlyKeys("typ", "alg", "kid").containsEntry("typ", "at+jwt")
                .containsEntry("alg", "RS256").containsEntry("kid", published().get("kid"));
    }

    @Test
    void thePublishedKeyIsBareOfPrivateParts() {
        assertThat(published()).containsOnlyKeys("kty", "kid", "use", "alg", "n", "e").containsEntry("kty", "RSA")
                .containsEntry("use", "sig").containsEntry("alg", "RS256");
    }

    @Test
    void oneThatWasTakenIsRefusedWhenItsTimeIsOver() {
        long end = Instant.now().getEpochSecond() - CLOCK_SKEW + 5;
        String brief = Forge.withClaims(ada, claims -> claims.putAll(Map.of("iat", end - 60, "exp", end)));
        Bearer.assertTaken(brief);
        await().atMost(Duration.ofSeconds(10)).until(() -> Bearer.me("Bearer " + brief).statusCode() == 401);
        Bearer.assertRefused(brief, "TOKEN_EXPIRED");
    }

    @Test
    void thePublishedKeyIsTheOneThatSigns() throws GeneralSecurityException {
        assertThat(number("n")).isEqualTo(Environment.key().getModulus());
        assertThat(verifies(ada.token())).isTrue();
    }

    @Test
    void thePublishedKeyVerifiesNothingThatWasChanged() throws GeneralSecurityException {
        assertThat(verifies(ada.token().replaceFirst("\\.", ".e"))).isFalse();
    }

    @Test
    void thePublishedKeysArePublic() {
        RestAssured.given().header("Authorization", "Bearer dead").get("/.well-known/jwks.json").then().statusCode(200)
                .contentType(startsWith("application/json"))
                .header("Cache-Control", equalTo("public, max-age=300"));
    }

    @Test
    void whoHasThePublishedKeysIsToldWhenTheyAreTheSame() {
        String etag = RestAssured.get("/.well-known/jwks.json").header("ETag");
        assertThat(etag).isNotNull();
        RestAssured.given().header("If-None-Match", etag).get("/.well-known/jwks.json").then().statusCode(304)
                .header("ETag", etag).header("Cache-Control", "public, max-age=300").body(equalTo(""));
        RestAssured.given().header("If-None-Match", "\"other\"").get("/.well-known/jwks.json").then().statusCode(200)
                .header("ETag", etag);
    }

    /** By nothing but what the JDK has, as any client could. */
    private static boolean verifies(String token) throws GeneralSecurityException {
        PublicKey key = KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(number("n"), number("e")));
        int end = token.lastIndexOf('.');
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initVerify(key);
        signature.update(token.substring(0, end).getBytes(StandardCharsets.US_ASCII));
        return signature.verify(Base64.getUrlDecoder().decode(token.substring(end + 1)));
    }

    private static BigInteger number(String member) {
        return new BigInteger(1, Base64.getUrlDecoder().decode(published().get(member)));
    }

    private static Map<String, String> published() {
        List<Map<String, String>> keys = RestAssured.get("/.well-known/jwks.json").path("keys");
        assertThat(keys).hasSize(1);
        return keys.get(0);
    }
}
