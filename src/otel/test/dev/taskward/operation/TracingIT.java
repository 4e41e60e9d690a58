package dev.taskward.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import dev.taskward.support.Account;
import dev.taskward.support.OwnPostgres;
import dev.taskward.support.ServiceClient;
import dev.taskward.support.ServiceClient.User;
import dev.taskward.support.ServiceProcess;

/** A build with tracing tells a collector which route ran which statements, and nothing of what was in them. */
class TracingIT {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String PARENT = "00f067aa0ba902b7";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static OwnPostgres database;

    @BeforeAll
    static void start() {
        database = OwnPostgres.started();
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    private static Map<String, String> settings(OtlpReceiver receiver) {
        Map<String, String> settings = database.settings();
        settings.put("OTEL_EXPORTER_OTLP_ENDPOINT", receiver.endpoint());
        settings.put("OTEL_BSP_SCHEDULE_DELAY", "200");
        return settings;
    }

    @Test
    void aRequestIsASpanOfTheCallersTraceWithItsStatementsBelowIt() throws IOException {
        try (OtlpReceiver receiver = new OtlpReceiver()) {
            Map<String, String> settings = settings(receiver);
            settings.putAll(Map.of("OTEL_SERVICE_NAME", "api", "OTEL_RESOURCE_ATTRIBUTES", "zone=a",
                    "OTEL_TRACES_SAMPLER", "parentbased_always_off"));
            try (ServiceProcess service = ServiceProcess.start(settings).awaitReady()) {
                User ada = service.client().register();
                service.client().get(ada.tasks() + "?search=hidden", ada.token(), traced("01"));
                await().atMost(PATIENCE).until(() -> !ofTrace(receiver).isEmpty());
                assertThat(ofTrace(receiver)).hasSize(1);
                isTheListOf(ada, ofTrace(receiver).get(0), receiver);
                JsonNode line = accessLine(service, TRACE);
                assertThat(line.at("/mdc/spanId").asText()).isEqualTo(hex(ofTrace(receiver).get(0).getSpanId()));
                assertThat(line.at("/mdc/route").asText()).isEqualTo("/api/{user_id}/tasks");
            }
        }
    }

    private static void isTheListOf(User ada, Span request, OtlpReceiver receiver) {
        assertThat(request.getName()).isEqualTo("GET /api/{user_id}/tasks");
        assertThat(attribute(request, "http.route")).isEqualTo("/api/{user_id}/tasks");
        assertThat(attribute(request, "http.request.method")).isEqualTo("GET");
        assertThat(hex(request.getParentSpanId())).isEqualTo(PARENT);
        List<Span> statements = receiver.spans().stream()
                .filter(span -> span.getParentSpanId().equals(request.getSpanId())
                        && span.getKind() == SpanKind.SPAN_KIND_CLIENT)
                .toList();
        assertThat(statements).extracting(statement -> attribute(statement, "db.statement"))
                .anyMatch(sql -> sql.startsWith("select ") && sql.contains("from tasks") && sql.contains("user_id=?"))
                .noneMatch(sql -> sql.contains(ada.id()) || sql.contains("hidden"));
        assertThat(receiver.spans()).extracting(Span::getTraceId).containsOnly(request.getTraceId());
        assertThat(receiver.resources()).extracting(resource -> resource.getResource().getAttributesList())
                .allSatisfy(attributes -> {
                    assertThat(attribute(attributes, "service.name")).isEqualTo("api");
                    assertThat(attribute(attributes, "zone")).isEqualTo("a");
                });
    }

    @Test
    void whatIsRefusedHasTheTemplateOfItsRouteToo() {
        try (OtlpReceiver receiver = new OtlpReceiver();
                ServiceProcess service = ServiceProcess.start(settings(receiver)).awaitReady()) {
            service.client().get("/api/v1/tasks/7?access_token=x");
            service.client().post("/api/v1/auth/login", null, "{}", Map.of("Origin", "https://evil.example"));
            service.client().get("/nope/7");
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(receiver.spans()).extracting(Span::getName)
                    .contains("GET /api/v1/tasks/{id}", "POST /api/v1/auth/login", "GET /unknown"));
        }
    }

    /** All that carries what no trace may hold, mistakes and conflicts too, whose exceptions repeat what was sent. */
    @Test
    void noByteThatIsSentHoldsASecretOrAnId() throws IOException {
        try (OtlpReceiver receiver = new OtlpReceiver();
                ServiceProcess service = ServiceProcess.start(settings(receiver)).awaitReady()) {
            ServiceClient client = service.client();
            User ada = client.register();
            String task = client.post(ada.tasks(), ada.token(), "{\"title\": \"secret title\"}").text("/data/id");
            client.get(ada.tasks() + "/" + task + "?access_token=" + ada.token(), ada.token());
            client.get("/api/v1/users?search=" + ada.email(), ada.token());
            client.get("/api/v1/auth/me", "forged.access.token");
            client.login(ada.email(), "Wrong-horse-7");
            client.post("/api/v1/auth/login", null, "{\"password\": \"" + Account.PASSWORD);
            client.post("/api/v1/auth/refresh", null, "{\"refresh_token\": \"" + ada.refreshToken() + "\"}");
            client.post("/api/v1/auth/register", null,
                    "{\"email\": \"%s\", \"username\": \"other\", \"password\": \"%s\"}"
                            .formatted(ada.email(), Account.PASSWORD));
            client.get("/api/v1/auth/me", ada.token(), Map.of("traceparent", traceParent("01"), "baggage",
                    "email=" + ada.email(), "X-Forwarded-For", "198.51.100.7"));
            await().atMost(PATIENCE).until(() -> !ofTrace(receiver).isEmpty());
            assertThat(receiver.spans()).hasSizeGreaterThan(20).allSatisfy(span -> {
                assertThat(span.getEventsList()).isEmpty();
                assertThat(span.getStatus().getMessage()).isEmpty();
            });
            assertThat(receiver.text()).contains("insert into users").doesNotContain(ada.email(), ada.id(), task,
                    ada.token(), ada.token().split("\\.")[2], ada.refreshToken(), Account.PASSWORD, "Wrong-horse-7",
                    "forged.access", "secret title", "198.51.100.7", "Bearer");
        }
    }

