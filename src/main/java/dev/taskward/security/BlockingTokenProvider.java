package dev.taskward.security;

import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.TokenAuthenticationRequest;
import io.smallrye.mutiny.Uni;

/**
 * Signs in by a kind of bearer token that has to be looked up, off the event loop. Asked before the platform's own
 * provider, which has the default priority, takes any bearer token for a JWT of ours and reads no database.
 */
public abstract class BlockingTokenProvider implements IdentityProvider<TokenAuthenticationRequest> {
    /** Whether it looks like one of this kind; what does not is left to the others. */
    protected abstract boolean takes(String token);

    /** @throws io.quarkus.security.AuthenticationFailedException if it is not good */
    protected abstract SecurityIdentity identity(TokenAuthenticationRequest request);

    @Override
    public Class<TokenAuthenticationRequest> getRequestType() {
        return TokenAuthenticationRequest.class;
    }

    @Override
    public int priority() {
        return IdentityProvider.super.priority() + 1;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(TokenAuthenticationRequest request,
            AuthenticationRequestContext context) {
        return takes(request.getToken().getToken())
                ? context.runBlocking(() -> identity(request))
                : Uni.createFrom().nullItem();
    }
}
