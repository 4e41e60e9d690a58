package dev.taskward.auth;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;

import io.quarkus.narayana.jta.QuarkusTransaction;
import org.hibernate.Session;

import dev.taskward.audit.AuditAction;
import dev.taskward.audit.AuditLog;
import dev.taskward.data.BaseEntity;
import dev.taskward.http.ApiException;
import dev.taskward.http.ErrorCode;
import dev.taskward.security.CurrentUser;
import dev.taskward.user.Role;
import dev.taskward.user.User;

/**
 * Asks callers to prove again who they are before a change that a stolen access token must not make: by their current
 * password or by a recent sign-in. A password is checked before the transaction of the change, because a hash takes longer
 * than all the rest; within it, {@link #recheck} makes sure that the confirmation still holds.
 */
@ApplicationScoped
public class Reauthentication {
    private static final Duration RECENT = Duration.ofMinutes(15);
    /** How far an issuer's clock may be ahead. */
    private static final Duration CLOCK_SKEW = Duration.ofSeconds(30);

    @Inject
    CurrentUser caller;

    @Inject
    PasswordHasher hasher;

    @Inject
    LoginAttempts attempts;

    @Inject
    AuditLog audit;

    @Inject
    Session database;

    /**
     * What a change rests on.
     *
     * @param session the caller's session; null for a caller of an external issuer
     * @param passwordHash the hash that the password was checked against; null if the sign-in was recent
     * @param admin whether the caller acts as an admin
     */
    public record Confirmation(UUID user, UUID session, String passwordHash, boolean admin) {}

    /**
     * A sign-in within the last 15 minutes or the current password.
     *
     * @param currentPassword null if the request has none
     * @throws ApiException 403 if there is neither, 400 if the password is wrong, 429 after too many wrong ones
     */
    public Confirmation demandRecentOrPassword(String currentPassword) {
        if (isRecent()) {
            return confirmation(null);
        }
        User user = account();
        if (currentPassword == null || !user.hasPassword()) {
            throw new ApiException(ErrorCode.REAUTHENTICATION_REQUIRED);
        }
        return checked(user, currentPassword);
    }

    /**
     * The current password, however recent the sign-in was. Users without a local password need a recent sign-in instead.
     *
     * @throws ApiException 400 if the password is missing or wrong, 429 after too many wrong ones, 403 for a user without
     *         one who signed in too long ago
     */
    public Confirmation demandPassword(String currentPassword) {
        User user = account();
        if (!user.hasPassword()) {
            return demandRecentOrPassword(null);
        }
        if (currentPassword == null) {
            throw ApiException.invalid("currentPassword", "must be given");
        }
        return checked(user, currentPassword);
    }

    private boolean isRecent() {
        Duration age = Duration.between(caller.signedInAt(), Instant.now());
        return age.compareTo(RECENT) <= 0 && age.compareTo(CLOCK_SKEW.negated()) >= 0;
    }

    private User account() {
        User user = User.byId(caller.id());
        if (user == null) {
            throw new ApiException(ErrorCode.TOKEN_INVALID);
        }
        return user;
    }

    private Confirmation checked(User user, String currentPassword) {
        attempts.count(user.id, user.email);
        if (!hasher.matches(currentPassword, user.passwordHash)) {
            // On its own, because the request's transaction, if there is one, is about to be rolled back.
            QuarkusTransaction.requiringNew()
                    .run(() -> audit.record(AuditAction.REAUTHENTICATION_FAILED, user.id, user.id, null));
            throw wrongPassword();
        }
        attempts.forget(user.id);
        return confirmation(user.passwordHash);
    }

    private Confirmation confirmation(String passwordHash) {
        return new Confirmation(caller.id(), caller.session().orElse(null), passwordHash, caller.isAdmin());
    }

    /**
     * Locks the caller's account and session in the transaction of the change. A reset, a sign-out or a demotion that has
     * overtaken the request must not be undone by it.
     *
     * @param confirmed null for a change that needs no confirmation
     * @throws ApiException 401 if the session has ended since, 400 if the password has changed, 403 if the role has
     */
    @Transactional(TxType.MANDATORY)
    public void recheck(Confirmation confirmed) {
        if (confirmed == null) {
            return;
        }
        Object[] account = database
                .createNativeQuery("select password_hash, role from users where id = :user for share", Object[].class)
                .setParameter("user", confirmed.user()).getSingleResultOrNull();
        if (account == null || confirmed.session() != null && !isAlive(confirmed)) {
            throw new ApiException(ErrorCode.TOKEN_INVALID);
        }
        if (confirmed.passwordHash() != null && !confirmed.passwordHash().equals(account[0])) {
            throw wrongPassword();
        }
        if (confirmed.admin() && !Role.ADMIN.equals(account[1])) {
            throw new ApiException(ErrorCode.FORBIDDEN);
        }
    }

    private boolean isAlive(Confirmation confirmed) {
        return !database.createNativeQuery("select 1 from sessions where id = :id and user_id = :user "
                + "and ended_at is null and expires_at > :now for share", Integer.class)
                .setParameter("id", confirmed.session()).setParameter("user", confirmed.user())
                .setParameter("now", BaseEntity.now()).getResultList().isEmpty();
    }

    private static ApiException wrongPassword() {
        return ApiException.invalid("currentPassword", "is not the current password");
    }
}
