package dev.taskward.auth;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.inject.Inject;

import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.jwt.auth.principal.JWTCallerPrincipal;
import io.smallrye.jwt.auth.principal.ParseException;
import org.junit.jupiter.api.Test;

import dev.taskward.support.Account;
import dev.taskward.support.ServiceTest;

/** What has been verified is not verified again. */
@QuarkusTest
class AccessTokenVerifierTest extends ServiceTest {
    @Inject
    AccessTokenVerifier verifier;

    @Test
    void aTokenIsVerifiedOnce() throws ParseException {
        Account ada = Account.register();
        JWTCallerPrincipal first = verifier.parse(ada.token(), null);
        assertThat(first.getSubject()).isEqualTo(ada.id());
        assertThat(verifier.parse(ada.token(), null)).isSameAs(first);
        assertThat(verifier.parse(ada.again().token(), null)).isNotSameAs(first);
    }
}
