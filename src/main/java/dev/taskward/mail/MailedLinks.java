package dev.taskward.mail;

import java.util.UUID;
import java.util.function.Supplier;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;

import io.quarkus.narayana.jta.QuarkusTransaction;
import org.jboss.logging.Logger;

import dev.taskward.audit.AuditAction;
import dev.taskward.audit.AuditLog;
import dev.taskward.audit.AuditOrigin;
import dev.taskward.http.ApiException;
import dev.taskward.http.ErrorCode;
import dev.taskward.user.User;

/**
 * Has links mailed. Whether there is such an account is looked up after the answer, so that neither the answer nor its time
 * tells.
 */
@ApplicationScoped
public class MailedLinks {
    private static final Logger LOG = Logger.getLogger(MailedLinks.class);
    private static final long RETRY_SECONDS = 60;

    @Inject
    MailSettings settings;

    @Inject
    Outbox outbox;

    @Inject
    MailTokens tokens;

    @Inject
    AddressLimit limit;

    @Inject
    AuditLog audit;

    /** @throws ApiException 501 if the service has no mail server, 503 if too many mails are waiting */
    void resetPassword(String email) {
        AuditOrigin origin = audit.origin();
        ask(() -> writeReset(User.byLogin(email, null), origin));
    }

    /** @throws ApiException 501 if the service has no mail server, 503 if too many mails are waiting */
    void verifyEmail(String email) {
        ask(() -> write(MailPurpose.verify_email, unverified(User.byLogin(email, null))));
    }

    /** Once the account is there; if there is no room, its user asks again. */
    void verifyEmail(@Observes(during = TransactionPhase.AFTER_SUCCESS) UnverifiedAddress of) {
        UUID user = of.user();
        if (!outbox.add(() -> QuarkusTransaction.requiringNew()
                .call(() -> write(MailPurpose.verify_email, unverified(User.byId(user)))))) {
            LOG.warnf("The outbox is full: no mail to verify the address of user %s", user);
        }
    }

    /** @throws ApiException 501 if the service has no mail server */
    void demandOn() {
        if (!settings.isOn()) {
            throw new ApiException(ErrorCode.MAIL_OFF);
        }
    }

    private void ask(Supplier<Letter> writer) {
        demandOn();
        if (!outbox.add(() -> QuarkusTransaction.requiringNew().call(writer::get))) {
            throw ApiException.unavailable("Too many mails are waiting to be sent, try again shortly", RETRY_SECONDS);
        }
    }

    /**
     * Users of an external issuer get no link: it would give them a local password, which signs in without the issuer's
     * second factor.
     */
    private Letter writeReset(User user, AuditOrigin origin) {
        if (user == null) {
            return null;
        }
        audit.record(AuditAction.PASSWORD_RESET_ASKED, null, user.id,
                user.hasPassword() ? null : "no local password, nothing mailed", origin);
        return user.hasPassword() ? write(MailPurpose.reset_password, user) : null;
    }

    /** @param user null where no mail can be sent */
    private Letter write(MailPurpose purpose, User user) {
        if (user == null) {
            return null;
        }
        String token = issue(purpose, user);
        if (token == null) {
            LOG.infof("No more mails within the hour: %s to user %s", purpose, user.id);
            return null;
        }
        return Letter.of(purpose, user, settings.appUrl().orElseThrow(), token);
    }

    /** A request that causes no mail must not use up the address's share. */
    private String issue(MailPurpose purpose, User user) {
        if (!limit.admits(purpose, user.email)) {
            return null;
        }
        String token = tokens.issue(user, purpose);
        if (token == null) {
            limit.giveBack(purpose, user.email);
        }
        return token;
    }

    private static User unverified(User user) {
        return user == null || user.emailVerifiedAt != null ? null : user;
    }
}
