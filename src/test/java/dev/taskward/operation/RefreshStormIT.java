package dev.taskward.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

import dev.taskward.support.Call;
import dev.taskward.support.OwnPostgres;
import dev.taskward.support.Reply;
import dev.taskward.support.ServiceClient;
import dev.taskward.support.ServiceClient.User;
import dev.taskward.support.ServiceProcess;
import dev.taskward.support.Wire;

/** A hundred refreshes at once with one token: all are answered with one pair, and nobody else waits for them. */
@Isolated("a hundred clients need the machine")
class RefreshStormIT {
    private static final int REFRESHES = 100;
    private static final int POOL = 2;
    private static final String REFRESH_TOKEN = "/data/refresh_token";

    private OwnPostgres database;
    private ServiceProcess service;
    private ServiceClient client;
    private User ada;
    private User bob;

    @BeforeEach
    void start() {
        database = OwnPostgres.started();
        Map<String, String> settings = database.settings();
        // All have their turn, however long a busy machine takes, but none may wait longer than usual for a connection.
        settings.putAll(Map.of("DB_POOL_MAX", Integer.toString(POOL), "TASKWARD_HTTP_MAX_QUEUE_WAIT", "PT30S",
                "REQUEST_TIMEOUT", "PT60S", "TRUSTED_PROXIES", "127.0.0.0/8,::1"));
        service = ServiceProcess.start(settings).awaitReady();
        client = service.client();
        ada = client.register();
        bob = client.register();
        warmUp();
    }

    /** What is measured is not to be the first of its kind. */
    private void warmUp() {
        String token = bob.refreshToken();
        for (int i = 0; i < 30; i++) {
            token = refresh(token, 0).json().at(REFRESH_TOKEN).asText();
            assertThat(read()).isEqualTo(200);
        }
    }

    @AfterEach
    void stop() {
        service.close();
        database.close();
    }

    @Test
    void allAreAnsweredWithOnePairWhileOthersAreServed() throws Exception {
        String token = ada.refreshToken();
        // From one address, which has few workers at a time, and from as many as there are requests.
        for (int addresses : new int[]{1, REFRESHES, REFRESHES}) {
            AtomicBoolean over = new AtomicBoolean();
            CompletableFuture<List<Integer>> others = CompletableFuture.supplyAsync(() -> readUntil(over));
            token = refreshAll(token, addresses);
            over.set(true);
            assertThat(others.get()).isNotEmpty().containsOnly(200);
        }
        assertThat(refresh(token, 0).status()).isEqualTo(200);
        assertThat(service.log()).doesNotContain("INTERNAL_ERROR", "was replayed");
    }

    /** The first refresh waits for a lock: the others are to wait for it, and not for locks of their own. */
    @Test
    void whileTheyWaitOthersAreServed() throws Exception {
        try (Connection lock = database.connect()) {
            lock.setAutoCommit(false);
            lock.createStatement().execute("select id from sessions where user_id = '" + ada.id() + "' for update");
            CompletableFuture<String> storm = CompletableFuture.supplyAsync(() -> refreshAll(ada.refreshToken(), 1));
            await().until(() -> waiting() > 0);
            for (int i = 0; i < 20; i++) {
                assertThat(read()).isEqualTo(200);
            }
            assertThat(waiting()).isEqualTo(1);
            lock.rollback();
            assertThat(refresh(storm.get(), 0).status()).isEqualTo(200);
        }
    }

    private int waiting() throws SQLException {
        return database.count("select count(*) from pg_stat_activity where wait_event_type = 'Lock'"
                + " and application_name = 'taskward'");
    }

    /** The refresh token that all answers have; their access tokens are good, and one family lives. */
    private String refreshAll(String token, int addresses) {
        List<Reply> replies = atOnce(i -> refresh(token, i % addresses));
        assertThat(replies).extracting(Reply::status).containsOnly(200);
        List<String> next = replies.stream().map(reply -> reply.json().at(REFRESH_TOKEN).asText()).distinct().toList();
        assertThat(next).hasSize(1).doesNotContain(token);
        assertThat(replies.stream().map(reply -> reply.json().at("/data/access_token").asText()).distinct())
                .allSatisfy(access -> assertThat(client.get(ada.tasks(), access).status()).isEqualTo(200));
        try {
            assertThat(database.count("select count(*) from sessions where ended_at is null and user_id = '" + ada.id()
                    + "'")).isEqualTo(1);
            assertThat(database.count("select count(*) from refresh_tokens t join sessions s on s.id = t.session_id"
                    + " where t.used_at is null and s.user_id = '" + ada.id() + "'")).isEqualTo(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return next.get(0);
    }

    private static List<Reply> atOnce(IntFunction<Reply> request) {
        ExecutorService threads = Executors.newFixedThreadPool(REFRESHES);
        try {
            List<CompletableFuture<Reply>> replies = IntStream.range(0, REFRESHES)
                    .mapToObj(i -> CompletableFuture.supplyAsync(() -> request.apply(i), threads)).toList();
            return replies.stream().map(CompletableFuture::join).toList();
        } finally {
            threads.shutdownNow();
        }
    }

    /** By a connection of its own, as from this one of the addresses. */
    private Reply refresh(String token, int address) {
        try (Wire wire = new Wire(service.port())) {
            return Call.post("/api/v1/auth/refresh").header("X-Forwarded-For", "192.0.2." + address)
                    .json("{\"refresh_token\": \"" + token + "\"}").on(wire).read();
        }
    }

    private int read() {
        return client.get(bob.tasks(), bob.token()).status();
    }

    private List<Integer> readUntil(AtomicBoolean over) {
        List<Integer> statuses = new ArrayList<>();
        while (!over.get()) {
            statuses.add(read());
        }
        return statuses;
    }
}
