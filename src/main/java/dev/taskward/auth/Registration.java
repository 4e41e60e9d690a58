package dev.taskward.auth;

import java.time.Instant;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;

import dev.taskward.audit.AuditAction;
import dev.taskward.audit.AuditLog;
import dev.taskward.auth.Reauthentication.Confirmation;
import dev.taskward.data.BaseEntity;
import dev.taskward.http.ApiException;
import dev.taskward.mail.EmailVerification;
import dev.taskward.user.AddressClaims;
import dev.taskward.user.NewUser;
import dev.taskward.user.ReservedNames;
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

    @Inject
    Reauthentication reauthentication;

    @Inject
    ReservedNames reserved;

    @Inject
    AddressClaims addresses;

    /** By a user, for that user, with a password that has been hashed, in the caller's transaction. */
    @Transactional(TxType.MANDATORY)
    public User register(NewUser asked, String passwordHash) {
        reserved.demandFreeUsername(asked.username());
        reserved.demandFreeEmail(asked.email());
        return store(asked, Role.user, passwordHash, null);
    }

    /**
     * By an admin, in the same way.
     *
     * @param confirmed null if the new account is no admin
     */
    @Transactional(TxType.MANDATORY)
    public User register(NewUser asked, Role role, String passwordHash, UUID admin, Confirmation confirmed) {
        reauthentication.recheck(confirmed);
        return store(asked, role, passwordHash, admin);
    }

    /**
     * By the operators of the service. The address counts as verified, because they name it.
     *
     * @throws ApiException 409 if another account has verified the address
     */
    public User registerVerified(NewUser asked, Role role) {
        return transactional.storeVerified(asked, role, hasher.hash(asked.password()));
    }

    private User store(NewUser asked, Role role, String passwordHash, UUID actor) {
        User user = persist(asked, role, passwordHash, actor, null);
        verification.begin(user);
        return user;
    }

    @Transactional
    User storeVerified(NewUser asked, Role role, String passwordHash) {
        if (!addresses.release(asked.email(), "an account of the operators")) {
            throw ApiException.taken("email");
        }
        return persist(asked, role, passwordHash, null, BaseEntity.now());
    }

    private User persist(NewUser asked, Role role, String passwordHash, UUID actor, Instant verifiedAt) {
        User user = new User();
        user.email = asked.email();
        user.username = asked.username();
        user.passwordHash = passwordHash;
        user.role = role;
        user.emailVerifiedAt = verifiedAt;
        user.persistAndFlush();
        audit.record(AuditAction.REGISTERED, actor == null ? user.id : actor, user.id, "as " + role);
        return user;
    }
}
