package dev.taskward.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import dev.taskward.support.Account;
import dev.taskward.support.Load;
import dev.taskward.support.OwnPostgres;
import dev.taskward.support.ServiceClient.Answer;
import dev.taskward.support.ServiceClient.User;
import dev.taskward.support.ServiceProcess;

/** Two replicas count the tries at one account's password together, and need no Redis for it. */
class LoginLockIT {
    private static final int LIMIT = 10;
    private static final int TRIES = 200;
    private static OwnPostgres database;
    private static List<ServiceProcess> replicas;

    @BeforeAll
    static void start() {
        database = OwnPostgres.started();
        Map<String, String> settings = database.settings();
        // How long a try may wait for a connection is not what is tested here.
        settings.putAll(Map.of("RATE_LIMIT_LOGIN", LIMIT + "/15m", "DB_ACQUISITION_TIMEOUT", "30s"));
        replicas = List.of(ServiceProcess.start(settings), ServiceProcess.start(settings));
        replicas.forEach(ServiceProcess::awaitReady);
    }

    @AfterAll
    static void stop() {
        replicas.forEach(ServiceProcess::close);
        database.close();
    }

    @Test
    void ofManyWrongPasswordsAtOnceAtBothExactlyTheLimitReachTheHash() throws Exception {
        User ada = replicas.get(0).client().register();
        assertThat(statuses(tryAtBoth(ada.email()))).isEqualTo(Map.of("let through", LIMIT, "locked", TRIES - LIMIT));
        for (ServiceProcess replica : replicas) {
            assertThat(replica.client().login(ada.email(), Account.PASSWORD).status()).isEqualTo(429);
        }
        assertThat(database.count("select count(*) from audit_events where action = 'LOGIN_LOCKED' and subject_id = '"
                + ada.id() + "'")).isOne();
    }

    @Test
    void anUnknownAccountLocksAndAnswersAlike() throws Exception {
        User ada = replicas.get(1).client().register();
        List<Answer> known = tryAtBoth(ada.email());
        List<Answer> unknown = tryAtBoth(UUID.randomUUID() + "@example.com");
        assertThat(statuses(unknown)).isEqualTo(Map.of("let through", LIMIT, "locked", TRIES - LIMIT));
        assertThat(looks(unknown)).hasSize(2).isEqualTo(looks(known));
    }

    private static List<Answer> tryAtBoth(String email) throws Exception {
        return Load.atOnce(TRIES, 50, number -> replicas.get(number % 2).client().login(email, "Wrong-horse-9"));
    }

    /** Of those let through a busy machine tells some to come back, because the hashes before them took too long. */
    private static Map<String, Integer> statuses(List<Answer> answers) {
        assertThat(answers).allSatisfy(answer -> assertThat(answer.status()).isIn(401, 429, 503));
        return answers.stream().collect(Collectors.groupingBy(
                answer -> answer.status() == 429 ? "locked" : "let through", Collectors.summingInt(each -> 1)));
    }

    /** All that the refusals have in them, but times and request ids. */
    private static Set<String> looks(List<Answer> answers) {
        return answers.stream().filter(answer -> answer.status() != 503).map(look()).collect(Collectors.toSet());
    }

    private static Function<Answer, String> look() {
        return answer -> {
            Set<String> headers = new TreeSet<>(answer.headers().map().keySet());
            ObjectNode body = answer.body().deepCopy();
            body.remove("requestId");
            return answer.status() + " " + headers + " " + body;
        };
    }
}
