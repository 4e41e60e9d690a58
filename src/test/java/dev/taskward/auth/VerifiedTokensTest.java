package dev.taskward.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.Key;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

import io.smallrye.jwt.auth.principal.DefaultJWTCallerPrincipal;
import io.smallrye.jwt.auth.principal.JWTCallerPrincipal;
import org.jose4j.jwt.JwtClaims;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.taskward.support.Environment;

/** A token that was verified is known again, for as long as verifying it anew would say the same. */
class VerifiedTokensTest {
    private final Map<String, Key> keys = new HashMap<>(Map.of("a", Environment.key()));
    private final VerifiedTokens tokens = new VerifiedTokens(keys::get);
    private final JWTCallerPrincipal ada = new DefaultJWTCallerPrincipal(new JwtClaims());

    @BeforeEach
    void aTokenThatIsGoodForAMinute() {
        tokens.add("token", ada, "a", Instant.now().plusSeconds(60));
    }

    @Test
    void itIsKnownAgainAndNoOtherIs() {
        assertThat(tokens.find("token")).isSameAs(ada);
        assertThat(tokens.find("Token")).isNull();
        assertThat(tokens.find("token ")).isNull();
    }

    @Test
    void itIsNotWhenItsTimeIsOver() {
        tokens.add("old", ada, "a", Instant.now());
        assertThat(tokens.find("old")).isNull();
    }

    @Test
    void itIsNotWhenItsKeyIsGoneOrAnotherHasItsId() {
        keys.put("a", Environment.newKey());
        assertThat(tokens.find("token")).isNull();
        keys.remove("a");
        assertThat(tokens.find("token")).isNull();
    }

    @Test
    void itIsNotKeptIfItsKeyIsGoneWhenItHasJustBeenVerified() {
        keys.remove("a");
        tokens.add("late", ada, "a", Instant.now().plusSeconds(60));
        assertThat(tokens.find("late")).isNull();
    }

    @Test
    void thereAreNotMoreThanFitIntoASmallHeap() {
        for (int n = 0; n < 20_000; n++) {
            tokens.add("token" + n, ada, "a", Instant.now().plusSeconds(60));
        }
        int known = 0;
        for (int n = 0; n < 20_000; n++) {
            known += tokens.find("token" + n) == null ? 0 : 1;
        }
        assertThat(known).isBetween(1, 2_000);
    }
}
