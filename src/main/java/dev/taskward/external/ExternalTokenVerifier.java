package dev.taskward.external;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.jwt.auth.principal.ParseException;
import org.eclipse.microprofile.config.Config;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.jwt.consumer.JwtContext;
import org.jose4j.jwx.JsonWebStructure;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.UnresolvableKeyException;

import dev.taskward.auth.CompactJwt;

/**
 * Decides whether a token is one of the outside issuer's, and good. As for our own (RFC 8725): one algorithm, keys from
 * the issuer alone, and issuer, audience, subject and lifetime must be there and right.
 */
@ApplicationScoped
public class ExternalTokenVerifier {
    /** How far the issuer's clock may be from ours. */
    private static final int CLOCK_SKEW_SECONDS = 30;
    private static final Set<String> TYPES = Set.of("jwt", "at+jwt");

    private final ExternalSettings settings;
    private final String secret;
    private final IssuerKeys keys;
    private final JwtConsumer consumer;

    @Inject
    public ExternalTokenVerifier(ExternalSettings settings, Config config) {
        this.settings = settings;
        // As it was set: a dollar sign in a secret is not the start of an expression.
        secret = config.getConfigValue("JWT_SECRET").getRawValue();
        keys = settings.jwksUrl()
                .map(url -> new IssuerKeys(URI.create(url), settings.algorithm(), settings.keysPause())).orElse(null);
        consumer = isConfigured() ? consumer() : null;
    }

    private JwtConsumer consumer() {
        return new JwtConsumerBuilder()
                .setJwsAlgorithmConstraints(AlgorithmConstraints.ConstraintType.PERMIT,
                        keys == null ? "HS256" : settings.algorithm())
                .setVerificationKeyResolver(this::key)
                .setExpectedIssuer(true, settings.issuer().orElseThrow())
                .setExpectedAudience(true, settings.audience().orElseThrow())
                .setRequireSubject().setRequireExpirationTime()
                .setIssuedAtRestrictions(CLOCK_SKEW_SECONDS, Integer.MAX_VALUE)
                .setAllowedClockSkewInSeconds(CLOCK_SKEW_SECONDS)
                .build();
    }

    /** So that the first token does not wait for the keys, and an address that is wrong is told early. */
    void start(@Observes StartupEvent event) {
        if (keys != null) {
            keys.fetch();
        }
    }

    private boolean isConfigured() {
        return keys != null || secret != null && !secret.isBlank();
    }

    /** Whether it says that the outside issuer made it, which is not verified yet and only decides who does that. */
    boolean concerns(String token) {
        return consumer != null && settings.issuer().equals(CompactJwt.claimedIssuer(token));
    }

    /** @throws dev.taskward.http.ApiException 503 if the issuer's keys are needed and cannot be had */
    ExternalToken verify(String token) throws ParseException {
        JwtContext verified = CompactJwt.verify(token, consumer);
        String type = verified.getJoseObjects().get(0).getHeader("typ");
        if (type != null && !TYPES.contains(type.toLowerCase(Locale.ROOT).replaceFirst("^application/", ""))) {
            throw new ParseException("type");
        }
        try {
            return ExternalToken.of(verified.getJwtClaims(), settings.roleClaim(), settings.adminRole().orElse(null));
        } catch (MalformedClaimException e) {
            throw new ParseException("malformed", e);
        }
    }

    private Key key(JsonWebSignature token, List<JsonWebStructure> nesting) throws UnresolvableKeyException {
        if (nesting.isEmpty() && keys == null) {
            return new HmacKey(secret.getBytes(StandardCharsets.UTF_8));
        }
        var key = nesting.isEmpty() ? keys.find(token) : null;
        if (key == null) {
            throw new UnresolvableKeyException("unknown key");
        }
        return key.getKey();
    }
}
