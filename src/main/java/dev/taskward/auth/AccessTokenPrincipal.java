package dev.taskward.auth;

import io.smallrye.jwt.auth.principal.DefaultJWTCallerPrincipal;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;

/** Who an access token names. Its session is asked for at every request, and is no claim that the library knows. */
final class AccessTokenPrincipal extends DefaultJWTCallerPrincipal {
    private final String session;

    AccessTokenPrincipal(JwtClaims claims) throws MalformedClaimException {
        super(claims);
        this.session = claims.getStringClaimValue(AccessToken.SESSION_CLAIM);
    }

    /** For a claim that it does not know the library makes, and catches, an exception with its stack. */
    @Override
    protected Object getClaimValue(String name) {
        return name.equals(AccessToken.SESSION_CLAIM) ? session : super.getClaimValue(name);
    }
}
