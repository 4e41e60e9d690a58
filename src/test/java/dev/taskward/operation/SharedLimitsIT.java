package dev.taskward.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import dev.taskward.support.Load;
import dev.taskward.support.OwnPostgres;
import dev.taskward.support.OwnRedis;
import dev.taskward.support.ServiceClient;
import dev.taskward.support.ServiceClient.Answer;
import dev.taskward.support.ServiceClient.User;
import dev.taskward.support.ServiceProcess;

/** With Redis two replicas have one limit between them. */
class SharedLimitsIT {
    private static final int PER_USER = 40;
    private static final int PER_ADDRESS = 30;
    private static OwnPostgres database;
    private static OwnRedis redis;
    private static List<ServiceProcess> replicas;

    @BeforeAll
    static void start() {
        redis = OwnRedis.started();
        database = OwnPostgres.started();
        Map<String, String> settings = database.settings();
        // A stall of the machine under test is not to look like one of Redis.
        settings.putAll(Map.of("REDIS_URL", redis.url(), "REDIS_TIMEOUT", "10s", "DB_ACQUISITION_TIMEOUT", "PT10S",
                "RATE_LIMIT_USER", PER_USER + "/10m",
                "RATE_LIMIT_PUBLIC", PER_ADDRESS + "/10m", "TRUSTED_PROXIES", "127.0.0.0/8,::1"));
        replicas = List.of(ServiceProcess.start(settings), ServiceProcess.start(settings));
        replicas.forEach(ServiceProcess::awaitReady);
        await().until(() -> replicas.stream()
                .allMatch(replica -> replica.log().contains("ate limits are counted")));
    }

    @AfterAll
    static void stop() {
        if (replicas != null) {
            replicas.forEach(ServiceProcess::close);
            database.close();
            redis.close();
        }
    }

    @Test
    void ofThreeTimesTheLimitAtOnceAtBothExactlyTheLimitIsAdmitted() throws Exception {
        User ada = client(0).forwardingFor("192.0.2.1").register();
        List<Answer> answers = atOnce(3 * PER_USER, client -> client.get(ada.tasks(), ada.token()));
        assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(PER_USER);
        assertThat(answers).filteredOn(answer -> answer.status() == 429).hasSize(2 * PER_USER);
        User bob = client(1).forwardingFor("192.0.2.2").register();
        assertThat(client(0).get(bob.tasks(), bob.token()).header("X-RateLimit-Remaining")).isEqualTo("39");
        assertThat(client(1).get(bob.tasks(), bob.token()).header("X-RateLimit-Remaining")).isEqualTo("38");
    }

    @Test
    void anAddressHasOneLimitAtBothAndAnotherAddressItsOwn() throws Exception {
        List<Answer> answers = atOnce(3 * PER_ADDRESS, client -> refresh(client.forwardingFor("198.51.100.1")));
        assertThat(answers).filteredOn(answer -> answer.status() == 401).hasSize(PER_ADDRESS);
        assertThat(answers).filteredOn(answer -> answer.status() == 429).hasSize(2 * PER_ADDRESS);
        assertThat(refresh(client(0).forwardingFor("198.51.100.2")).status()).isEqualTo(401);
    }

    @Test
    void everyAnswerSaysWhereItsCallerStands() {
        ServiceClient client = client(0).forwardingFor("198.51.100.3");
        for (int left = PER_ADDRESS - 1; left >= 0; left--) {
            assertStanding(refresh(client), left);
        }
        Answer refused = refresh(client(1).forwardingFor("198.51.100.3"));
        assertThat(refused.status()).isEqualTo(429);
        assertStanding(refused, 0);
        assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(500, 600);
    }

    @Test
    void whatIsKeptThereEndsWithItsWindowAndNamesNobody() {
        refresh(client(0).forwardingFor("198.51.100.4"));
        List<String> keys = redis.ask("--scan", "--pattern", "*");
        assertThat(keys).anyMatch(key -> key.startsWith("taskward:rl:public:"))
                .allMatch(key -> key.matches("taskward:rl:(probe|(public|user):[A-Za-z0-9_-]{43})"));
        // One that has ended since is -2, one that never ends -1.
        assertThat(keys).allSatisfy(key -> assertThat(Long.parseLong(redis.ask("pttl", key).get(0)))
                .isBetween(-2L, 600_000L).isNotEqualTo(-1));
        assertThat(replicas).noneMatch(replica -> replica.log().contains(OwnRedis.secret()));
    }

    private static void assertStanding(Answer answer, int left) {
        assertThat(answer.header("RateLimit-Policy")).isEqualTo("\"public\";q=" + PER_ADDRESS + ";w=600");
        assertThat(answer.header("RateLimit")).matches("\"public\";r=" + left + ";t=(600|5\\d\\d)");
        assertThat(answer.header("X-RateLimit-Remaining")).isEqualTo(Integer.toString(left));
    }

    private static ServiceClient client(int replica) {
        return replicas.get(replica).client();
    }

    /** Refused for what it says, at no cost but being counted. */
    private static Answer refresh(ServiceClient client) {
        return client.post("/api/v1/auth/refresh", null, "{\"refresh_token\": \"none\"}");
    }

    /** At both in turn. */
    private static List<Answer> atOnce(int requests, Function<ServiceClient, Answer> request) throws Exception {
        return Load.atOnce(requests, 24, number -> request.apply(client(number % 2)));
    }
}
