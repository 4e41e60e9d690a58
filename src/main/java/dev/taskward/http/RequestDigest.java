package dev.taskward.http;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import io.vertx.ext.web.RoutingContext;

import dev.taskward.auth.SigningKeys;

/**
 * Tells whether two requests are the same. Keyed by a signing key, because a body may hold a password: who reads the
 * database cannot try passwords against it.
 */
@ApplicationScoped
public class RequestDigest {
    private static final String BODY = "taskward.body-to-digest";
    private static final String PURPOSE = "idempotency";
    private static final String ALGORITHM = "HmacSHA256";

    @Inject
    SigningKeys keys;

    /** Keeps the body, which its reader is about to release, if the request will be compared. */
    static void note(RoutingContext request, byte[] body) {
        if (request.request().headers().contains(Idempotent.HEADER)) {
            request.put(BODY, body);
        }
    }

    /** Names the key that it is made with, so that it can be compared when another signs. */
    String of(RoutingContext request) {
        return digest(request, keys.derive(PURPOSE));
    }

    /** Never where the key of that time is here no longer: what cannot be compared is not answered again. */
    boolean matches(String digest, RoutingContext request) {
        return keys.derive(PURPOSE, digest.split("\\.")[0]).map(key -> digest(request, key)).filter(digest::equals)
                .isPresent();
    }

    private static String digest(RoutingContext request, SigningKeys.Derived key) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key.bytes(), ALGORITHM));
            mac.update((request.request().method() + " " + request.request().uri() + "\n"
                    + request.request().getHeader("Content-Type") + "\n").getBytes(StandardCharsets.UTF_8));
            byte[] body = request.get(BODY);
            return key.keyId() + "."
                    + Base64.getEncoder().encodeToString(mac.doFinal(body == null ? new byte[0] : body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
