package dev.taskward.mail;

import java.util.List;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;

import dev.taskward.audit.AuditAction;
import dev.taskward.audit.AuditLog;
import dev.taskward.data.BaseEntity;
import dev.taskward.http.ApiException;
import dev.taskward.http.ErrorCode;
import dev.taskward.http.FieldError;
import dev.taskward.user.User;

/** Whether an account's address is proven to be its user's, and how it comes to be. */
@ApplicationScoped
public class EmailVerification {
    @Inject
    MailSettings settings;

    @Inject
    MailTokens tokens;

    @Inject
    AuditLog audit;

    @Inject
    Event<UnverifiedAddress> unverified;

    /** The account is new: a link is mailed when the transaction at hand has committed. */
    public void begin(User user) {
        if (settings.isOn()) {
            unverified.fire(new UnverifiedAddress(user.id));
        }
    }

    /** The account has another address, in the transaction at hand: what was mailed to the old one is worth nothing. */
    public void beginAnew(User user) {
        user.emailVerifiedAt = null;
        tokens.revokeAll(user.id);
        begin(user);
    }

    /**
     * Where links are mailed, an address is a key to its account: whoever can change it can have the password reset. Links
     * in a log, as in development, are out of others' reach.
     */
    public boolean addressIsKey() {
        return settings.host().isPresent();
    }

    /** Whether the account may not be signed in to until its address is verified. */
    public boolean isMissing(User user) {
        return settings.requireVerified() && user.emailVerifiedAt == null;
    }

    @Transactional
    void verify(String token) {
        UUID holder = tokens.holder(token, MailPurpose.verify_email);
        User user = holder == null ? null : User.lock(holder);
        if (user == null || !tokens.use(token, MailPurpose.verify_email, user)) {
            throw badToken();
        }
        verified(user);
    }

    /** In the transaction at hand. */
    void verified(User user) {
        if (user.emailVerifiedAt == null) {
            user.emailVerifiedAt = BaseEntity.now();
            audit.record(AuditAction.EMAIL_VERIFIED, user.id, user.id, null);
        }
    }

    /** The same whether it never was one, has expired, was used or replaced, or the address has changed. */
    static ApiException badToken() {
        return new ApiException(ErrorCode.MAIL_TOKEN_INVALID, ErrorCode.MAIL_TOKEN_INVALID.title,
                List.of(new FieldError("token", "is not valid, or no longer")));
    }
}
