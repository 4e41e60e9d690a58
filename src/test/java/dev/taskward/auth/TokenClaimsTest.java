package dev.taskward.auth;

import static org.hamcrest.Matchers.equalTo;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.taskward.support.Account;
import dev.taskward.support.ServiceTest;

/** Tokens that our own key signed, each with one claim that is not right. */
@QuarkusTest
public class TokenClaimsTest extends ServiceTest {
    private static final long NOW = Instant.now().getEpochSecond();
    private static Account ada;

    @BeforeEach
    void anAccount() {
        ada = ada == null ? Account.register() : ada;
    }

    @Test
    void whatIsMadeHereIsTakenWhereNothingIsWrong() {
        Bearer.assertTaken(Forge.withClaims(ada, claims -> {
        }));
    }

    @ParameterizedTest
    @ValueSource(strings = {"iss", "aud", "sub", "sid", "jti", "iat", "exp"})
    void everyClaimMustBeThere(String claim) {
        Bearer.assertRefused(Forge.withClaims(ada, claims -> claims.remove(claim)), "TOKEN_INVALID");
    }

    @ParameterizedTest
    @ValueSource(strings = {"iss", "aud", "sub", "sid", "iat", "exp"})
    void aClaimOfTheWrongTypeIsRefused(String claim) {
        assertRefusedWith(claim, Map.of("a", 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"someone-else", "Taskward", "taskward/", ""})
    void anotherIssuerIsRefused(String issuer) {
        assertRefusedWith("iss", issuer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"another-service", "Taskward", ""})
    void anotherAudienceIsRefused(String audience) {
        assertRefusedWith("aud", audience);
    }

    @Test
    void aListOfOtherAudiencesIsRefused() {
        assertRefusedWith("aud", List.of("one", "two"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ada", "", "1-1-1-1-1", "' or 1=1 --"})
    void aSubjectThatIsNoIdIsRefused(String subject) {
        assertRefusedWith("sub", subject);
    }

    @ParameterizedTest
    @ValueSource(strings = {"session", "", "1-1-1-1-1"})
    void aSessionThatIsNoIdIsRefused(String session) {
        assertRefusedWith("sid", session);
    }

    @Test
    void aTokenOfTheFutureIsRefused() {
        assertRefusedWith("nbf", NOW + 600);
    }

    @Test
    void anExpiredTokenIsRefusedWithACodeOfItsOwn() {
        Bearer.assertRefused(Forge.withClaims(ada, claims -> claims.put("exp", NOW - 60)), "TOKEN_EXPIRED");
    }

    @Test
    void aTokenThatNeverLivedIsRefused() {
        Bearer.assertRefused(Forge.withClaims(ada, claims -> claims.put("exp", 0)), "TOKEN_EXPIRED");
    }

    @Test
    void anExpiredTokenThatIsWrongInAnotherWayIsToldAsInvalid() {
        Bearer.assertRefused(Forge.withClaims(ada, claims -> {
            claims.put("exp", NOW - 60);
            claims.put("iss", "someone-else");
        }), "TOKEN_INVALID");
    }

    @Test
    void aTokenWithoutGroupsAllowsNothing() {
        Bearer.me("Bearer " + Forge.withClaims(ada, claims -> claims.remove("groups"))).then().statusCode(403)
                .body("code", equalTo("FORBIDDEN"));
    }

    private static void assertRefusedWith(String claim, Object value) {
        Bearer.assertRefused(Forge.withClaims(ada, claims -> claims.put(claim, value)), "TOKEN_INVALID");
    }
}
