package dev.taskward.mail;

import java.time.Duration;

import jakarta.enterprise.context.ApplicationScoped;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;

/**
 * Limits the mails of one purpose to one address, whatever accounts they are for: by creating, moving and deleting accounts
 * one could otherwise fill a stranger's mailbox. Each replica counts for itself. The limit is above what {@link MailTokens}
 * allows a single account, so that nobody uses it up against that account's user.
 */
@ApplicationScoped
public class AddressLimit {
    private static final long MAILS = 10;
    private static final Duration WINDOW = Duration.ofHours(1);
    private static final int MAX_ADDRESSES = 100_000;

    private final Cache<String, Bucket> addresses = Caffeine.newBuilder().maximumSize(MAX_ADDRESSES)
            .expireAfterAccess(WINDOW).build();

    boolean admits(MailPurpose purpose, String address) {
        return bucket(purpose, address).tryConsume(1);
    }

    /** No mail was sent after all. */
    void giveBack(MailPurpose purpose, String address) {
        bucket(purpose, address).addTokens(1);
    }

    private Bucket bucket(MailPurpose purpose, String address) {
        return addresses.get(purpose + " " + address, ignored -> Bucket.builder()
                .addLimit(limit -> limit.capacity(MAILS).refillIntervally(MAILS, WINDOW)).build());
    }
}
