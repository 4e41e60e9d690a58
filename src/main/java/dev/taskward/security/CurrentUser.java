package dev.taskward.security;

import java.security.Principal;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;

import io.quarkus.security.identity.SecurityIdentity;
import org.eclipse.microprofile.jwt.Claims;
import org.eclipse.microprofile.jwt.JsonWebToken;

import dev.taskward.auth.AccessToken;
import dev.taskward.auth.PersonalCaller;
import dev.taskward.http.ApiException;
import dev.taskward.http.ErrorCode;
import dev.taskward.user.Role;

/** The caller, as the verified token says; the only reader of an access token's claims. */
@RequestScoped
public class CurrentUser {
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
        return identity.getPrincipal() instanceof PersonalCaller personal
                ? personal.userId()
                : UUID.fromString(claims().getSubject());
    }

    /**
     * The caller's id outside of the REST layer: the subject of the token, never {@link Principal#getName}, which other
     * claims such as {@code preferred_username} may change.
     */
    public static String subject(SecurityIdentity identity) {
        return identity.getPrincipal() instanceof JsonWebToken token
                ? token.getSubject()
                : identity.getPrincipal().getName();
    }

    /** The session that the token belongs to; empty for a token of an outside issuer, which keeps its own. */
    public Optional<UUID> session() {
        return Optional.<String>ofNullable(claims().getClaim(AccessToken.SESSION_CLAIM)).map(UUID::fromString);
    }

    /**
     * The same where there has to be one.
     *
     * @throws ApiException 403 for a token without
     */
    public UUID sessionId() {
        return session().orElseThrow(() -> new ApiException(ErrorCode.FORBIDDEN,
                "This needs a session, and the token's are with its outside issuer"));
    }

    /** When the user last proved who they are: the claim {@code auth_time}, or 1970 for a token without it. */
    public Instant signedInAt() {
        Number seconds = claims().getClaim(Claims.auth_time);
        return seconds == null ? Instant.EPOCH : Instant.ofEpochSecond(seconds.longValue());
    }

    /** Never by a personal token. */
    public boolean isAdmin() {
        return identity.hasRole(Role.ADMIN);
    }

    public boolean is(String userId) {
        return id().equals(UUID.fromString(userId));
    }

    private JsonWebToken claims() {
        if (identity.getPrincipal() instanceof JsonWebToken token) {
            return token;
        }
        throw new ApiException(ErrorCode.FORBIDDEN, "An access token is needed here: sign in");
    }
}
