package dev.taskward.auth;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.regex.Pattern;

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
    private static final Pattern FORM = Pattern.compile("\\$2[aby]\\$\\d\\d\\$[./A-Za-z0-9]{" + ENCODED + "}");
    /** Where a hash such as {@code $2b$10$…} says its cost. */
    private static final int COST_AT = 4;

    private final SecureRandom random = new SecureRandom();
    private final AtomicInteger admitted = new AtomicInteger();
    private final int cost;
    private final int limit;
    private final Semaphore running;

    @Inject
    PasswordHasher(@ConfigProperty(name = "taskward.password.bcrypt-cost", defaultValue = "10") int cost,
            Capacity capacity) {
        this(cost, Runtime.getRuntime().availableProcessors(), capacity.workers());
    }

    /** @param cost the base-2 logarithm of the rounds; OWASP asks for 10 or more */
    PasswordHasher(int cost, int cores, int workers) {
        this.cost = cost;
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
     * Takes the same time for every wrong password, whether the account is unknown or was hashed at a lower cost.
     *
     * @param hash null for an account that does not exist; nothing matches that, nor what is no hash, as
     *        {@link User#NO_PASSWORD}
     * @throws ApiException 503 when too many hashes are asked for at once
     */
    public boolean matches(String password, String hash) {
        byte[] given = bytes(password);
        boolean known = hash != null && FORM.matcher(hash).matches();
        return bounded(() -> {
            boolean same = OpenBSDBCrypt.checkPassword(known ? hash : decoy(cost), given);
            // bcrypt leaves out what is longer, so that a longer password would match by its beginning.
            boolean matches = same && known && given.length <= PasswordPolicy.MAX_BYTES;
            if (!matches) {
                spendRest(known ? costOf(hash) : cost, given);
            }
            return matches;
        });
    }

    /** Whether the cost has risen since this was hashed. */
    boolean isOutdated(String hash) {
        return costOf(hash) < cost;
    }

    /** The rounds that the configured cost has more: 2^from + … + 2^(cost-1) = 2^cost - 2^from. */
    private void spendRest(int from, byte[] given) {
        for (int each = from; each < cost; each++) {
            OpenBSDBCrypt.checkPassword(decoy(each), given);
        }
    }

    private static int costOf(String hash) {
        return Integer.parseInt(hash.substring(COST_AT, COST_AT + 2));
    }

    /** A hash of this cost that no password has. */
    private static String decoy(int cost) {
        return String.format("$2b$%02d$%s", cost, ".".repeat(ENCODED));
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
