package dev.taskward.user;

import java.util.UUID;
import java.util.function.Function;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.core.Response;

import dev.taskward.audit.AuditAction;
import dev.taskward.audit.AuditLog;
import dev.taskward.auth.LoginAttempts;
import dev.taskward.auth.PasswordHasher;
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
    LoginAttempts attempts;

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
        boolean newAddress = !input.email().equals(present.email);
        if (input.password() != null || newAddress && verification.addressIsKey()) {
            confirm(present, input.currentPassword());
        }
        return transactional.store(id, asked, input.password() == null ? null : hasher.hash(input.password()));
    }

    @Transactional
    Response store(UUID id, Function<User, UserInput> asked, String passwordHash) {
        return changes.update(User.lockWithAdmins(id), user -> set(user, asked.apply(user), passwordHash), UserView::of,
                "Account updated");
    }

    /** Takes all of the user's along: the database cascades, and access tokens are refused from now on. */
    Response delete(UUID id, String currentPassword) {
        allow(id);
        confirm(Changes.found(User.byId(id)), currentPassword);
        return transactional.remove(id);
    }

    @Transactional
    Response remove(UUID id) {
        User user = Changes.found(User.lockWithAdmins(id));
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

    /** A stolen access token alone does not take the account over. */
    private void confirm(User user, String currentPassword) {
        if (!caller.id().equals(user.id)) {
            return;
        }
        if (currentPassword == null) {
            throw ApiException.invalid("currentPassword", "must be given");
        }
        attempts.count(user.id, user.email);
        if (!hasher.matches(currentPassword, user.passwordHash)) {
            throw ApiException.invalid("currentPassword", "is not the current password");
        }
        attempts.forget(user.id);
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
