package dev.taskward.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import jakarta.inject.Singleton;

import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.lang.JoseException;

/** The key that signs access tokens and the ones that verify them, each known by its RFC 7638 thumbprint as {@code kid}. */
@Singleton
public class SigningKeys {
    private final RSAPrivateCrtKey signing;
    private final String signingId;
    private final Map<String, RsaJsonWebKey> published = new LinkedHashMap<>();

    SigningKeys(@ConfigProperty(name = "taskward.keys.signing") Optional<String> privateKey,
            @ConfigProperty(name = "taskward.keys.previous") Optional<String> previous) {
        signing = privateKey.map(PemKeys::privateKey).orElseGet(DevelopmentKey::load);
        signingId = publish(PemKeys.publicKeyOf(signing));
        previous.map(PemKeys::publicKeys).orElse(List.of()).forEach(this::publish);
    }

    private String publish(RSAPublicKey key) {
        try {
            RsaJsonWebKey jwk = (RsaJsonWebKey) PublicJsonWebKey.Factory.newPublicJwk(key);
            jwk.setKeyId(jwk.calculateBase64urlEncodedThumbprint("SHA-256"));
            jwk.setUse("sig");
            jwk.setAlgorithm(AlgorithmIdentifiers.RSA_USING_SHA256);
            published.put(jwk.getKeyId(), jwk);
            return jwk.getKeyId();
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    RSAPrivateCrtKey signing() {
        return signing;
    }

    /** Bytes that only holders of the key can know, different for each purpose. */
    public byte[] derive(String purpose) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((purpose + "\n").getBytes(StandardCharsets.UTF_8));
            return digest.digest(signing.getPrivateExponent().toByteArray());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    String signingId() {
        return signingId;
    }

    /** The key with this id; null if it is none of ours. */
    PublicKey verifying(String keyId) {
        RsaJsonWebKey jwk = keyId == null ? null : published.get(keyId);
        return jwk == null ? null : jwk.getPublicKey();
    }

    /** The public keys as members of a JWK set (RFC 7517 section 5). */
    List<Map<String, Object>> publicKeys() {
        List<Map<String, Object>> keys = new ArrayList<>();
        published.values().forEach(jwk -> keys.add(jwk.toParams(JsonWebKey.OutputControlLevel.PUBLIC_ONLY)));
        return keys;
    }
}
