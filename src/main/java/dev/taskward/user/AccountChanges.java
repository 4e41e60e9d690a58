package dev.taskward.user;

import java.util.UUID;
import java.util.function.Function;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.core.Response;

import dev.taskward.audit.AuditAction;
import dev.taskward.audit.AuditLog;
import dev.taskward.auth.PasswordHasher;
import dev.taskward.auth.Reauthentication;
import dev.taskward.auth.Reauthentication.Confirmation;
import dev.taskward.auth.Sessions;
import dev.taskward.external.ExternalIdentity;
import dev.taskward.http.ApiException;
import dev.taskward.http.Changes;
import dev.taskward.http.ErrorCode;
import dev.taskward.mail.EmailVerification;
import dev.taskward.security.CurrentUser;

/**
 * Changes and deletes accounts, with what that does to their sessions. Passwords are hashed and checked before the
 * transaction begins.
 */
@ApplicationScoped
public class AccountChanges {
    @Inject
    CurrentUser caller;

    @Inject
    PasswordHasher hasher;

    @Inject
    Reauthentication reauthentication;

    @Inject
    Sessions sessions;

    @Inject
    EmailVerification verification;

    @Inject
    Changes changes;

    @Inject
    AuditLog audit;

    @Inject
    AccountChanges transactional;

    /** @param asked the state asked for, out of the present one */
    Response update(UUID id, Function<User, UserInput> asked) {
        allow(id);
        User present = Changes.found(User.byId(id));
        UserInput input = asked.apply(present);
        Confirmation confirmed = isSensitive(present, input) ? confirm(id, input.currentPassword()) : null;
        return transactional.store(id, asked, input.password() == null ? null : hasher.hash(input.password()),
                confirmed);
    }

    @Transactional
    Response store(UUID id, Function<User, UserInput> asked, String passwordHash, Confirmation confirmed) {
        User locked = User.lockWithAdmins(id);
        recheck(confirmed);
        return changes.update(locked, user -> set(user, asked.apply(user), passwordHash), UserView::of,
                "Account updated");
    }

    /** Takes all of the user's along: the database cascades, and access tokens are refused from now on. */
    Response delete(UUID id, String currentPassword) {
        allow(id);
        Changes.found(User.byId(id));
        return transactional.remove(id, confirm(id, currentPassword));
    }

    @Transactional
    Response remove(UUID id, Confirmation confirmed) {
        User user = Changes.found(User.lockWithAdmins(id));
        recheck(confirmed);
        keepAnAdmin(user);
        sessions.endForDeletion(id);
        ExternalIdentity.end(id);
        audit.record(AuditAction.ACCOUNT_DELETED, caller.id(), id, null);
        return changes.delete(user);
    }

    /** For an account that may be in other hands: no session and no personal token is left. */
    @Transactional
    void signOut(UUID id) {
        allow(id);
        Changes.found(User.byId(id));
        sessions.endAll(id);
        audit.record(AuditAction.LOGOUT_EVERYWHERE, caller.id(), id, null);
    }

    private void allow(UUID id) {
        if (!caller.isAdmin() && !caller.id().equals(id)) {
            throw new ApiException(ErrorCode.FORBIDDEN, "Only the user and admins may do this");
        }
    }

    private boolean isSensitive(User present, UserInput input) {
        return input.password() != null
                || !input.email().equals(present.email) && verification.addressIsKey();
    }

    /** A stolen access token alone does not take the account over. @return null for admins who act on others */
    private Confirmation confirm(UUID id, String currentPassword) {
        return caller.id().equals(id) ? reauthentication.demandPassword(currentPassword) : null;
    }

    private void recheck(Confirmation confirmed) {
        if (confirmed != null) {
            reauthentication.recheck(confirmed);
        }
    }

    private void set(User user, UserInput input, String passwordHash) {
        if (!input.email().equals(user.email)) {
            user.email = input.email();
            audit.record(AuditAction.EMAIL_CHANGED, caller.id(), user.id, null);
            verification.beginAnew(user);
        }
        user.username = input.username();
        if (input.role() != null && input.role() != user.role) {
            keepAnAdmin(user);
            audit.record(AuditAction.ROLE_CHANGED, caller.id(), user.id, user.role + " to " + input.role());
            user.role = input.role();
            sessions.endAll(user.id);
        }
        if (passwordHash != null) {
            user.passwordHash = passwordHash;
            sessions.endOthers(user.id, caller.session().orElse(null));
            audit.record(AuditAction.PASSWORD_CHANGED, caller.id(), user.id, null);
        }
    }

    /** With the admins locked, so that two who demote each other do not both succeed. */
    private static void keepAnAdmin(User user) {
        if (user.role == Role.admin && User.countAdmins() == 1) {
            throw new ApiException(ErrorCode.LAST_ADMIN);
        }
    }
}
