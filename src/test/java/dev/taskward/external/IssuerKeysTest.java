package dev.taskward.external;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.time.Duration;

import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jws.JsonWebSignature;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.taskward.http.ApiException;
import dev.taskward.support.OutsideIssuer;
import dev.taskward.support.ServiceProcess;
import dev.taskward.support.TestKey;

/** How long the keys of an external issuer are used. */
class IssuerKeysTest {
    private static final Duration FRESH = Duration.ofMillis(400);
    private static final Duration IDLE = FRESH.multipliedBy(2).plusMillis(100);
    private final OutsideIssuer issuer = new OutsideIssuer(ServiceProcess.freePort(), "RS256", newKey()).start();
    private final IssuerKeys keys = new IssuerKeys(URI.create(issuer.url()), "RS256", Duration.ofMillis(1), FRESH);
    private String first;

    private static RsaJsonWebKey newKey() {
        TestKey key = TestKey.make();
        RsaJsonWebKey jwk = new RsaJsonWebKey(key.publicKey());
        jwk.setPrivateKey(key.key());
        return jwk;
    }

    @BeforeEach
    void theKeysAreKnown() {
        first = issuer.key().getKeyId();
        assertThat(isKnown(first)).isTrue();
    }

    @AfterEach
    void stop() {
        issuer.close();
    }

    private boolean isKnown(String id) {
        JsonWebSignature token = new JsonWebSignature();
        token.setKeyIdHeaderValue(id);
        return keys.find(token) != null;
    }

    private static void pause(Duration time) throws InterruptedException {
        Thread.sleep(time.toMillis());
    }

    @Test
    void aKeyThatWasWithdrawnVerifiesNothingAfterAnIdlePeriod() throws InterruptedException {
        issuer.publish(newKey());
        pause(IDLE);
        assertThat(isKnown(first)).isFalse();
        assertThat(isKnown(issuer.key().getKeyId())).isTrue();
    }

    @Test
    void whileTokensComeAWithdrawnKeyIsGoneSoonAndNoneWaits() {
        issuer.publish(newKey());
        await().atMost(IDLE.multipliedBy(2)).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(20))
                .until(() -> !isKnown(first));
    }

    @Test
    void freshKeysCauseNoFetch() {
        int asked = issuer.asked();
        assertThat(isKnown(first)).isTrue();
        assertThat(issuer.asked()).isEqualTo(asked);
    }

    @Test
    void theKeysStayWhileTheIssuerIsAwayAndAreCheckedOnceItIsBack() throws InterruptedException {
        issuer.close();
        pause(IDLE);
        for (int i = 0; i < 3; i++) {
            assertThat(isKnown(first)).isTrue();
        }
        assertThatThrownBy(() -> isKnown("unknown")).isInstanceOf(ApiException.class);
        issuer.publish(newKey());
        issuer.start();
        await().atMost(Duration.ofSeconds(10)).until(() -> !isKnown(first));
    }
}
