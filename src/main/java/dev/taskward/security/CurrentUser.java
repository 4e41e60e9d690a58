package dev.taskward.security;

import java.util.UUID;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;

import io.quarkus.security.identity.SecurityIdentity;
import org.eclipse.microprofile.jwt.JsonWebToken;

import dev.taskward.auth.AccessToken;
import dev.taskward.user.Role;

/** The caller, as the verified access token says; the only reader of its claims. */
@RequestScoped
public class CurrentUser {
    @Inject
    JsonWebToken token;

    @Inject
    SecurityIdentity identity;

    /**
     * Whether a token came with the request, on a route that does without; a bad one is refused there as elsewhere.
     *
     * @throws io.quarkus.security.AuthenticationFailedException if it is not valid
     */
    public boolean isSignedIn() {
        return !identity.isAnonymous();
    }

    public UUID id() {
        return UUID.fromString(token.getSubject());
    }

    /** The session that the token belongs to. */
    public UUID sessionId() {
        return UUID.fromString(token.getClaim(AccessToken.SESSION_CLAIM));
    }

    public boolean isAdmin() {
        return token.getGroups().contains(Role.ADMIN);
    }

    public boolean is(String userId) {
        return id().equals(UUID.fromString(userId));
    }
}
