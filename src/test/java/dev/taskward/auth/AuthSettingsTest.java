package dev.taskward.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;

import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.sql.SQLException;
import java.util.Base64;
import java.util.Map;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.taskward.support.Account;
import dev.taskward.support.Environment;
import dev.taskward.support.ServiceTest;

/** What operators can set about tokens, by the variables that they set; among them the key before this one. */
@QuarkusTest
@TestProfile(AuthSettingsTest.Variables.class)
public class AuthSettingsTest extends ServiceTest {
    private static final String ISSUER = "https://tasks.example.com";
    private static final String AUDIENCE = "https://api.example.com";
    private static Account ada;

    public static class Variables implements QuarkusTestProfile {
        /** A system property, because profile and test may be loaded by different class loaders. */
        private static final String KEY = "taskward.test.previous-key";

        @Override
        public Map<String, String> getConfigOverrides() {
            if (System.getProperty(KEY) == null) {
                System.setProperty(KEY, Environment.pem(Environment.newKey()));
            }
            return Map.of("JWT_PREVIOUS_PUBLIC_KEYS", pem(PemKeys.publicKeyOf(previousKey())), "JWT_ISSUER", ISSUER,
                    "JWT_AUDIENCE", AUDIENCE, "ACCESS_TOKEN_LIFETIME", "PT2M", "REFRESH_REUSE_WINDOW", "PT1H");
        }

        static RSAPrivateCrtKey previousKey() {
            return PemKeys.privateKey(System.getProperty(KEY));
        }

        private static String pem(RSAPublicKey key) {
            return "-----BEGIN PUBLIC KEY-----\n" + Base64.getMimeEncoder().encodeToString(key.getEncoded())
                    + "\n-----END PUBLIC KEY-----";
        }
    }

    @BeforeEach
    void anAccount() {
        ada = ada == null ? Account.register() : ada;
    }

    @Test
    void aTokenOfThePreviousKeyIsStillTaken() throws JoseException {
        String kid = thumbprint(Variables.previousKey());
        Bearer.assertTaken(Forge.withHeader(ada, Variables.previousKey(), header -> header.put("kid", kid)));
    }

    @Test
    void aTokenOfThePreviousKeyUnderTheNameOfThisOneIsRefused() {
        Bearer.assertRefused(Forge.withHeader(ada, Variables.previousKey(), header -> {
        }), "TOKEN_INVALID");
    }

    @Test
    void newTokensAreOfTheCurrentKey() throws JoseException {
        assertThat(Forge.header(ada)).containsEntry("kid", thumbprint(Environment.key()));
    }

    @Test
    void bothKeysArePublished() throws JoseException {
        RestAssured.get("/.well-known/jwks.json").then().statusCode(200).body("keys.kid",
                containsInAnyOrder(thumbprint(Environment.key()), thumbprint(Variables.previousKey())));
    }

    @Test
    void tokensNameTheIssuerAndTheAudienceThatAreSet() {
        assertThat(Forge.claims(ada)).containsEntry("iss", ISSUER).containsEntry("aud", AUDIENCE);
    }

    @Test
    void tokensOfTheDefaultIssuerAndAudienceAreRefused() {
        Bearer.assertTaken(Forge.withClaims(ada, claims -> {
        }));
        Bearer.assertRefused(Forge.withClaims(ada, claims -> claims.put("iss", "taskward")), "TOKEN_INVALID");
        Bearer.assertRefused(Forge.withClaims(ada, claims -> claims.put("aud", "taskward")), "TOKEN_INVALID");
    }

    @Test
    void tokensLastAsLongAsIsSet() {
        Response answer = refresh(ada.again());
        answer.then().body("data.expires_in", equalTo(120));
        Map<String, Object> claims = Forge.claims(answer.<String>path("token"));
        assertThat((int) claims.get("exp") - (int) claims.get("iat")).isEqualTo(120);
    }

    @Test
    void theReuseWindowIsAsLongAsIsSet() throws SQLException {
        Account session = ada.again();
        refresh(session).then().statusCode(200);
        Sql.usedEarlier(session, 59 * 60);
        refresh(session).then().statusCode(200);
        Sql.usedEarlier(session, 2 * 60);
        refresh(session).then().statusCode(401);
    }

    private static Response refresh(Account account) {
        return Account.anonymous().body(Map.of("refresh_token", account.refreshToken())).post("/api/v1/auth/refresh");
    }

    private static String thumbprint(RSAPrivateCrtKey key) throws JoseException {
        return new RsaJsonWebKey(PemKeys.publicKeyOf(key)).calculateBase64urlEncodedThumbprint("SHA-256");
    }
}
