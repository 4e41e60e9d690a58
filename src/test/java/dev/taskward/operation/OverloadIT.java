package dev.taskward.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

import dev.taskward.support.OwnPostgres;
import dev.taskward.support.Reply;
import dev.taskward.support.ServiceClient;
import dev.taskward.support.ServiceClient.User;
import dev.taskward.support.ServiceProcess;
import dev.taskward.support.Wire;

/** Clients that ask for more than a small pod has: it goes on, and answers 503 what it cannot serve. */
@Isolated("it needs the whole machine")
class OverloadIT {
    private static final int MEBIBYTE = 1024 * 1024;
    private static final String LOGIN = "POST /api/v1/auth/login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";

    private final List<Socket> sockets = new ArrayList<>();
    private OwnPostgres database;
    private ServiceProcess service;
    private ServiceClient client;

    @BeforeEach
    void start() {
        database = OwnPostgres.started();
        service = ServiceProcess.startSmall(database.settings()).awaitReady();
        client = service.client();
    }

    @AfterEach
    void stop() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        service.close();
        database.close();
    }

    /** A connection that takes only a little of what it is sent before it is read. */
    private Socket connect() throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4096);
        socket.connect(new InetSocketAddress("localhost", service.port()), 10_000);
        socket.setSoTimeout(20_000);
        sockets.add(socket);
        return socket;
    }

    private static void write(Socket socket, String text) {
        try {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            // refused before it was read
        }
    }

    /** Statuses of so many requests at once; -1 for a connection that was closed without an answer. */
    private List<Integer> atOnce(int requests, Supplier<String> request) {
        ExecutorService threads = Executors.newFixedThreadPool(requests);
        try {
            List<CompletableFuture<Integer>> statuses = IntStream.range(0, requests)
                    .mapToObj(n -> CompletableFuture.supplyAsync(() -> status(request.get()), threads)).toList();
            return statuses.stream().map(CompletableFuture::join).toList();
        } finally {
            threads.shutdownNow();
        }
    }

    private int status(String request) {
        try (Wire wire = new Wire(service.port())) {
            return wire.write(request).read().status();
        } catch (RuntimeException e) {
            return -1;
        }
    }

    private void goesOn(User user) {
        assertThat(service.isUnharmed()).isTrue();
        assertThat(client.status("/q/health/live")).isEqualTo(200);
        await().atMost(Duration.ofSeconds(30)).until(() -> client.get(user.tasks(), user.token()).status() == 200);
        await().atMost(Duration.ofSeconds(30)).until(() -> client.status("/q/health/ready") == 200);
        assertThat(service.log()).doesNotContain("OutOfMemory", "INTERNAL_ERROR");
    }

    private static String body(String content) {
        return LOGIN + "Content-Length: " + content.length() + "\r\n\r\n" + content;
    }

    @Test
    void aHundredBodiesOfAMegabyteAtOnce() {
        User ada = client.register();
        String password = "{\"email\": \"a@example.com\", \"password\": \"" + "x".repeat(MEBIBYTE - 60) + "\"}";
        assertThat(atOnce(100, () -> body(password))).isSubsetOf(400, 503).contains(400);
        goesOn(ada);
    }

    @Test
    void bodiesWhoseTreeWouldBeThirtyTimesTheirSize() {
        User ada = client.register();
        String tree = "{\"x\":[" + "{\"\":0},".repeat(MEBIBYTE / 8) + "0]}";
        assertThat(atOnce(100, () -> body(tree))).isSubsetOf(400, 503).contains(400);
        goesOn(ada);
    }

    @Test
    void fiveThousandIdleConnections() throws IOException {
        User ada = client.register();
        for (int i = 0; i < 5_000; i++) {
            connect();
        }
        goesOn(ada);
    }

    @Test
    void aHundredClientsThatDoNotReadAnswersOfAMegabyte() throws Exception {
        User ada = client.register();
        fill(ada);
        String list = "GET " + ada.tasks() + "?limit=100&cursor= HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                + ada.token() + "\r\n\r\n";
        for (int i = 0; i < 100; i++) {
            write(connect(), list.repeat(20));
        }
        goesOn(client.register());
    }

    /** As many tasks of the longest kind as a page can have. */
    private void fill(User user) throws Exception {
        database.execute(
                "insert into tasks (id, user_id, title, description, created_at, updated_at) select gen_random_uuid(), '"
                        + user.id()
                        + "', 'task', repeat('\uD83C\uDF31', 10000), now(), now() from generate_series(1, 100)");
    }

    @Test
    void manyWhoAskForTheLargestPagesAtOnce() throws Exception {
        List<User> users = IntStream.range(0, 6).mapToObj(i -> client.register()).toList();
        for (User user : users) {
            fill(user);
        }
        ConcurrentLinkedQueue<User> turns = new ConcurrentLinkedQueue<>();
        for (int i = 0; i < 60; i++) {
            turns.add(users.get(i % users.size()));
        }
        assertThat(atOnce(60, () -> {
            User user = turns.remove();
            return "GET " + user.tasks() + "?limit=100&cursor= HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                    + user.token() + "\r\n\r\n";
        })).isSubsetOf(200, 503).contains(200);
        goesOn(users.get(0));
    }

    @Test
    void aThousandWhoDoNotReadTheDocument() throws IOException {
        User ada = client.register();
        for (int i = 0; i < 1_000; i++) {
            write(connect(), "GET /q/openapi HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(3));
        }
        goesOn(ada);
    }

    @Test
    void requestsThatArePipelinedByTheHundredThousandAndNeverRead() throws Exception {
        User ada = client.register();
        String some = "GET /nowhere HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(1_000);
        List<Thread> senders = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Socket socket = connect();
            Thread sender = new Thread(() -> {
                for (int part = 0; part < 125; part++) {
                    write(socket, some);
                }
            });
            sender.setDaemon(true);
            sender.start();
            senders.add(sender);
        }
        Thread.sleep(3_000);
        goesOn(ada);
    }

    @Test
    void pipelinedRequestsAreAnsweredInTheirOrder() {
        try (Wire wire = new Wire(service.port())) {
            StringBuilder requests = new StringBuilder();
            for (int i = 0; i < 500; i++) {
                requests.append(i % 3 == 0
                        ? body("{\"email\": \"nobody@example.com\"}").replace("\r\n\r\n",
                                "\r\nX-Request-Id: r" + i + "\r\n\r\n")
                        : "GET /nowhere HTTP/1.1\r\nHost: localhost\r\nX-Request-Id: r" + i + "\r\n\r\n");
            }
            Thread writer = new Thread(() -> wire.write(requests.toString()));
            writer.start();
            for (int i = 0; i < 500; i++) {
                Reply reply = wire.read();
                assertThat(reply.header("X-Request-Id")).isEqualTo("r" + i);
                assertThat(reply.status()).isEqualTo(i % 3 == 0 ? 400 : 404);
            }
        }
    }

    @Test
    void whereAllConnectionsAreBusyANewOneIsAnswered503AndAProbe200() throws Exception {
        service.close();
        Map<String, String> settings = database.settings();
        settings.put("MAX_CONNECTIONS", "20");
        service = ServiceProcess.startSmall(settings).awaitReady();
        client = service.client();
        for (int i = 0; i < 20; i++) {
            Socket busy = connect();
            write(busy, LOGIN + "Content-Length: 500\r\nExpect: 100-continue\r\n\r\n");
            assertThat(busy.getInputStream().readNBytes(12)).asString(StandardCharsets.US_ASCII)
                    .isEqualTo("HTTP/1.1 100");
        }
        try (Wire wire = new Wire(service.port())) {
            Reply reply = wire.write("GET /api/v1/tasks HTTP/1.1\r\nHost: localhost\r\n\r\n").read();
            assertThat(reply.status()).isEqualTo(503);
            assertThat(reply.header("Retry-After")).isEqualTo("1");
            assertThat(reply.json().path("code").asText()).isEqualTo("UNAVAILABLE");
            assertThat(wire.isClosed()).isTrue();
        }
        assertThat(status("GET /q/health/live HTTP/1.1\r\nHost: localhost\r\n\r\n")).isEqualTo(200);
        sockets.get(0).close();
        await().until(() -> status("GET /api/v1/tasks HTTP/1.1\r\nHost: localhost\r\n\r\n") == 401);
    }

    @Test
    void theConnectionThatWasIdleLongestMakesRoomForANewOne() throws Exception {
        service.close();
        Map<String, String> settings = database.settings();
        settings.put("MAX_CONNECTIONS", "5");
        service = ServiceProcess.startSmall(settings).awaitReady();
        Socket first = connect();
        for (int i = 0; i < 8; i++) {
            connect();
        }
        assertThat(first.getInputStream().read()).isEqualTo(-1);
        assertThat(status("GET /api/v1/tasks HTTP/1.1\r\nHost: localhost\r\n\r\n")).isEqualTo(401);
    }
}
