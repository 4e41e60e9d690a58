package dev.taskward.external;

import java.time.Instant;
import java.util.UUID;

import dev.taskward.user.Role;

/**
 * The account of an outside user, as far as checking a token needs it.
 *
 * @param role the account's
 * @param said what the issuer last said of the role
 * @param saidAt when
 */
public record KnownUser(UUID id, Role role, Role said, Instant saidAt) {
    /** Whether the issuer has changed its mind about the role since. */
    boolean isOutdatedBy(ExternalToken token) {
        return token.role() != said && token.issuedAt().isAfter(saidAt);
    }

    /** An admin is who is one by the token and by the account: either side can take that away. */
    boolean isAdmin(ExternalToken token) {
        return role == Role.admin && token.role() == Role.admin;
    }
}
