package dev.taskward.mail;

import java.time.Duration;

import jakarta.enterprise.context.ApplicationScoped;

import dev.taskward.http.LocalRateCounter;
import dev.taskward.http.RateLimit;

/**
 * Limits the mails of one purpose to one address, whatever accounts they are for: by creating, moving and deleting accounts
 * one could otherwise fill a stranger's mailbox. Each replica counts for itself. The limit is above what {@link MailTokens}
 * allows a single account, so that nobody uses it up against that account's user.
 */
@ApplicationScoped
public class AddressLimit {
    private static final RateLimit LIMIT = new RateLimit(10, Duration.ofHours(1));

    private final LocalRateCounter addresses = new LocalRateCounter(LIMIT);

    boolean admits(MailPurpose purpose, String address) {
        return addresses.admits(key(purpose, address));
    }

    /** No mail was sent after all. */
    void giveBack(MailPurpose purpose, String address) {
        addresses.giveBack(key(purpose, address));
    }

    private static String key(MailPurpose purpose, String address) {
        return purpose + " " + address;
    }
}
