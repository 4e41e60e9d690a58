package dev.taskward.mail;

import java.time.Duration;

import jakarta.enterprise.context.ApplicationScoped;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;

/**
 * Limits the mails to one address, whatever accounts they are for: by making, moving and deleting accounts one could
 * otherwise fill a stranger's mailbox. Counted by this replica alone.
 */
@ApplicationScoped
public class AddressLimit {
    private static final long MAILS = 10;
    private static final Duration WINDOW = Duration.ofHours(1);
    private static final int MAX_ADDRESSES = 100_000;

    private final Cache<String, Bucket> addresses = Caffeine.newBuilder().maximumSize(MAX_ADDRESSES)
            .expireAfterAccess(WINDOW).build();

    boolean admits(String address) {
        return addresses.get(address, ignored -> Bucket.builder()
                .addLimit(limit -> limit.capacity(MAILS).refillIntervally(MAILS, WINDOW)).build()).tryConsume(1);
    }
}
