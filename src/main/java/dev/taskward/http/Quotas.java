package dev.taskward.http;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongSupplier;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Limits how much one user can store of a resource. Rows are counted in the database once for every hundredth part of the
 * quota that a user creates, so that most creations cost no statement: a user can exceed it by that much on each replica.
 */
@ApplicationScoped
public class Quotas {
    private static final int CHECKS = 100;
    private static final int MAX_USERS = 50_000;
    private static final Duration REMEMBERED = Duration.ofHours(1);

    @Inject
    EntityManager database;

    private final Map<String, String> limits;
    private final Cache<String, Long> unchecked = Caffeine.newBuilder().maximumSize(MAX_USERS)
            .expireAfterAccess(REMEMBERED).build();

    @Inject
    Quotas(@ConfigProperty(name = "taskward.quota") Map<String, String> limits) {
        this.limits = limits;
    }

    /**
     * Admits the creation of some more.
     *
     * @param resource the name of the resource, as in {@code taskward.quota.<resource>}; without such a setting it has no quota
     * @param stored counts what the user has stored
     * @throws ApiException 403 with the code QUOTA_EXCEEDED
     */
    public void admit(String resource, UUID owner, int more, LongSupplier stored) {
        String setting = limits.get(resource);
        // Who creates nothing may go on, even beyond a quota that has been lowered.
        if (setting == null || setting.equals("off") || more == 0) {
            return;
        }
        long limit = Long.parseLong(setting);
        String key = resource + " " + owner;
        long created = unchecked.asMap().merge(key, (long) more, Long::sum);
        if (created < limit / CHECKS) {
            return;
        }
        lock(key);
        if (stored.getAsLong() + more > limit) {
            throw new ApiException(ErrorCode.QUOTA_EXCEEDED,
                    "There is room for " + limit + " " + resource + " of yours");
        }
        unchecked.invalidate(key);
    }

    /** Until the transaction ends: of several at once each counts what the one before it has created. */
    private void lock(String key) {
        database.createNativeQuery("select 1 from pg_advisory_xact_lock(hashtextextended(:key, 0))")
                .setParameter("key", key).getSingleResult();
    }
}
