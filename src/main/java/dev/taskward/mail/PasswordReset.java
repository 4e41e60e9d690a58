package dev.taskward.mail;

import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;

import dev.taskward.audit.AuditAction;
import dev.taskward.audit.AuditLog;
import dev.taskward.auth.LoginAttempts;
import dev.taskward.auth.PasswordHasher;
import dev.taskward.auth.PasswordPolicy;
import dev.taskward.auth.Sessions;
import dev.taskward.user.User;

/** Sets a new password by a mailed token. Nothing is hashed for a bad one, and no transaction waits for a hash. */
@ApplicationScoped
public class PasswordReset {
    @Inject
    MailTokens tokens;

    @Inject
    PasswordHasher hasher;

    @Inject
    Sessions sessions;

    @Inject
    EmailVerification verification;

    @Inject
    LoginAttempts attempts;

    @Inject
    AuditLog audit;

    @Inject
    PasswordReset transactional;

    void reset(ResetInput asked) {
        UUID holder = tokens.holder(asked.token(), MailPurpose.reset_password);
        User user = holder == null ? null : User.byId(holder);
        demandPassword(user);
        PasswordPolicy.demand(asked.password(), user.email, user.username);
        transactional.store(holder, asked.token(), hasher.hash(asked.password()));
        attempts.forget(holder);
    }

    /** The link reached the address, which is thereby verified; whoever knew the old password is signed out. */
    @Transactional
    void store(UUID holder, String token, String passwordHash) {
        User user = User.lock(holder);
        demandPassword(user);
        if (!tokens.use(token, MailPurpose.reset_password, user)) {
            throw EmailVerification.badToken();
        }
        user.passwordHash = passwordHash;
        audit.record(AuditAction.PASSWORD_RESET, user.id, user.id, null);
        verification.verified(user);
        sessions.endAll(user.id);
    }

    /** A reset replaces a password and never adds one to an account that signs in with an external issuer. */
    private static void demandPassword(User user) {
        if (user == null || !user.hasPassword()) {
            throw EmailVerification.badToken();
        }
    }
}
