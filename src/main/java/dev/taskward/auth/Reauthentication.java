package dev.taskward.auth;

import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;

import org.hibernate.Session;

import dev.taskward.data.BaseEntity;
import dev.taskward.http.ApiException;
import dev.taskward.http.ErrorCode;
import dev.taskward.security.CurrentUser;
import dev.taskward.user.User;

/**
 * Asks callers for their password before a change that a stolen access token must not make. A password is checked before
 * the transaction of the change, because a hash takes longer than all the rest; within it, the caller's row is locked and
 * {@link #recheck} makes sure that the confirmation still holds.
 */
@ApplicationScoped
public class Reauthentication {
    @Inject
    CurrentUser caller;

    @Inject
    PasswordHasher hasher;

    @Inject
    LoginAttempts attempts;

    @Inject
    Session database;

    /**
     * What a change rests on.
     *
     * @param session the caller's session; null for a caller of an external issuer
     * @param passwordHash the hash that the password was checked against
     */
    public record Confirmation(UUID user, UUID session, String passwordHash) {}

    /** @throws ApiException 400 if the password is missing or wrong, 429 after too many wrong ones */
    public Confirmation demandPassword(String currentPassword) {
        User user = User.byId(caller.id());
        if (user == null) {
            throw new ApiException(ErrorCode.TOKEN_INVALID);
        }
        if (currentPassword == null) {
            throw ApiException.invalid("currentPassword", "must be given");
        }
        attempts.count(user.id, user.email);
        if (!hasher.matches(currentPassword, user.passwordHash)) {
            throw wrongPassword();
        }
        attempts.forget(user.id);
        return new Confirmation(user.id, caller.session().orElse(null), user.passwordHash);
    }

    /**
     * In the transaction of the change, which a password reset or a sign-out that came in between must not be undone by.
     *
     * @throws ApiException 401 if the session has ended since, 400 if the password has changed
     */
    @Transactional(TxType.MANDATORY)
    public void recheck(Confirmation confirmed) {
        String passwordHash = database.createNativeQuery("select password_hash from users where id = :user for share",
                String.class).setParameter("user", confirmed.user()).getSingleResultOrNull();
        if (passwordHash == null || confirmed.session() != null && !isAlive(confirmed)) {
            throw new ApiException(ErrorCode.TOKEN_INVALID);
        }
        if (!passwordHash.equals(confirmed.passwordHash())) {
            throw wrongPassword();
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
