package dev.taskward.mail;

import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.hibernate.Session;

import dev.taskward.auth.RefreshTokens;
import dev.taskward.data.BaseEntity;
import dev.taskward.user.User;

/**
 * The tokens in mailed links: random, stored as hashes, good for one use, one purpose and the address they were mailed to.
 * An account has at most one of each purpose, and a few mails an hour, counted for all replicas together. Beyond these it
 * gets one more once half of the last link's time is over: others who ask for links must not leave its user without one.
 */
@ApplicationScoped
public class MailTokens {
    /** Lets secret scanners know one that was leaked. */
    private static final String PREFIX = "twm_";
    static final int MAILS_PER_HOUR = 5;
    private static final Duration HOUR = Duration.ofHours(1);

    @Inject
    Session database;

    /** A new token in place of the one before; null if the account has had its mails and a link that works for long enough. */
    String issue(User user, MailPurpose purpose) {
        String token = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(RefreshTokens.randomBytes());
        Instant now = BaseEntity.now();
        int issued = database.createNativeMutationQuery("insert into mail_tokens as t "
                + "(user_id, purpose, token_hash, email, expires_at, counted_from, mails) "
                + "values (:user, :purpose, :hash, :email, :expires, :now, 1) "
                + "on conflict (user_id, purpose) do update set token_hash = excluded.token_hash, "
                + "email = excluded.email, expires_at = excluded.expires_at, "
                + "counted_from = case when t.counted_from < :old then excluded.counted_from else t.counted_from end, "
                + "mails = case when t.counted_from < :old then 1 else t.mails + 1 end "
                + "where t.counted_from < :old or t.mails < :most or t.expires_at < :soon")
                .setParameter("user", user.id).setParameter("purpose", purpose.name())
                .setParameter("hash", RefreshTokens.hash(token)).setParameter("email", user.email)
                .setParameter("expires", now.plus(purpose.lifetime)).setParameter("now", now)
                .setParameter("old", now.minus(HOUR)).setParameter("most", MAILS_PER_HOUR)
                .setParameter("soon", now.plus(purpose.lifetime.dividedBy(2))).executeUpdate();
        return issued == 1 ? token : null;
    }

    /** Whose it is; null if it is none, or no longer one. */
    UUID holder(String token, MailPurpose purpose) {
        return database.createNativeQuery("select t.user_id from mail_tokens t join users u on u.id = t.user_id "
                + "where t.token_hash = :hash and t.purpose = :purpose and t.expires_at > :now and t.email = u.email",
                UUID.class)
                .setParameter("hash", RefreshTokens.hash(token)).setParameter("purpose", purpose.name())
                .setParameter("now", BaseEntity.now()).getSingleResultOrNull();
    }

    /** Uses it up, in one statement: of many at once one does. */
    boolean use(String token, MailPurpose purpose, User user) {
        return database.createNativeMutationQuery("update mail_tokens set token_hash = null where user_id = :user "
                + "and token_hash = :hash and purpose = :purpose and expires_at > :now and email = :email")
                .setParameter("user", user.id).setParameter("hash", RefreshTokens.hash(token))
                .setParameter("purpose", purpose.name()).setParameter("now", BaseEntity.now())
                .setParameter("email", user.email).executeUpdate() == 1;
    }

    /** Whatever was mailed to the address before is worth nothing, should the user come back to it, too. */
    void revokeAll(UUID user) {
        database.createNativeMutationQuery("update mail_tokens set token_hash = null where user_id = :user")
                .setParameter("user", user).executeUpdate();
    }
}
