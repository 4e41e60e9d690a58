package dev.taskward.auth;

import java.security.Key;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Inject;

import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.auth.principal.JWTCallerPrincipal;
import io.smallrye.jwt.auth.principal.JWTCallerPrincipalFactory;
import io.smallrye.jwt.auth.principal.ParseException;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.jwt.consumer.JwtContext;
import org.jose4j.jwx.JsonWebStructure;
import org.jose4j.lang.UnresolvableKeyException;

import dev.taskward.http.Ids;

/**
 * Decides whether a bearer token is one of our access tokens; {@link SessionCheck} does whether its session is alive. RFC
 * 8725: the algorithm is pinned, the key is found by {@code kid} among our own and never by what the token brings along,
 * and issuer, audience, type and lifetime must be there and right.
 */
@ApplicationScoped
@Alternative
@Priority(1)
public class AccessTokenVerifier extends JWTCallerPrincipalFactory {
    private final JwtConsumer consumer;
    private final VerifiedTokens verified;
    private final Duration clockSkew;

    @Inject
    public AccessTokenVerifier(SigningKeys keys, AccessToken settings) {
        consumer = new JwtConsumerBuilder()
                .setJwsAlgorithmConstraints(AlgorithmConstraints.ConstraintType.PERMIT,
                        AlgorithmIdentifiers.RSA_USING_SHA256)
                .setExpectedType(true, AccessToken.TYPE)
                .setVerificationKeyResolver((jws, nesting) -> key(keys, jws, nesting))
                .setExpectedIssuer(true, settings.issuer())
                .setExpectedAudience(true, settings.audience())
                .setRequireSubject().setRequireJwtId().setRequireIssuedAt().setRequireExpirationTime()
                .setAllowedClockSkewInSeconds((int) settings.clockSkew().toSeconds())
                .build();
        verified = new VerifiedTokens(keys::verifying);
        clockSkew = settings.clockSkew();
    }

    private static Key key(SigningKeys keys, JsonWebSignature jws, List<JsonWebStructure> nesting)
            throws UnresolvableKeyException {
        Key key = nesting.isEmpty() ? keys.verifying(jws.getKeyIdHeaderValue()) : null;
        if (key == null) {
            throw new UnresolvableKeyException("unknown key");
        }
        return key;
    }

    @Override
    public JWTCallerPrincipal parse(String token, JWTAuthContextInfo ignored) throws ParseException {
        JWTCallerPrincipal known = verified.find(token);
        return known != null ? known : verify(token);
    }

    private JWTCallerPrincipal verify(String token) throws ParseException {
        JwtContext context = CompactJwt.verify(token, consumer);
        JwtClaims claims = context.getJwtClaims();
        try {
            requireId(claims.getStringClaimValue(AccessToken.SESSION_CLAIM));
            requireId(claims.getSubject());
            Instant end = Instant.ofEpochSecond(claims.getExpirationTime().getValue()).plus(clockSkew);
            JWTCallerPrincipal principal = new AccessTokenPrincipal(claims);
            verified.add(token, principal, context.getJoseObjects().get(0).getKeyIdHeaderValue(), end);
            return principal;
        } catch (MalformedClaimException e) {
            throw new ParseException("malformed", e);
        }
    }

    private static void requireId(String text) throws ParseException {
        if (text == null || !Ids.isUuid(text)) {
            throw new ParseException("malformed");
        }
    }
}
