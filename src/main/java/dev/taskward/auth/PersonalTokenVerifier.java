package dev.taskward.auth;

import java.time.Duration;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.TokenAuthenticationRequest;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.HttpSecurityUtils;
import io.vertx.ext.web.RoutingContext;

import dev.taskward.data.BaseEntity;
import dev.taskward.http.RateLimiter;
import dev.taskward.security.BlockingTokenProvider;
import dev.taskward.security.ExpiredTokenException;
import dev.taskward.user.Role;

/**
 * Decides whether a bearer token is a living personal token, by the database each time, so that a revoked one ends at
 * once. It takes what begins like one and leaves all else to {@link AccessTokenVerifier}, which reads no database.
 */
@ApplicationScoped
public class PersonalTokenVerifier extends BlockingTokenProvider {
    private static final int MAX_SEEN = 10_000;

    @Inject
    PersonalTokens tokens;

    @Inject
    PersonalTokenUses uses;

    @Inject
    RateLimiter limiter;

    /** Hashes of tokens that there were: they are looked up wherever they come from. */
    private final Cache<String, Boolean> seen = Caffeine.newBuilder().maximumSize(MAX_SEEN)
            .expireAfterAccess(Duration.ofMinutes(15)).build();

    @Override
    protected boolean takes(String token) {
        return token.startsWith(PersonalTokens.PREFIX);
    }

    /** With the role of every user and no other, whatever more the user may do when signed in. */
    @Override
    protected SecurityIdentity identity(TokenAuthenticationRequest request) {
        var now = BaseEntity.now();
        String text = request.getToken().getToken();
        String hash = RefreshTokens.hash(text);
        RoutingContext routing = HttpSecurityUtils.getRoutingContextAttribute(request);
        if (routing != null && limiter.isExhausted(routing) && seen.getIfPresent(hash) == null) {
            // Each token that is made up would otherwise cost a statement.
            throw new AuthenticationFailedException();
        }
        PersonalToken token = tokens.find(text);
        if (token == null) {
            throw new AuthenticationFailedException();
        }
        seen.put(hash, Boolean.TRUE);
        if (!token.isAlive(now)) {
            throw new AuthenticationFailedException(new ExpiredTokenException(null));
        }
        uses.note(token, now);
        return QuarkusSecurityIdentity.builder().setPrincipal(new PersonalCaller(token.userId, token.scopes()))
                .addRole(Role.USER).build();
    }
}
