package dev.taskward.auth;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * How refresh tokens are made. The first of a session is random; each next one is an HMAC of the one before under the
 * session's secret. So the same token, sent twice, leads to the same successor, though only hashes are stored: parallel
 * refreshes agree, and neither the database alone nor a token alone tells the next.
 */
public final class RefreshTokens {
    /** Lets secret scanners know one that was leaked. */
    private static final String PREFIX = "twr_";
    private static final int BYTES = 32;

    private RefreshTokens() {
    }

    public static byte[] randomBytes() {
        byte[] bytes = new byte[BYTES];
        // Not kept in a static field, which a native image would have been given while it was built.
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }

    static String first() {
        return encode(randomBytes());
    }

    static String successor(String token, byte[] secret) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return encode(mac.doFinal(token.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** SHA-256 is enough for a token of 256 random bits. */
    public static String hash(String token) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String encode(byte[] bytes) {
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
