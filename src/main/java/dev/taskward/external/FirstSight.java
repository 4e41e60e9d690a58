package dev.taskward.external;

import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;

import io.smallrye.jwt.auth.principal.ParseException;

import dev.taskward.audit.AuditAction;
import dev.taskward.audit.AuditLog;
import dev.taskward.auth.Sessions;
import dev.taskward.data.BaseEntity;
import dev.taskward.http.ApiException;
import dev.taskward.http.ErrorCode;
import dev.taskward.user.AddressClaims;
import dev.taskward.user.ReservedNames;
import dev.taskward.user.User;

/** Makes an account for an outside user who is new here, and brings that of a known one to the role that the issuer says. */
@ApplicationScoped
public class FirstSight {
    private static final int MAX_DETAIL = 190;

    @Inject
    Sessions sessions;

    @Inject
    AddressClaims addresses;

    @Inject
    AuditLog audit;

    /** @throws ParseException if the account was deleted after the token was issued */
    @Transactional(rollbackOn = ParseException.class)
    KnownUser find(ExternalToken token) throws ParseException {
        Optional<KnownUser> known = ExternalIdentity.known(token);
        if (known.isPresent() && !known.get().isOutdatedBy(token)) {
            return known.get();
        }
        ExternalIdentity.lock(token);
        ExternalIdentity identity = ExternalIdentity.of(token);
        User user = identity == null || identity.userId == null ? null : User.lock(identity.userId);
        if (user == null) {
            user = create(token, identity);
        } else if (known(user, identity).isOutdatedBy(token)) {
            follow(token, identity, user);
        }
        return known(user, identity == null ? ExternalIdentity.of(token) : identity);
    }

    private static KnownUser known(User user, ExternalIdentity identity) {
        return new KnownUser(user.id, user.role, identity.role, identity.roleSince);
    }

    private User create(ExternalToken token, ExternalIdentity earlier) throws ParseException {
        if (earlier != null && (earlier.endedAt == null || !token.issuedAt().isAfter(earlier.endedAt))) {
            throw new ParseException("deleted");
        }
        User user = new User();
        user.email = email(token);
        user.username = username(token);
        user.passwordHash = User.NO_PASSWORD;
        user.role = token.role();
        user.emailVerifiedAt = BaseEntity.now();
        user.persistAndFlush();
        ExternalIdentity.tie(earlier, token, user.id);
        audit.record(AuditAction.EXTERNAL_USER_CREATED, user.id, user.id, detail("of " + token.issuer()));
        return user;
    }

    /**
     * Never links to the account that has the address: an issuer could take over anybody's by naming it. An account that
     * has not verified the address in time gives way, so that a stranger who registers it locks nobody out for good.
     */
    private String email(ExternalToken token) {
        if (token.email() == null) {
            throw new ApiException(ErrorCode.FORBIDDEN,
                    "The token names no verified email address, which a new account "
                            + "needs: its issuer has to add the claims email and email_verified");
        }
        if (!addresses.releaseAfterGrace(token.email(), detail("a user of " + token.issuer()))) {
            throw new ApiException(ErrorCode.FORBIDDEN,
                    "An account with the token's email address exists already: sign "
                            + "in to it with its password");
        }
        return token.email();
    }

    private static String username(ExternalToken token) {
        String name = Username.fitting(token.name() == null ? token.email().split("@")[0] : token.name());
        boolean free = name.length() >= Username.MIN && !ReservedNames.isReserved(name)
                && User.byLogin(null, name) == null;
        return free ? name : Username.distinct(name);
    }

    private void follow(ExternalToken token, ExternalIdentity identity, User user) {
        identity.role = token.role();
        identity.roleSince = token.issuedAt();
        if (user.role != token.role()) {
            audit.record(AuditAction.ROLE_CHANGED, null, user.id,
                    detail(user.role + " to " + token.role() + " by " + token.issuer()));
            user.role = token.role();
            sessions.endAll(user.id);
        }
    }

    private static String detail(String text) {
        return text.substring(0, Math.min(text.length(), MAX_DETAIL));
    }
}
