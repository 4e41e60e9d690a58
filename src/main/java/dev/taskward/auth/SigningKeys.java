package dev.taskward.auth;

import java.security.PublicKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jose4j.jwk.JsonWebKey;

import dev.taskward.audit.AuditAction;
import dev.taskward.audit.AuditLog;

/**
 * The key that signs access tokens and the ones that verify them: out of the environment for good, or out of a directory
 * that is looked at again and again, so that keys rotate while the service runs.
 */
@Singleton
public class SigningKeys {
    private static final Logger LOG = Logger.getLogger(SigningKeys.class);
    private static final Duration POLL = Duration.ofSeconds(2);

    private final KeyDirectory directory;
    private final KeySchedule schedule;
    private volatile KeyRing ring;
    private ScheduledExecutorService poller;

    @Inject
    AuditLog audit;

    @Inject
    MeterRegistry metrics;

    SigningKeys(@ConfigProperty(name = "taskward.keys.directory") Optional<String> path,
            @ConfigProperty(name = "taskward.keys.activation") Duration activation,
            @ConfigProperty(name = "taskward.keys.signing") Optional<String> privateKey,
            @ConfigProperty(name = "taskward.keys.previous") Optional<String> previous) {
        directory = path.map(KeyDirectory::new).orElse(null);
        schedule = new KeySchedule(activation);
        ring = directory == null ? fixed(privateKey, previous) : scheduled();
    }

    /** @throws IllegalArgumentException saying what is wrong with the directory's keys, and nothing of them */
    public static void check(String path) {
        new KeyDirectory(path);
    }

    private static KeyRing fixed(Optional<String> privateKey, Optional<String> previous) {
        SigningKey signing = SigningKey.of(privateKey.map(PemKeys::privateKey).orElseGet(DevelopmentKey::load));
        List<SigningKey> all = new ArrayList<>(List.of(signing));
        previous.map(PemKeys::publicKeys).orElse(List.of()).forEach(key -> all.add(SigningKey.of(key)));
        return KeyRing.of(signing, all);
    }

    private KeyRing scheduled() {
        return KeyRing.of(schedule.signing(directory.keys(), System.nanoTime()), directory.keys().values());
    }

    void start() {
        measure();
        if (directory != null) {
            poller = Executors.newSingleThreadScheduledExecutor(task -> {
                Thread thread = new Thread(task, "keys");
                thread.setDaemon(true);
                return thread;
            });
            poller.scheduleWithFixedDelay(this::poll, POLL.toMillis(), POLL.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    void stop() {
        if (poller != null) {
            poller.shutdownNow();
        }
    }

    private void poll() {
        try {
            directory.refresh();
            KeyRing before = ring;
            ring = scheduled();
            tell(before, ring);
            measure();
        } catch (RuntimeException e) {
            // Thrown on, it would end the polling.
            LOG.error("The keys could not be looked at and stay as they were", e);
        }
    }

    private void tell(KeyRing before, KeyRing now) {
        if (!now.signing().id().equals(before.signing().id())) {
            record(AuditAction.KEY_ACTIVATED, now.signing().id(), "Key %s signs from now on");
        }
        Set<String> retired = new HashSet<>(before.keys().keySet());
        retired.removeAll(now.keys().keySet());
        retired.forEach(key -> record(AuditAction.KEY_RETIRED, key, "Key %s is good no more"));
    }

    /** 1 for the key that signs, 0 for the others: since when, what watches the metrics knows better than one replica. */
    private void measure() {
        ring.keys().keySet().forEach(id -> Gauge
                .builder("taskward.signing.key", this, keys -> keys.signing().id().equals(id) ? 1 : 0)
                .tag("kid", id).register(metrics));
    }

    private void record(AuditAction action, String keyId, String message) {
        LOG.infof(message, keyId);
        try {
            audit.record(action, null, null, keyId);
        } catch (RuntimeException e) {
            LOG.warnf(e, "%s of %s could not be written to the audit log", action, keyId);
        }
    }

    SigningKey signing() {
        return ring.signing();
    }

    /** Bytes that only holders of the key that signs now can know, different for each purpose. */
    public Derived derive(String purpose) {
        return Derived.of(ring.signing(), purpose);
    }

    /** The same of the key with this id; empty if its private half is not here. */
    public Optional<Derived> derive(String purpose, String keyId) {
        return Optional.ofNullable(ring.keys().get(keyId)).filter(SigningKey::canSign)
                .map(key -> Derived.of(key, purpose));
    }

    /** Bytes and the id of the key that they are derived from. */
    public record Derived(String keyId, byte[] bytes) {
        private static Derived of(SigningKey key, String purpose) {
            return new Derived(key.id(), key.derive(purpose));
        }
    }

    /** The key with this id; null if it is none of ours. */
    PublicKey verifying(String keyId) {
        SigningKey key = keyId == null ? null : ring.keys().get(keyId);
        return key == null ? null : key.published().getPublicKey();
    }

    /** The public keys as members of a JWK set (RFC 7517 section 5). */
    List<Map<String, Object>> publicKeys() {
        return ring.keys().values().stream()
                .map(key -> key.published().toParams(JsonWebKey.OutputControlLevel.PUBLIC_ONLY)).toList();
    }
}
