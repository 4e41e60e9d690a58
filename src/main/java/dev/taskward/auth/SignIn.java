package dev.taskward.auth;

import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;

import dev.taskward.audit.AuditAction;
import dev.taskward.audit.AuditLog;
import dev.taskward.http.ApiException;
import dev.taskward.http.ErrorCode;
import dev.taskward.mail.EmailVerification;
import dev.taskward.user.User;

/** Signs in by password, within the limit of tries. Passwords are hashed outside of transactions. */
@ApplicationScoped
public class SignIn {
    /** A parallel sign-in may replace the hash between the check and the opening of the session. */
    private static final int CHECKS = 2;

    @Inject
    PasswordHasher hasher;

    @Inject
    LoginAttempts attempts;

    @Inject
    EmailVerification verification;

    @Inject
    Sessions sessions;

    @Inject
    AuditLog audit;

    @Inject
    SignIn transactional;

    /** @throws ApiException 401 for a wrong password and an unknown account alike, 403 for an unverified address */
    TokenPair signIn(LoginInput asked, Client client) {
        User user = User.byLogin(asked.email(), asked.username());
        attempts.count(user == null ? null : user.id, asked.name());
        for (int check = 1; check <= CHECKS; check++) {
            demandPassword(user, asked.password());
            attempts.forget(user.id);
            demandVerified(user);
            Optional<TokenPair> pair = sessions.open(user.id, upgraded(user, asked.password()), client);
            if (pair.isPresent()) {
                return pair.get();
            }
            user = transactional.reload(user);
        }
        throw new ApiException(ErrorCode.INVALID_CREDENTIALS);
    }

    private void demandPassword(User user, String password) {
        if (!hasher.matches(password, user == null ? null : user.passwordHash)) {
            audit.record(AuditAction.LOGIN_FAILED, null, user == null ? null : user.id, null);
            throw new ApiException(ErrorCode.INVALID_CREDENTIALS);
        }
    }

    private void demandVerified(User user) {
        if (verification.isMissing(user)) {
            audit.record(AuditAction.LOGIN_FAILED, null, user.id, "address not verified");
            throw new ApiException(ErrorCode.EMAIL_UNVERIFIED);
        }
    }

    /** The account's hash, made again if the cost has risen: only at sign-in is the password there to be hashed. */
    private String upgraded(User user, String password) {
        if (!hasher.isOutdated(user.passwordHash)) {
            return user.passwordHash;
        }
        try {
            String hash = hasher.hash(password);
            return transactional.rehash(user, hash) ? hash : user.passwordHash;
        } catch (ApiException busy) {
            // The next sign-in upgrades it.
            return user.passwordHash;
        }
    }

    @Transactional
    boolean rehash(User user, String hash) {
        return User.rehash(user.id, user.passwordHash, hash);
    }

    /** Reads the row again; outside of a transaction the request would be given the same object. */
    @Transactional
    User reload(User user) {
        return User.byId(user.id);
    }
}
