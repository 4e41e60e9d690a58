package dev.taskward.support;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;

import org.jose4j.jwk.RsaJsonWebKey;

/** A new RSA key in the forms that operators and tokens have it in. */
public record TestKey(RSAPrivateCrtKey key) {
    public static TestKey make() {
        return new TestKey(Environment.newKey());
    }

    public String privatePem() {
        return Environment.pem(key);
    }

    public String publicPem() {
        return "-----BEGIN PUBLIC KEY-----\n" + Base64.getMimeEncoder().encodeToString(publicKey().getEncoded())
                + "\n-----END PUBLIC KEY-----";
    }

    /** RFC 7638. */
    public String id() {
        return new RsaJsonWebKey(publicKey()).calculateBase64urlEncodedThumbprint("SHA-256");
    }

    public RSAPublicKey publicKey() {
        try {
            return (RSAPublicKey) KeyFactory.getInstance("RSA")
                    .generatePublic(new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
