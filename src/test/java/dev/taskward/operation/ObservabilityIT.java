package dev.taskward.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import dev.taskward.support.OwnPostgres;
import dev.taskward.support.ServiceClient;
import dev.taskward.support.ServiceClient.User;
import dev.taskward.support.ServiceProcess;
import dev.taskward.support.Tool;

/** A real Prometheus finds data for every rule and every panel, scraping the service while it is used and abused. */
public class ObservabilityIT {
    private static final Path MANIFESTS = Path.of("k8s", "observability");
    private static final Pattern RECORDED = Pattern.compile("taskward:[a-z0-9_:]+");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int ATTEMPTS = 12;
    /** What others than the service measure. */
    private static final Set<String> FOREIGN = Set.of("taskward:certificate:seconds_left");

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static int port;
    private static OwnPostgres database;
    private static ServiceProcess service;
    private static Tool prometheus;
    private static List<JsonNode> rules;

    @BeforeAll
    static void start() throws IOException {
        Tool.assumeInstalled("prometheus");
        database = OwnPostgres.started();
        int management = ServiceProcess.freePort();
        Map<String, String> settings = database.settings();
        settings.put("MANAGEMENT_PORT", Integer.toString(management));
        settings.put("REFRESH_REUSE_WINDOW", "PT0.001S");
        service = ServiceProcess.start(settings).awaitReady();
        prometheus = scraping(management);
        for (int round = 0; round < 3; round++) {
            use(service.client());
        }
    }

    @AfterAll
    static void stop() {
        for (AutoCloseable started : new AutoCloseable[]{prometheus, service, database}) {
            try {
                if (started != null) {
                    started.close();
                }
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static Tool scraping(int management) throws IOException {
        Path directory = Files.createTempDirectory("taskward-prometheus");
        JsonNode spec = new YAMLMapper().readTree(MANIFESTS.resolve("rules.yaml").toFile()).path("spec");
        rules = new ArrayList<>();
        spec.path("groups").forEach(group -> group.path("rules").forEach(rules::add));
        Files.writeString(directory.resolve("rules.yml"),
                new YAMLMapper().writeValueAsString(spec).replace("interval: \"30s\"", "interval: \"1s\""));
        Files.writeString(directory.resolve("prometheus.yml"), """
                global: {scrape_interval: 1s, evaluation_interval: 1s}
                rule_files: [rules.yml]
                scrape_configs:
                  - job_name: taskward
                    metrics_path: /q/metrics
                    static_configs:
                      - targets: ["localhost:%d"]
                        labels: {namespace: taskward, pod: taskward-0}
                """.formatted(management));
        port = ServiceProcess.freePort();
        return Tool.start(directory, "prometheus", "--config.file=prometheus.yml", "--storage.tsdb.path=data",
                "--web.listen-address=localhost:" + port);
    }

    /** Some of all that is measured: answers of every kind, sign-ins that fail, tokens that are none or come twice. */
    private static void use(ServiceClient client) {
        User ada = client.register();
        client.post(ada.tasks(), ada.token(), "{\"title\": \"measured\"}");
        client.get(ada.tasks(), ada.token());
        client.get("/api/v1/tasks", "nonsense");
        client.get("/nowhere");
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            client.login(ada.email(), "Wrong-horse-7");
        }
        for (int attempt = 0; attempt < 2; attempt++) {
            client.post("/api/v1/auth/refresh", null, "{\"refresh_token\": \"%s\"}".formatted(ada.refreshToken()));
        }
        // Two scrapes at least see what this has changed.
        int scrapes = scrapes();
        await().atMost(PATIENCE).until(() -> scrapes() >= scrapes + 2);
    }

    private static int scrapes() {
        try {
            JsonNode result = query("count_over_time(up{job=\"taskward\"}[10m])");
            return result.isEmpty() ? 0 : result.get(0).path("value").get(1).asInt();
        } catch (IOException e) {
            return 0;
        }
    }

    @Test
    void everyRecordedSeriesHasData() {
        for (JsonNode rule : rules) {
            if (rule.has("record") && !FOREIGN.contains(rule.path("record").asText())) {
                assertHasData(rule.path("record").asText());
            }
        }
    }

    /** With "bool" a comparison has a result whether or not it holds. */
    @Test
    void everyAlertComparesWhatIsRecorded() {
        Set<String> recorded = new HashSet<>();
        rules.forEach(rule -> recorded.add(rule.path("record").asText()));
        for (JsonNode rule : rules) {
            String expression = rule.path("expr").asText();
            if (rule.has("alert")) {
                List<String> compared = RECORDED.matcher(expression).results().map(MatchResult::group).toList();
                assertThat(recorded).as(rule.path("alert").asText()).containsAll(compared);
                if (FOREIGN.stream().noneMatch(compared::contains)) {
                    assertHasData(expression.replace(">", "> bool").replace("<", "< bool"));
                }
            }
        }
    }

    @Test
    void everyPanelHasData() throws IOException {
        List<String> queries = new ArrayList<>();
        new ObjectMapper().readTree(MANIFESTS.resolve("taskward.json").toFile()).path("panels")
                .forEach(panel -> panel.path("targets").forEach(target -> queries.add(target.path("expr").asText())));
        assertThat(queries).hasSizeGreaterThan(20);
        for (String query : queries) {
            assertHasData(query.replace("$namespace", "taskward").replace("$__rate_interval", "1m"));
        }
    }

    /** The series of Prometheus itself: the service is reached, and all of its metrics are read. */
    @Test
    void theDashboardFindsItsNamespace() {
        assertHasData("up{job=\"taskward\", namespace=\"taskward\"} == 1");
    }

    private static void assertHasData(String query) {
        await(query).atMost(PATIENCE).untilAsserted(() -> {
            JsonNode result = query(query);
            assertThat(result).as(query).isNotEmpty();
            assertThat(result).as(query).anyMatch(series -> !series.path("value").get(1).asText().equals("NaN"));
        });
    }

    private static JsonNode query(String expression) throws IOException {
        URI uri = URI.create("http://localhost:" + port + "/api/v1/query?query="
                + URLEncoder.encode(expression, StandardCharsets.UTF_8));
        try {
            HttpResponse<String> answer = HTTP.send(HttpRequest.newBuilder(uri).build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as("%s: %s", expression, answer.body()).isEqualTo(200);
            return new ObjectMapper().readTree(answer.body()).path("data").path("result");
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
