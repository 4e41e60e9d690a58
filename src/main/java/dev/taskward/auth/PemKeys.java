package dev.taskward.auth;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** RSA keys out of environment variables: PEM (RFC 7468), also with \n for line ends, or the whole of it in base64. */
public final class PemKeys {
    /** RFC 7518 section 3.3. */
    private static final int MIN_BITS = 2048;
    private static final Pattern BLOCK = Pattern.compile("-----BEGIN ([A-Z ]+)-----(.*?)-----END \\1-----",
            Pattern.DOTALL);

    private PemKeys() {
    }

    /** @throws IllegalArgumentException saying what is wrong with it, and nothing of it */
    public static RSAPrivateCrtKey privateKey(String text) {
        Matcher block = BLOCK.matcher(pem(text));
        if (!block.find() || !block.group(1).equals("PRIVATE KEY")) {
            throw new IllegalArgumentException("is not a PKCS#8 PEM block (BEGIN PRIVATE KEY)");
        }
        try {
            var key = KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(der(block)));
            if (key instanceof RSAPrivateCrtKey rsa && rsa.getModulus().bitLength() >= MIN_BITS) {
                return rsa;
            }
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalArgumentException("cannot be read as an RSA private key");
        }
        throw new IllegalArgumentException("is an RSA key of less than " + MIN_BITS + " bits");
    }

    static RSAPublicKey publicKeyOf(RSAPrivateCrtKey key) {
        try {
            return (RSAPublicKey) KeyFactory.getInstance("RSA")
                    .generatePublic(new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Any number of public keys, one PEM block after another. */
    public static List<RSAPublicKey> publicKeys(String text) {
        List<RSAPublicKey> keys = new ArrayList<>();
        Matcher block = BLOCK.matcher(pem(text));
        while (block.find()) {
            keys.add(publicKey(block));
        }
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("holds no PEM block (BEGIN PUBLIC KEY)");
        }
        return keys;
    }

    private static RSAPublicKey publicKey(Matcher block) {
        RSAPublicKey key;
        try {
            key = (RSAPublicKey) KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(der(block)));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalArgumentException("holds a block that is not an RSA public key (BEGIN PUBLIC KEY)");
        }
        if (key.getModulus().bitLength() < MIN_BITS) {
            throw new IllegalArgumentException("holds an RSA key of less than " + MIN_BITS + " bits");
        }
        return key;
    }

    /**
     * One key, private or public.
     *
     * @throws IllegalArgumentException saying what is wrong with it, and nothing of it
     */
    static SigningKey signingKey(String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("is empty or cannot be read");
        }
        if (pem(text).contains(boundary("BEGIN").strip())) {
            return SigningKey.of(privateKey(text));
        }
        List<RSAPublicKey> keys = publicKeys(text);
        if (keys.size() > 1) {
            throw new IllegalArgumentException("holds more than one key");
        }
        return SigningKey.of(keys.get(0));
    }

    static String toPem(RSAPrivateCrtKey key) {
        String body = Base64.getMimeEncoder(64, new byte[]{'\n'}).encodeToString(key.getEncoded());
        return boundary("BEGIN") + body + "\n" + boundary("END");
    }

    private static String boundary(String which) {
        return "-----" + which + " PRIVATE KEY-----\n";
    }

    private static String pem(String text) {
        String plain = text.replace("\\n", "\n");
        if (plain.contains("-----BEGIN")) {
            return plain;
        }
        try {
            return new String(Base64.getMimeDecoder().decode(plain), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return plain;
        }
    }

    private static byte[] der(Matcher block) {
        return Base64.getMimeDecoder().decode(block.group(2));
    }
}
