package dev.taskward.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import dev.taskward.auth.SigningKeys;

/**
 * Encrypts the answers that are kept, since one may hold a token that is stored nowhere else: who reads the database
 * alone learns nothing from them. Bound to their place, so that one cannot be put where another was.
 */
@ApplicationScoped
public class AnswerSeal {
    private static final String PURPOSE = "kept answers";
    /** The sizes that NIST SP 800-38D recommends. */
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    @Inject
    SigningKeys keys;

    /** Names the key that it is sealed with, as the request's digest does. */
    String seal(String answer, String place) {
        SigningKeys.Derived key = keys.derive(PURPOSE);
        byte[] nonce = new byte[NONCE_BYTES];
        new SecureRandom().nextBytes(nonce);
        byte[] sealed = apply(Cipher.ENCRYPT_MODE, key, nonce, place, answer.getBytes(StandardCharsets.UTF_8));
        return key.keyId() + "." + Base64.getEncoder().encodeToString(
                ByteBuffer.allocate(nonce.length + sealed.length).put(nonce).put(sealed).array());
    }

    /** Empty where the key of that time is here no longer. */
    Optional<byte[]> open(String sealed, String place) {
        String[] parts = sealed.split("\\.", 2);
        return keys.derive(PURPOSE, parts[0]).map(key -> {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(parts[1]));
            byte[] nonce = new byte[NONCE_BYTES];
            bytes.get(nonce);
            byte[] rest = new byte[bytes.remaining()];
            bytes.get(rest);
            return apply(Cipher.DECRYPT_MODE, key, nonce, place, rest);
        });
    }

    private static byte[] apply(int mode, SigningKeys.Derived key, byte[] nonce, String place, byte[] input) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, new SecretKeySpec(key.bytes(), "AES"), new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(place.getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(input);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
