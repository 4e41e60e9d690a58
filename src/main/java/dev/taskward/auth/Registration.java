package dev.taskward.auth;

import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;

import dev.taskward.audit.AuditAction;
import dev.taskward.audit.AuditLog;
import dev.taskward.data.BaseEntity;
import dev.taskward.mail.EmailVerification;
import dev.taskward.user.NewUser;
import dev.taskward.user.Role;
import dev.taskward.user.User;

/** Makes accounts. The password is hashed before the transaction begins: a hash takes longer than all the rest. */
@ApplicationScoped
public class Registration {
    @Inject
    PasswordHasher hasher;

    @Inject
    Registration transactional;

    @Inject
    AuditLog audit;

    @Inject
    EmailVerification verification;

    /**
     * Makes an account with a password that has been hashed, in the caller's transaction.
     *
     * @param actor who makes it; null for the one whom it is for
     */
    @Transactional
    public User register(NewUser asked, Role role, String passwordHash, UUID actor) {
        return store(asked, role, passwordHash, actor, false);
    }

    /** The same for an account whose address counts as verified, because the operators of the service name it. */
    public User registerVerified(NewUser asked, Role role) {
        return transactional.store(asked, role, hasher.hash(asked.password()), null, true);
    }

    @Transactional
    User store(NewUser asked, Role role, String passwordHash, UUID actor, boolean verified) {
        User user = new User();
        user.email = asked.email();
        user.username = asked.username();
        user.passwordHash = passwordHash;
        user.role = role;
        user.emailVerifiedAt = verified ? BaseEntity.now() : null;
        user.persistAndFlush();
        audit.record(AuditAction.REGISTERED, actor == null ? user.id : actor, user.id, "as " + role);
        if (!verified) {
            verification.begin(user);
        }
        return user;
    }
}
