package dev.taskward.operation;

import java.io.IOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import dev.taskward.support.Account;
import dev.taskward.support.ServiceClient;
import dev.taskward.support.ServiceClient.Answer;
import dev.taskward.support.ServiceClient.User;

/** Users at all instances at once: sign-ins, refreshes, and reads with each one's token at every other instance. */
final class RotationLoad implements AutoCloseable {
    private static final int READERS = 3;
    private final List<ServiceClient> instances;
    private final User user;
    private final ExecutorService threads = Executors.newFixedThreadPool(READERS + 2);
    private final AtomicBoolean running = new AtomicBoolean(true);
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final AtomicInteger reads = new AtomicInteger();
    private final AtomicInteger issued = new AtomicInteger();
    private volatile String token;

    RotationLoad(ServiceClient... instances) {
        this.instances = List.of(instances);
        user = instances[0].register();
        token = user.token();
        threads.execute(() -> repeat(this::signIn));
        threads.execute(this::refresh);
        for (int i = 0; i < READERS; i++) {
            threads.execute(() -> repeat(this::read));
        }
    }

    Queue<String> failures() {
        return failures;
    }

    int reads() {
        return reads.get();
    }

    int issued() {
        return issued.get();
    }

    private interface Round {
        void at(ServiceClient instance) throws IOException;
    }

    private void repeat(Round round) {
        while (running.get()) {
            for (ServiceClient instance : instances) {
                try {
                    round.at(instance);
                } catch (IOException | RuntimeException e) {
                    failures.add(e.toString());
                }
            }
        }
    }

    private void signIn(ServiceClient instance) {
        took(instance.login(user.email(), Account.PASSWORD));
    }

    private void refresh() {
        String[] refreshToken = {user.refreshToken()};
        repeat(instance -> {
            Answer answer = instance.send("POST", "/api/v1/auth/refresh", null,
                    "{\"refresh_token\": \"" + refreshToken[0] + "\"}");
            took(answer);
            refreshToken[0] = answer.text("/data/refresh_token");
        });
    }

    private void took(Answer answer) {
        if (answer.status() != 200) {
            failures.add("issue: " + answer.status() + " " + answer.body());
        } else {
            issued.incrementAndGet();
            token = answer.text("/data/access_token");
        }
    }

    private void read(ServiceClient instance) throws IOException {
        Answer answer = instance.send("GET", user.tasks(), token, null);
        reads.incrementAndGet();
        if (answer.status() != 200) {
            failures.add("read: " + answer.status() + " " + answer.body());
        }
    }

    @Override
    public void close() throws InterruptedException {
        running.set(false);
        threads.shutdown();
        if (!threads.awaitTermination(1, TimeUnit.MINUTES)) {
            failures.add("a request hangs");
        }
    }
}
