package dev.taskward.external;

import java.util.List;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.TokenAuthenticationRequest;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.HttpSecurityUtils;
import io.smallrye.jwt.auth.principal.DefaultJWTCallerPrincipal;
import io.smallrye.jwt.auth.principal.ParseException;
import io.vertx.ext.web.RoutingContext;
import org.eclipse.microprofile.jwt.Claims;
import org.jboss.logging.Logger;
import org.jose4j.jwt.JwtClaims;

import dev.taskward.security.BlockingTokenProvider;
import dev.taskward.user.Role;

/**
 * Signs in who comes with a token of the outside issuer, as the account that it has here. Asked before the provider that
 * knows our own tokens, which stay on the event loop; what this one does may wait for the issuer and for the database.
 */
@ApplicationScoped
public class ExternalIdentityProvider extends BlockingTokenProvider {
    private static final Logger LOG = Logger.getLogger(ExternalIdentityProvider.class);

    @Inject
    ExternalTokenVerifier tokens;

    @Inject
    ExternalUsers users;

    @Override
    protected boolean takes(String token) {
        return tokens.concerns(token);
    }

    @Override
    protected SecurityIdentity identity(TokenAuthenticationRequest request) {
        try {
            ExternalToken token = tokens.verify(request.getToken().getToken());
            KnownUser user = users.of(token);
            DefaultJWTCallerPrincipal caller = new DefaultJWTCallerPrincipal(claims(token, user));
            QuarkusSecurityIdentity.Builder identity = QuarkusSecurityIdentity.builder().setPrincipal(caller)
                    .addCredential(request.getToken()).addRoles(caller.getGroups());
            RoutingContext routing = HttpSecurityUtils.getRoutingContextAttribute(request);
            if (routing != null) {
                identity.addAttribute(RoutingContext.class.getName(), routing);
            }
            return identity.build();
        } catch (ParseException e) {
            LOG.debug("A token of the outside issuer is refused", e);
            throw new AuthenticationFailedException(e);
        }
    }

    /** As those of our own tokens: whoever reads them need not know where a caller comes from. It has no session here. */
    private static JwtClaims claims(ExternalToken token, KnownUser user) {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(token.issuer());
        claims.setSubject(user.id().toString());
        // Whether the account is still there was seen just now.
        claims.setIssuedAtToNow();
        claims.setClaim(Claims.auth_time.name(), token.signedInAt().getEpochSecond());
        claims.setStringListClaim("groups",
                List.copyOf(user.isAdmin(token) ? Set.of(Role.USER, Role.ADMIN) : Set.of(Role.USER)));
        return claims;
    }
}