    @Test
    void probesAreNotTracedNorIsWhatTheCallerDoesNotSample() {
        try (OtlpReceiver receiver = new OtlpReceiver()) {
            int management = ServiceProcess.freePort();
            Map<String, String> settings = settings(receiver);
            settings.put("MANAGEMENT_PORT", Integer.toString(management));
            try (ServiceProcess service = ServiceProcess.start(settings).awaitReady()) {
                for (String probe : List.of("/q/health/live", "/q/health/ready", "/q/health/started", "/health",
                        "/q/openapi?format=json")) {
                    assertThat(service.client().status(probe)).as(probe).isEqualTo(200);
                }
                // Its answer is no JSON, for which the client has no status.
                new ServiceClient(management).status("/q/metrics");
                service.client().get("/api/v1/posts", null, traced("00"));
                service.client().get("/api/v1/tasks");
                await().atMost(PATIENCE).until(() -> !receiver.spans().isEmpty());
                assertThat(receiver.spans()).extracting(Span::getName).containsExactly("GET /api/v1/tasks");
            }
        }
    }

    @Test
    void aCollectorMaySpeakGrpcAndAskForAKey() {
        try (OtlpReceiver receiver = new OtlpReceiver()) {
            Map<String, String> settings = settings(receiver);
            settings.putAll(Map.of("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc", "OTEL_EXPORTER_OTLP_HEADERS",
                    "x-collector-key=open-sesame"));
            try (ServiceProcess service = ServiceProcess.start(settings).awaitReady()) {
                service.client().get("/api/v1/tasks");
                await().atMost(PATIENCE).until(() -> !receiver.spans().isEmpty());
                assertThat(receiver.spans()).extracting(Span::getName).contains("GET /api/v1/tasks");
                assertThat(receiver.keys()).containsOnly("open-sesame");
            }
        }
    }

    @Test
    void aCollectorThatIsAwayIsNotFelt() {
        Map<String, String> settings = database.settings();
        settings.put("OTEL_EXPORTER_OTLP_ENDPOINT", "http://localhost:" + ServiceProcess.freePort());
        settings.put("OTEL_BSP_SCHEDULE_DELAY", "200");
        try (ServiceProcess service = ServiceProcess.start(settings).awaitReady()) {
            User ada = service.client().register();
            service.awaitLog("Failed to export");
            assertThat(service.client().get(ada.tasks(), ada.token()).status()).isEqualTo(200);
            service.terminate();
            assertThat(service.awaitExit()).isZero();
        }
    }

    @Test
    void withoutAnEndpointNothingIsTracedAndNothingIsAmiss() throws IOException {
        try (ServiceProcess service = ServiceProcess.start(database.settings()).awaitReady()) {
            User ada = service.client().register();
            service.client().get(ada.tasks(), ada.token(), traced("01"));
            assertThat(accessLine(service, TRACE).at("/mdc").has("spanId")).isFalse();
            service.terminate();
            assertThat(service.awaitExit()).isZero();
            assertThat(service.stderr()).isEmpty();
            assertThat(service.stdout()).noneMatch(line -> line.matches(".*\"level\":\"(WARN|ERROR|FATAL).*"));
        }
    }

    private static Map<String, String> traced(String flags) {
        return Map.of("traceparent", traceParent(flags));
    }

    private static String traceParent(String flags) {
        return "00-" + TRACE + "-" + PARENT + "-" + flags;
    }

    /** The server's spans of the trace that tests ask by, once there. */
    private static List<Span> ofTrace(OtlpReceiver receiver) {
        return receiver.spans().stream().filter(span -> span.getKind() == SpanKind.SPAN_KIND_SERVER
                && hex(span.getTraceId()).equals(TRACE)).toList();
    }

    private static JsonNode accessLine(ServiceProcess service, String trace) throws IOException {
        service.awaitLog(trace);
        String line = service.stdout().stream().filter(text -> text.contains("\"loggerName\":\"access\"")
                && text.contains("\"traceId\":\"" + trace + "\"")).findFirst().orElseThrow();
        return new ObjectMapper().readTree(line);
    }

    private static String attribute(Span span, String key) {
        return attribute(span.getAttributesList(), key);
    }

    private static String attribute(List<KeyValue> attributes, String key) {
        return attributes.stream().filter(attribute -> attribute.getKey().equals(key))
                .map(attribute -> attribute.getValue().getStringValue()).findFirst().orElse(null);
    }

    private static String hex(ByteString id) {
        return HexFormat.of().formatHex(id.toByteArray());
    }
}
