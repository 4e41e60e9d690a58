package dev.taskward.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

import dev.taskward.support.OwnPostgres;
import dev.taskward.support.ServiceClient;
import dev.taskward.support.ServiceProcess;

/** The time of an answer does not tell whether there is such an account, with the cost of a hash that production has. */
@Isolated("it measures time")
class LoginTimingIT {
    /** What may differ beside the noise, which is measured. */
    private static final double TOLERANCE = 0.05;
    private static OwnPostgres database;

    @BeforeAll
    static void start() {
        database = OwnPostgres.started();
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    @Test
    void aWrongPasswordTakesAsLongAsAnUnknownAccount() {
        assertAlike("1000000/1h", 401, 75);
    }

    @Test
    void soDoesTheWrongPasswordOfAnAccountThatWasHashedAtALowerCost() {
        String old;
        try (ServiceProcess service = ServiceProcess.start(database.settings()).awaitReady()) {
            old = service.client().register().email();
        }
        Map<String, String> settings = database.settings();
        settings.put("BCRYPT_COST", "12");
        try (ServiceProcess service = ServiceProcess.start(settings).awaitReady()) {
            assertAlike(service.client(), old, 401, 25);
        }
    }

    @Test
    void aLockedAccountTakesAsLongAsALockedUnknownOne() {
        assertAlike("1/1h", 429, 200);
    }

    /** Two samples of each kind, taken in turn, so that what the machine does meanwhile befalls all alike. */
    private static void assertAlike(String limit, int status, int tries) {
        Map<String, String> settings = database.settings();
        settings.put("RATE_LIMIT_LOGIN", limit);
        try (ServiceProcess service = ServiceProcess.start(settings).awaitReady()) {
            assertAlike(service.client(), service.client().register().email(), status, tries);
        }
    }

    private static void assertAlike(ServiceClient client, String known, int status, int tries) {
        String unknown = "x" + UUID.randomUUID().toString().substring(1) + "@example.com";
        List<String> names = List.of(known, unknown, known, unknown);
        List<List<Double>> times = Stream.generate(() -> (List<Double>) new ArrayList<Double>()).limit(4).toList();
        warmUp(client, names);
        for (int i = 0; i < tries; i++) {
            for (int each = 0; each < names.size(); each++) {
                // Each follows each other as often.
                int kind = (each + i) % names.size();
                times.get(kind).add(time(client, names.get(kind), status));
            }
        }
        assertAlike(times);
    }

    private static void assertAlike(List<List<Double>> times) {
        double known = median(both(times.get(0), times.get(2)));
        double unknown = median(both(times.get(1), times.get(3)));
        double noise = Math.max(Math.abs(median(times.get(0)) - median(times.get(2))),
                Math.abs(median(times.get(1)) - median(times.get(3))));
        double uncertainty = 4 * Math.hypot(error(times.get(0), times.get(2)), error(times.get(1), times.get(3)));
        assertThat(Math.abs(known - unknown))
                .as("known %.3f ms, unknown %.3f ms, noise %.3f ms, uncertainty %.3f ms", known, unknown, noise,
                        uncertainty)
                .isLessThanOrEqualTo(TOLERANCE * Math.max(known, unknown) + noise + uncertainty);
    }

    private static void warmUp(ServiceClient client, List<String> names) {
        for (int i = 0; i < 10; i++) {
            names.forEach(name -> client.login(name, "Wrong-horse-9"));
        }
    }

    private static double time(ServiceClient client, String name, int status) {
        ServiceClient.Answer answer = client.login(name, "Wrong-horse-9");
        assertThat(answer.status()).isEqualTo(status);
        return answer.time().toNanos() / 1e6;
    }

    private static List<Double> both(List<Double> one, List<Double> other) {
        return Stream.concat(one.stream(), other.stream()).toList();
    }

    private static double median(List<Double> values) {
        return quantile(values, 0.5);
    }

    private static double quantile(List<Double> values, double share) {
        return values.stream().sorted().toList().get((int) (values.size() * share));
    }

    /** The standard error of the median, the spread estimated by the quartiles as for a normal distribution. */
    private static double error(List<Double> one, List<Double> other) {
        List<Double> values = both(one, other);
        double spread = (quantile(values, 0.75) - quantile(values, 0.25)) / 1.349;
        return 1.2533 * spread / Math.sqrt(values.size());
    }
}
