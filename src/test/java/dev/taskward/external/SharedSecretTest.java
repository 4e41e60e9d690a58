package dev.taskward.external;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

import org.jose4j.jwk.RsaJsonWebKey;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.taskward.support.OutsideIssuer;
import dev.taskward.support.TestKey;

/** Which shared secrets stop the start: weak ones, and those that others may know. */
class SharedSecretTest {
    private static void assertRefused(String secret, String because) {
        assertThat(SharedSecret.problem(secret)).hasValueSatisfying(problem -> assertThat(problem)
                .startsWith("JWT_SECRET ").contains(because, "openssl rand -base64 48").doesNotContain(secret));
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"short", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "  padded-to-32-bytes-with-spaces  "})
    void whatIsWeakIsRefused(String secret) {
        assertRefused(secret, "32 bytes or more");
    }

    /** An RSA public key is published, and an HMAC under it is the oldest forgery there is. */
    @Test
    void aKeyIsRefusedInAnyForm() {
        TestKey key = TestKey.make();
        RsaJsonWebKey jwk = new RsaJsonWebKey(key.publicKey());
        String pem = key.publicPem();
        byte[] der = key.publicKey().getEncoded();
        for (String secret : List.of(pem, pem.replace("\n", "\\n"), "\n" + pem, base64(pem.getBytes()), base64(der),
                Base64.getUrlEncoder().withoutPadding().encodeToString(der), base64(key.key().getEncoded()),
                jwk.toJson(), "{\"keys\": [" + jwk.toJson() + "]}", base64(jwk.toJson().getBytes()),
                "ssh-rsa " + base64(der))) {
            assertRefused(secret, "a key, a certificate, a token or JSON");
        }
    }

    @Test
    void aTokenIsRefused() {
        TestKey key = TestKey.make();
        assertRefused(OutsideIssuer.sign(Map.of("alg", "RS256"), OutsideIssuer.claims("ada"), key.key()),
                "a key, a certificate, a token or JSON");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a-string-secret-at-least-256-bits-long", "your-256-bit-secret-your-256-bit-secret",
            "super-secret-jwt-token-with-at-least-32-characters-long",
            "your-super-secret-jwt-token-with-at-least-32-characters-long",
            "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow",
            "hJtXIZ2uSN5kbQfbtTNWbpdmhkV8FJG-Onbc6mxCcYg",
            "09d25e094faa6ca2556c818166b7a9563b93f7099f6f0f4caa6cf63b88e8d3e7",
            "404E635266556A586E3272357538782F413F4428472B4B6250645367566B5970",
            "3cfa76ef14937c1c0ea519f8fc057a80fcd04a7420f8e8bcd0a7567c272e007b",
            "ChangeMe-ChangeMe-ChangeMe-1234567890", "My_Secret_Key_for_this_application_2026",
            "abcdefghijklmnopqrstuvwxyz0123456789"})
    void aPublishedExampleIsRefused(String secret) {
        assertRefused(secret, "a published example");
        assertRefused(base64(secret.getBytes(StandardCharsets.UTF_8)), "a published example");
    }

    @RepeatedTest(200)
    void whatIsRandomIsTaken() {
        byte[] bytes = new byte[48];
        new SecureRandom().nextBytes(bytes);
        for (String secret : List.of(base64(bytes), Base64.getUrlEncoder().encodeToString(bytes),
                HexFormat.of().formatHex(bytes))) {
            assertThat(SharedSecret.problem(secret)).isEmpty();
        }
    }

    @Test
    void wordsThatNobodyPublishedAreTaken() {
        assertThat(SharedSecret.problem("plum Orbit 47 {velvet} quartz $ lantern")).isEmpty();
    }
}
