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
    ReservedNames reserved;

    @Inject
    AccountChanges transactional;

    /** @param asked the state asked for, out of the present one */
    Response update(UUID id, Function<User, UserInput> asked) {
        allow(id);
        User present = Changes.found(User.byId(id));
        UserInput input = asked.apply(present);
        Confirmation confirmed = isSensitive(present, input) ? confirm(present, input) : null;
        return transactional.store(id, asked, input.password() == null ? null : hasher.hash(input.password()),
                confirmed);
    }

    @Transactional
    Response store(UUID id, Function<User, UserInput> asked, String passwordHash, Confirmation confirmed) {
        User locked = User.lockWithAdmins(id);
        reauthentication.recheck(confirmed);
        return changes.update(locked, user -> set(user, checked(user, asked.apply(user), confirmed), passwordHash),
                UserView::of, "Account updated");
    }

    /** A change may have become sensitive by what another has changed since it was looked at. */
    private UserInput checked(User user, UserInput input, Confirmation confirmed) {
        if (confirmed == null && isSensitive(user, input)) {
            throw new ApiException(ErrorCode.CONFLICT, "The account has changed in the meantime, try again");
        }
        return input;
    }

    /** Takes all of the user's along: the database cascades, and access tokens are refused from now on. */
    Response delete(UUID id, String currentPassword) {
        allow(id);
        Changes.found(User.byId(id));
        return transactional.remove(id,
                caller.id().equals(id) ? reauthentication.demandPassword(currentPassword) : null);
    }

    @Transactional
    Response remove(UUID id, Confirmation confirmed) {
        User user = Changes.found(User.lockWithAdmins(id));
        reauthentication.recheck(confirmed);
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

    /** What would let the holder of a stolen access token take over this account or others. */
    private static boolean isSensitive(User present, UserInput input) {
        boolean promotion = input.role() == Role.admin && present.role != Role.admin;
        return input.password() != null || promotion || isNewAddress(present, input);
    }

    private static boolean isNewAddress(User present, UserInput input) {
        return !input.email().equals(present.email);
    }

    /** One's own password, and an email that resets it, always take the current one; all else takes a recent sign-in, too. */
    private Confirmation confirm(User user, UserInput input) {
        boolean self = caller.id().equals(user.id);
        if (self && input.password() != null && !user.hasPassword()) {
            throw ApiException.invalid("password", "cannot be set: an external issuer signs this account in");
        }
        boolean key = input.password() != null || isNewAddress(user, input) && verification.addressIsKey();
        return self && key
                ? reauthentication.demandPassword(input.currentPassword())
                : reauthentication.demandRecentOrPassword(input.currentPassword());
    }

    private void set(User user, UserInput input, String passwordHash) {
        if (!input.email().equals(user.email)) {
            if (!caller.isAdmin()) {
                reserved.demandFreeEmail(input.email());
            }
            user.email = input.email();
            audit.record(AuditAction.EMAIL_CHANGED, caller.id(), user.id, null);
            verification.beginAnew(user);
        }
        if (!input.username().equals(user.username)) {
            if (!caller.isAdmin()) {
                reserved.demandFreeUsername(input.username());
            }
            user.username = input.username();
            audit.record(AuditAction.USERNAME_CHANGED, caller.id(), user.id, null);
        }
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
