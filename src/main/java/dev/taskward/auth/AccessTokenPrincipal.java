package dev.taskward.auth;

import io.smallrye.jwt.auth.principal.DefaultJWTCallerPrincipal;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;

/** The user of an access token. Each request asks for two claims that the library does not know. */
final class AccessTokenPrincipal extends DefaultJWTCallerPrincipal {
    private final String session;
    private final Long generation;

    AccessTokenPrincipal(JwtClaims claims) throws MalformedClaimException {
        this(claims, claims.getClaimValue(AccessToken.GENERATION_CLAIM, Long.class));
    }

    /** The library's constructor converts the numbers of claims that it does not know, so this one is read before. */
    private AccessTokenPrincipal(JwtClaims claims, Long generation) throws MalformedClaimException {
        super(claims);
        this.session = claims.getStringClaimValue(AccessToken.SESSION_CLAIM);
        this.generation = generation;
    }

    /** For a claim that it does not know, the library creates and catches an exception with its stack. */
    @Override
    protected Object getClaimValue(String name) {
        return switch (name) {
            case AccessToken.SESSION_CLAIM -> session;
            case AccessToken.GENERATION_CLAIM -> generation;
            default -> super.getClaimValue(name);
        };
    }
}
