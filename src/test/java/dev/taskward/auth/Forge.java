package dev.taskward.auth;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.JoseException;

import dev.taskward.support.Account;
import dev.taskward.support.Environment;

/** Makes access tokens out of a real one: signed for real, and right in every way but the one that a test changes. */
public final class Forge {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Forge() {
    }

    public static Map<String, Object> header(Account account) {
        return part(account.token(), 0);
    }

    public static Map<String, Object> claims(Account account) {
        return claims(account.token());
    }

    public static Map<String, Object> claims(String token) {
        return part(token, 1);
    }

    /** Other claims under the service's own key. */
    public static String withClaims(Account account, Consumer<Map<String, Object>> change) {
        Map<String, Object> claims = claims(account);
        change.accept(claims);
        return sign(header(account), claims, Environment.key());
    }

    /** Another header and key for the account's own claims. */
    public static String withHeader(Account account, Key key, Consumer<Map<String, Object>> change) {
        Map<String, Object> header = header(account);
        change.accept(header);
        return sign(header, claims(account), key);
    }

    public static String sign(Map<String, Object> header, Map<String, Object> claims, Key key) {
        return signText(header, json(claims), key);
    }

    /** By a key that is too short to be one. */
    static String signBriefly(Map<String, Object> header, Map<String, Object> claims, Key key) {
        return signText(header, json(claims), key, false);
    }

    /** Signed by the algorithm that the header names, whatever the payload is. */
    static String signText(Map<String, Object> header, String payload, Key key) {
        return signText(header, payload, key, true);
    }

    private static String signText(Map<String, Object> header, String payload, Key key, boolean validatingKey) {
        try {
            JsonWebSignature jws = new JsonWebSignature();
            jws.setDoKeyValidation(validatingKey);
            jws.getHeaders().setFullHeaderAsJsonString(json(header));
            jws.setPayload(payload);
            jws.setKey(key);
            return jws.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Signed as RS256 by this key, whatever header and payload say, or are. */
    static String signAsIs(String header, String payload, PrivateKey key) {
        String signed = encode(header) + "." + encode(payload);
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + encode(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The two parts that are signed. */
    public static String unsigned(Map<String, Object> header, Map<String, Object> claims) {
        return encode(json(header)) + "." + encode(json(claims));
    }

    public static String json(Map<String, Object> object) {
        try {
            return JSON.writeValueAsString(object);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    public static String encode(String text) {
        return encode(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Map<String, Object> part(String token, int index) {
        try {
            return JSON.readValue(Base64.getUrlDecoder().decode(token.split("\\.")[index]),
                    new TypeReference<LinkedHashMap<String, Object>>() {
                    });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
