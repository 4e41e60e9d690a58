package dev.taskward.mail;

import java.time.Duration;

import jakarta.enterprise.context.ApplicationScoped;

import dev.taskward.http.LocalRateCounter;
import dev.taskward.http.RateLimit;

/**
 * Limits the mails to one address, whatever accounts they are for: by making, moving and deleting accounts one could
 * otherwise fill a stranger's mailbox. Counted by this replica alone.
 */
@ApplicationScoped
public class AddressLimit {
    private static final RateLimit LIMIT = new RateLimit(10, Duration.ofHours(1));

    private final LocalRateCounter addresses = new LocalRateCounter(LIMIT);

    boolean admits(String address) {
        return addresses.admits(address);
    }
}
