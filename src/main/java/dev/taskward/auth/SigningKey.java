package dev.taskward.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;

import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jws.AlgorithmIdentifiers;

/** A key of ours, known by its RFC 7638 thumbprint: one that can sign or, without its private half, only verify. */
record SigningKey(RsaJsonWebKey published, RSAPrivateCrtKey privateKey) {
    static SigningKey of(RSAPrivateCrtKey key) {
        return new SigningKey(published(PemKeys.publicKeyOf(key)), key);
    }

    static SigningKey of(RSAPublicKey key) {
        return new SigningKey(published(key), null);
    }

    private static RsaJsonWebKey published(RSAPublicKey key) {
        RsaJsonWebKey jwk = new RsaJsonWebKey(key);
        jwk.setKeyId(jwk.calculateBase64urlEncodedThumbprint("SHA-256"));
        jwk.setUse("sig");
        jwk.setAlgorithm(AlgorithmIdentifiers.RSA_USING_SHA256);
        return jwk;
    }

    /** The {@code kid} of what it signs. */
    String id() {
        return published.getKeyId();
    }

    boolean canSign() {
        return privateKey != null;
    }

    /** Bytes that only holders of the private half can know, different for each purpose. */
    byte[] derive(String purpose) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((purpose + "\n").getBytes(StandardCharsets.UTF_8));
            return digest.digest(privateKey.getPrivateExponent().toByteArray());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
