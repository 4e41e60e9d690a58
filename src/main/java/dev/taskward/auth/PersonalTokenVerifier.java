package dev.taskward.auth;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.TokenAuthenticationRequest;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;

import dev.taskward.data.BaseEntity;
import dev.taskward.security.BlockingTokenProvider;
import dev.taskward.security.ExpiredTokenException;
import dev.taskward.user.Role;

/**
 * Decides whether a bearer token is a living personal token, by the database each time, so that a revoked one ends at
 * once. It takes what begins like one and leaves all else to {@link AccessTokenVerifier}, which reads no database.
 */
@ApplicationScoped
public class PersonalTokenVerifier extends BlockingTokenProvider {
    @Inject
    PersonalTokens tokens;

    @Inject
    PersonalTokenUses uses;

    @Override
    protected boolean takes(String token) {
        return token.startsWith(PersonalTokens.PREFIX);
    }

    /** With the role of every user and no other, whatever more the user may do when signed in. */
    @Override
    protected SecurityIdentity identity(TokenAuthenticationRequest request) {
        var now = BaseEntity.now();
        PersonalToken token = tokens.find(request.getToken().getToken());
        if (token == null) {
            throw new AuthenticationFailedException();
        }
        if (!token.isAlive(now)) {
            throw new AuthenticationFailedException(new ExpiredTokenException(null));
        }
        uses.note(token, now);
        return QuarkusSecurityIdentity.builder().setPrincipal(new PersonalCaller(token.userId, token.scopes()))
                .addRole(Role.USER).build();
    }
}
