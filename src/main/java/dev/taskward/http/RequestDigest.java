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
 * Tells whether two requests are the same. Keyed by the signing key, because a body may hold a password: who reads the
 * database cannot try passwords against it.
 */
@ApplicationScoped
public class RequestDigest {
    private static final String BODY = "taskward.body";
    private static final String ALGORITHM = "HmacSHA256";

    @Inject
    SigningKeys keys;

    /** Noted by the reader of the body, which has it whole. */
    static void note(RoutingContext request, byte[] body) {
        request.put(BODY, body);
    }

    String of(RoutingContext request) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(keys.derive("idempotency"), ALGORITHM));
            mac.update((request.request().method() + " " + request.request().uri() + "\n"
                    + request.request().getHeader("Content-Type") + "\n").getBytes(StandardCharsets.UTF_8));
            byte[] body = request.get(BODY);
            return Base64.getEncoder().encodeToString(mac.doFinal(body == null ? new byte[0] : body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
