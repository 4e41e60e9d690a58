package dev.taskward.auth;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.TokenAuthenticationRequest;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;

import dev.taskward.data.BaseEntity;
import dev.taskward.security.ExpiredTokenException;
import dev.taskward.user.Role;

/**
 * Decides whether a bearer token is a living personal token, by the database each time, so that a revoked one ends at
 * once. It takes what begins like one and leaves all else to {@link AccessTokenVerifier}, which reads no database.
 */
@ApplicationScoped
public class PersonalTokenVerifier implements IdentityProvider<TokenAuthenticationRequest> {
    @Inject
    PersonalTokens tokens;

    @Inject
    PersonalTokenUses uses;

    @Override
    public Class<TokenAuthenticationRequest> getRequestType() {
        return TokenAuthenticationRequest.class;
    }

    /** Asked before the platform's own, which has the default and takes any bearer token for a JWT. */
    @Override
    public int priority() {
        return IdentityProvider.super.priority() + 1;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(TokenAuthenticationRequest request,
            AuthenticationRequestContext context) {
        String token = request.getToken().getToken();
        return token.startsWith(PersonalTokens.PREFIX)
                ? context.runBlocking(() -> identity(token))
                : Uni.createFrom().nullItem();
    }

    /** With the role of every user and no other, whatever more the user may do when signed in. */
    private SecurityIdentity identity(String text) {
        var now = BaseEntity.now();
        PersonalToken token = tokens.find(text);
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
