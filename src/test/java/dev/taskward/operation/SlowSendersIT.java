package dev.taskward.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.taskward.support.OwnPostgres;
import dev.taskward.support.Reply;
import dev.taskward.support.ServiceClient;
import dev.taskward.support.ServiceClient.User;
import dev.taskward.support.ServiceProcess;
import dev.taskward.support.Wire;

/** Clients that do not come to the end of what they send hold up nobody but themselves. */
public class SlowSendersIT {
    /** Twice as many as there are worker threads, and more. */
    private static final int MANY = 80;
    private static final int MEBIBYTE = 1024 * 1024;

    private final List<Wire> wires = new ArrayList<>();
    private OwnPostgres database;
    private ServiceProcess service;
    private ServiceClient client;

    @BeforeEach
    void start() {
        database = OwnPostgres.started();
    }

    @AfterEach
    void stop() {
        wires.forEach(Wire::close);
        service.close();
        database.close();
    }

    private void serve(Map<String, String> more) {
        Map<String, String> settings = database.settings();
        settings.putAll(more);
        service = ServiceProcess.startSmall(settings).awaitReady();
        client = service.client();
    }

    /** The head of a sign-in, and no more of its body than this. */
    private Wire begin(int length, String part) {
        Wire wire = new Wire(service.port());
        wires.add(wire);
        return wire.write("POST /api/v1/auth/login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Content-Length: " + length + "\r\n\r\n" + part);
    }

    @Test
    void theOthersAreServedMeanwhile() {
        serve(Map.of("BODY_TIMEOUT", "PT10M"));
        User ada = client.register();
        for (int i = 0; i < MANY; i++) {
            begin(500, "{");
        }
        assertThat(client.get(ada.tasks(), ada.token()).status()).isEqualTo(200);
        assertThat(client.post(ada.tasks(), ada.token(), "{\"title\": \"Meanwhile\"}").status()).isEqualTo(201);
        assertThat(client.status("/q/health/live")).isEqualTo(200);
        assertThat(client.status("/q/health/ready")).isEqualTo(200);
        String rest = "\"email\": \"nobody@example.com\", \"password\": \"Wrong-horse-7\"}";
        Reply late = wires.get(0).write(rest + " ".repeat(499 - rest.length())).read();
        assertThat(late.json().path("code").asText()).isEqualTo("INVALID_CREDENTIALS");
    }

    @Test
    void whoIsNotDoneInTimeIsToldSoAndCutOffHoweverSteadilyItCame() {
        serve(Map.of("BODY_TIMEOUT", "PT3S"));
        Wire silent = begin(500, "{");
        Wire steady = begin(500, "{");
        Thread drip = new Thread(() -> {
            for (int i = 0; i < 100 && !Thread.currentThread().isInterrupted(); i++) {
                steady.write(" ");
                try {
                    Thread.sleep(100);
                } catch (InterruptedException e) {
                    return;
                }
            }
        });
        drip.start();
        try {
            for (Wire wire : List.of(silent, steady)) {
                Reply reply = wire.read();
                assertThat(reply.status()).isEqualTo(408);
                assertThat(reply.json().path("code").asText()).isEqualTo("REQUEST_TIMEOUT");
                assertThat(reply.header("Connection")).isEqualTo("close");
                assertThat(wire.isClosed()).isTrue();
            }
        } finally {
            drip.interrupt();
        }
    }

    @Test
    void whereBodiesHaveUsedUpTheirShareOfTheHeapTheLargestHasToGoAndTheOthersAreServed() {
        serve(Map.of("BODY_TIMEOUT", "PT10M"));
        User ada = client.register();
        for (int i = 1; i <= 10; i++) {
            begin(MEBIBYTE, "{" + " ".repeat(MEBIBYTE - i * 1000));
        }
        Reply largest = wires.get(0).read();
        assertThat(largest.status()).isEqualTo(503);
        assertThat(largest.header("Retry-After")).matches("[1-9]\\d*");
        assertThat(client.post(ada.tasks(), ada.token(), "{\"title\": \"Small\"}").status()).isEqualTo(201);
        assertThat(client.get(ada.tasks(), ada.token()).status()).isEqualTo(200);
        wires.forEach(Wire::close);
        await().until(() -> client.post(ada.tasks(), ada.token(), task(MEBIBYTE)).status() == 201);
    }

    @Test
    void aBodyMayBeAsLargeAsTheSettingSays() {
        serve(Map.of("MAX_BODY_SIZE", "4M"));
        User ada = client.register();
        assertThat(client.post(ada.tasks(), ada.token(), task(4 * MEBIBYTE)).status()).isEqualTo(201);
        assertThat(begin(4 * MEBIBYTE + 1, "{").read().status()).isEqualTo(413);
    }

    @Test
    void aStopDoesNotWaitForThemUntilItIsKilled() {
        serve(Map.of("BODY_TIMEOUT", "PT10M"));
        Wire slow = begin(500, "{");
        client.status("/q/health/live");
        service.terminate();
        assertThat(slow.read().status()).isEqualTo(503);
        assertThat(service.awaitExit()).isZero();
    }

    /** A task in so many bytes. */
    private static String task(int size) {
        String start = "{\"title\": \"x\", \"more\": \"";
        return start + "x".repeat(size - start.length() - 2) + "\"}";
    }
}
