package dev.taskward.auth;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;
import org.eclipse.microprofile.config.inject.ConfigProperty;

import dev.taskward.http.ApiException;
import dev.taskward.http.Capacity;
import dev.taskward.user.User;

/**
 * Hashes and checks passwords by bcrypt, at most as many at once as there are cores: a storm of sign-ins then leaves the
 * rest of the service its share. A few more wait their turn; the surplus is told at once to come back. Together they are
 * never more than half of the workers, however many cores a node has.
 */
@ApplicationScoped
public class PasswordHasher {
    /** Waiting ones hold a worker thread each, so that they must stay few. */
    private static final int WAITING_PER_CORE = 4;
    private static final long WAIT_SECONDS = 2;
    private static final int SALT_BYTES = 16;
    /** Characters of a salt and a digest. */
    private static final int ENCODED = 53;

    private final SecureRandom random = new SecureRandom();
    private final AtomicInteger admitted = new AtomicInteger();
    private final int cost;
    private final int limit;
    private final Semaphore running;
    /** What the password of an unknown account is checked against, so that it takes as long as that of a known one. */
    private final String decoy;

    @Inject
    PasswordHasher(@ConfigProperty(name = "taskward.password.bcrypt-cost", defaultValue = "10") int cost,
            Capacity capacity) {
        this(cost, Runtime.getRuntime().availableProcessors(), capacity.workers());
    }

    /** @param cost the base-2 logarithm of the rounds; OWASP asks for 10 or more */
    PasswordHasher(int cost, int cores, int workers) {
        this.cost = cost;
        this.decoy = String.format("$2b$%02d$%s", cost, ".".repeat(ENCODED));
        this.limit = Math.min(cores * (1 + WAITING_PER_CORE), Math.max(1, workers / 2));
        this.running = new Semaphore(Math.min(cores, limit), true);
    }

    /** At the start, so that a queue that nobody has used yet is seen to be empty. */
    void measure(@Observes StartupEvent event, MeterRegistry metrics) {
        Gauge.builder("taskward.password.hashes", admitted, AtomicInteger::get)
                .description("Password hashes that run or wait").register(metrics);
        Gauge.builder("taskward.password.hashes.max", () -> limit)
                .description("How many may run or wait before more are refused").register(metrics);
    }

    /** @throws ApiException 503 when too many hashes are asked for at once */
    public String hash(String password) {
        return bounded(() -> bcrypt(password));
    }

    /**
     * @param hash null for an account that does not exist, or none of a password: the answer is no, in the same time
     * @throws ApiException 503 when too many hashes are asked for at once
     */
    public boolean matches(String password, String hash) {
        byte[] given = bytes(password);
        boolean known = hash != null && !hash.equals(User.NO_PASSWORD);
        boolean same = bounded(() -> OpenBSDBCrypt.checkPassword(known ? hash : decoy, given));
        // bcrypt leaves out what is longer, so that a longer password would match by its beginning.
        return same && known && given.length <= PasswordPolicy.MAX_BYTES;
    }

    private String bcrypt(String password) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return OpenBSDBCrypt.generate("2b", bytes(password), salt, cost);
    }

    private static byte[] bytes(String password) {
        return password.getBytes(StandardCharsets.UTF_8);
    }

    <T> T bounded(Supplier<T> work) {
        if (admitted.incrementAndGet() > limit) {
            admitted.decrementAndGet();
            throw busy();
        }
        try {
            if (!running.tryAcquire(WAIT_SECONDS, TimeUnit.SECONDS)) {
                throw busy();
            }
            try {
                return work.get();
            } finally {
                running.release();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw busy();
        } finally {
            admitted.decrementAndGet();
        }
    }

    private static ApiException busy() {
        return ApiException.unavailable("Too many sign-ins at once, try again shortly", 1);
    }
}
