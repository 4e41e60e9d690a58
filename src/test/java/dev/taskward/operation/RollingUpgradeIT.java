package dev.taskward.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import dev.taskward.support.OwnPostgres;
import dev.taskward.support.ServiceClient;
import dev.taskward.support.ServiceClient.User;
import dev.taskward.support.ServiceProcess;
import dev.taskward.support.Tool;

/** Two instances behind HAProxy are replaced one after the other, under load, and no client notices. */
@Execution(ExecutionMode.SAME_THREAD)
public class RollingUpgradeIT {
    /** How often each is replaced: -Dtaskward.upgrades=10 for a long look. */
    private static final int UPGRADES = Integer.getInteger("taskward.upgrades", 1);
    /** What preStop and the service's own delay are together in k8s/base; with next to none of it requests fail. */
    private static final String SHUTDOWN_DELAY = System.getProperty("taskward.shutdown-delay", "7s");
    private static final int CLIENTS = 6;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final int proxyPort = ServiceProcess.freePort();
    private final int[] ports = {ServiceProcess.freePort(), ServiceProcess.freePort()};
    private final ServiceProcess[] services = new ServiceProcess[ports.length];
    private final AtomicBoolean loading = new AtomicBoolean(true);
    private final AtomicInteger done = new AtomicInteger();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();

    @BeforeAll
    static void installed() {
        Tool.assumeInstalled("haproxy");
    }

    @Test
    void noRequestFailsWhileEachInstanceIsReplaced() throws Exception {
        try (OwnPostgres database = OwnPostgres.started()) {
            for (int i = 0; i < ports.length; i++) {
                services[i] = start(database, i);
            }
            try (Tool proxy = proxy()) {
                ServiceClient client = new ServiceClient(proxyPort);
                await().atMost(PATIENCE).until(() -> client.status("/health") == 200);
                User ada = client.register();
                ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
                for (int i = 0; i < CLIENTS; i++) {
                    clients.execute(() -> load(client, ada));
                }
                for (int upgrade = 0; upgrade < UPGRADES * ports.length; upgrade++) {
                    replace(database, upgrade % ports.length);
                }
                loading.set(false);
                clients.shutdown();
                assertThat(clients.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
                System.out.printf("%d requests while %d instances were replaced, %d failed%n", done.get(),
                        UPGRADES * ports.length, failures.size());
                assertThat(failures).as(proxy.log()).isEmpty();
            } finally {
                for (ServiceProcess service : services) {
                    service.close();
                }
            }
        }
    }

    private void replace(OwnPostgres database, int instance) throws IOException {
        int before = done.get();
        services[instance].terminate();
        assertThat(services[instance].awaitExit()).as("exit code").isZero();
        services[instance].close();
        services[instance] = start(database, instance);
        // As a rollout does, which waits for the new one to be in the balancer before it takes the next.
        await().pollDelay(Duration.ofSeconds(2)).until(() -> done.get() > before + CLIENTS);
    }

    private ServiceProcess start(OwnPostgres database, int instance) {
        Map<String, String> settings = database.settings();
        settings.put("PORT", Integer.toString(ports[instance]));
        settings.put("SHUTDOWN_DELAY", SHUTDOWN_DELAY);
        return ServiceProcess.start(settings).awaitReady();
    }

    private Tool proxy() throws IOException {
        Path directory = Files.createTempDirectory("taskward-haproxy");
        Files.writeString(directory.resolve("haproxy.cfg"), """
                defaults
                  mode http
                  timeout connect 2s
                  timeout client 60s
                  timeout server 60s
                  timeout check 10s
                  option httpchk GET /q/health/ready
                  # What is refused is a failure, and not hidden by another try.
                  retries 0
                listen taskward
                  bind 127.0.0.1:%d
                  default-server check inter 500ms fall 1 rise 1
                  server a 127.0.0.1:%d
                  server b 127.0.0.1:%d
                """.formatted(proxyPort, ports[0], ports[1]));
        return Tool.start(directory, "haproxy", "-db", "-f", "haproxy.cfg");
    }

    private void load(ServiceClient client, User ada) {
        while (loading.get()) {
            expect(201, client, "POST", ada, "{\"title\": \"under way\"}");
            expect(200, client, "GET", ada, null);
        }
    }

    private void expect(int status, ServiceClient client, String method, User ada, String body) {
        try {
            int answered = client.send(method, ada.tasks() + (body == null ? "?limit=5" : ""), ada.token(), body)
                    .status();
            if (answered != status) {
                failures.add(method + " was answered " + answered);
            }
        } catch (IOException e) {
            failures.add(method + ": " + e);
        }
        done.incrementAndGet();
    }
}
