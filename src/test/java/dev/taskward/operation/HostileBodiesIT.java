package dev.taskward.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.databind.util.RawValue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.taskward.support.Call;
import dev.taskward.support.Mailbox;
import dev.taskward.support.OwnPostgres;
import dev.taskward.support.Reply;
import dev.taskward.support.ServiceClient;
import dev.taskward.support.ServiceClient.User;
import dev.taskward.support.ServiceProcess;
import dev.taskward.support.Wire;

/**
 * Requests made to cost more than they should, at every operation that the service's own document lists: each is refused,
 * briefly, and at little cost to the processor.
 */
class HostileBodiesIT {
    /** A little less than a body may have. */
    private static final int BODY = 1_000_000;
    /** A little less than a target, and all headers, may have. */
    private static final int QUERY = 3_500;
    private static final int HEADER = 6_000;
    private static final int LONGEST_ANSWER = 64 * 1024;
    private static final int LONGEST_LINE = 2_000;
    private static final Duration COST = Duration.ofMillis(200);
    private static final int TRIES = 8;
    private static final String ADMIN = "root@example.com";
    private static final String ADMIN_PASSWORD = "Correct-horse-of-the-admin-7";
    private static final String MARK = "\u0301";
    private static final String EMOJI = "\uD83C\uDF89";
    private static final String JSON_TYPE = "application/json";
    private static final String FORM_TYPE = "application/x-www-form-urlencoded";
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final List<String> failures = new ArrayList<>();
    private int cases;
    private OwnPostgres database;
    private Mailbox mailbox;
    private ServiceProcess service;
    private JsonNode document;
    private User user;
    private User admin;
    private String task;
    private String post;

    @BeforeEach
    void start() {
        database = OwnPostgres.started();
        mailbox = new Mailbox(ServiceProcess.freePort()).start();
        Map<String, String> settings = database.settings();
        settings.putAll(Map.of("ADMIN_EMAIL", ADMIN, "ADMIN_PASSWORD", ADMIN_PASSWORD, "ACCESS_TOKEN_LIFETIME", "PT1H",
                "MAIL_HOST", "localhost", "MAIL_PORT", Integer.toString(mailbox.port()), "MAIL_TLS", "none",
                "MAIL_FROM", Mailbox.FROM, "APP_URL", Mailbox.APP));
        service = ServiceProcess.startSmall(settings).awaitReady();
        ServiceClient client = service.client();
        document = client.get("/q/openapi?format=json").body();
        user = client.register();
        admin = client.signIn(ADMIN, ADMIN_PASSWORD);
        task = client.post(user.tasks(), user.token(), "{\"title\": \"task\"}").text("/data/id");
        post = client.post("/api/v1/posts", user.token(), "{\"title\": \"post\"}").text("/data/id");
        takeTheExample(client);
    }

    /** The account of the document's examples: a registration that differs by its role, which is ignored, makes none. */
    private void takeTheExample(ServiceClient client) {
        String register = "/api/v1/auth/register";
        JsonNode account = new Target("post", register, document.path("paths").path(register).path("post"))
                .body(JSON_TYPE);
        assertThat(client.post(register, null, example(account).toString()).status()).isEqualTo(201);
    }

    @AfterEach
    void stop() {
        service.close();
        mailbox.close();
        database.close();
    }

    @Test
    void textsOfAMegabyteInEveryField() {
        for (Target target : targets(JSON_TYPE)) {
            for (Place place : places(target.body(JSON_TYPE))) {
                if (place.isText()) {
                    texts().forEach((kind, text) -> refused(target, place.name() + " of " + kind, JSON_TYPE,
                            place.holding(new TextNode(text)), place.allows(text)));
                }
            }
        }
        allRefused(300);
    }

    @Test
    void aThirdOfAMillionItemsInEveryList() {
        RawValue items = new RawValue("[" + "{},".repeat(340_000 - 1) + "{}]");
        for (Target target : targets(JSON_TYPE)) {
            for (Place place : places(target.body(JSON_TYPE))) {
                if (place.isList()) {
                    refused(target, place.name() + " of items", JSON_TYPE, place.holding(NODES.rawValueNode(items)),
                            false);
                }
            }
        }
        allRefused(3);
    }

    @Test
    void treesThatAreLargerThanTheirText() {
        for (Target target : targets(JSON_TYPE)) {
            trees(target.body(JSON_TYPE).path("properties").fieldNames().next())
                    .forEach((kind, tree) -> refused(target, kind, JSON_TYPE, tree.getBytes(StandardCharsets.UTF_8),
                            false));
        }
        allRefused(200);
    }

    @Test
    void formsOfAMegabyte() {
        // The document names JSON alone, since clients are made from it; a form may have the same fields.
        for (Target target : targets(JSON_TYPE)) {
            JsonNode schema = target.body(JSON_TYPE);
            for (Place place : places(schema)) {
                if (place.isText() && schema.path("properties").has(place.name())) {
                    texts().forEach((kind, text) -> refused(target, place.name() + " of " + kind, FORM_TYPE,
                            form(schema, place.name(), text), place.allows(text)));
                }
            }
            String first = schema.path("properties").fieldNames().next();
            // Given twice, so that no form here is a good one.
            String wrong = first + "=1&" + first + "=2&";
            for (String part : List.of("&", "=", "x=&", first + "=&", "x=%41", "%", "x[]=1&")) {
                refused(target, "form of " + part, FORM_TYPE,
                        (wrong + part.repeat((BODY - wrong.length()) / part.length())).getBytes(StandardCharsets.UTF_8),
                        false);
            }
        }
        allRefused(300);
    }

    @Test
    void emailsThatTakeQuadraticTimeToCheck() {
        Map<String, String> emails = Map.of("spaces", "a" + " ".repeat(40_000) + "a", "marks",
                ("\u0301\u0316").repeat(40_000), "labels", "a@a" + ".a".repeat(2_000));
        for (Target target : targets(JSON_TYPE)) {
            for (Place place : places(target.body(JSON_TYPE))) {
                if (place.schema().path("format").asText().equals("email")) {
                    emails.forEach((kind, email) -> {
                        for (String around : List.of("", "b@example.com")) {
                            refused(target, place.name() + " of " + kind + around, JSON_TYPE,
                                    place.holding(new TextNode(email + around)), false);
                        }
                    });
                }
            }
        }
        allRefused(30);
    }

    @Test
    void queriesAsLongAsTheyMayBe() {
        Map<String, String> values = Map.of("spaces", "%20", "marks", "%CC%81", "labels", "a.", "brackets", "%5B",
                "emoji", "%F0%9F%8E%89", "commas", "-createdAt,", "marks in disorder", "%CC%81%CC%96");
        for (Target target : targets(null)) {
            for (JsonNode parameter : target.parameters("query")) {
                values.forEach((kind, part) -> {
                    String name = parameter.path("name").asText();
                    String query = "?" + name + "=" + part.repeat(QUERY / part.length());
                    // What is blank says nothing, and may be there.
                    answered(target, name + " of " + kind, () -> target.call(query), kind.equals("spaces"));
                });
            }
        }
        allRefused(150);
    }

    @Test
    void headersAsLongAsTheyMayBe() {
        List<String> parts = List.of("a ", MARK, "a.", "[", EMOJI, ",", "\"\",", "\"", "W/", "W/\"a\" ,");
        for (Target target : targets(null)) {
            for (JsonNode parameter : target.parameters("header")) {
                String name = parameter.path("name").asText();
                for (String part : parts) {
                    String value = wire(part).repeat(HEADER / wire(part).length()) + "a";
                    // A condition that names no known version is met.
                    answered(target, name + " of " + part, () -> target.call("").header(name, value),
                            name.equals("If-None-Match"));
                }
            }
        }
        allRefused(200);
    }

    /** By the bytes in which they are sent. */
    private static String wire(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    private static Map<String, String> texts() {
        Map<String, String> texts = new LinkedHashMap<>();
        for (String part : List.of(" ", MARK, "a.", "[", EMOJI)) {
            texts.put("'" + part + "'",
                    part.repeat((BODY - 1_000) / part.getBytes(StandardCharsets.UTF_8).length));
        }
        return texts;
    }

    /** @param known a field that the body has, always with what cannot be in it, since unknown fields alone are ignored */
    private static Map<String, String> trees(String known) {
        String wrong = "{\"" + known + "\":[],";
        String digits = "1".repeat(BODY - 1_000);
        Map<String, String> trees = new LinkedHashMap<>();
        trees.put("small objects", wrong + "\"x\":[" + "{\"\":0},".repeat(BODY / 8 - 20) + "0]}");
        trees.put("small objects in a field", "{\"" + known + "\":[" + "{\"\":0},".repeat(BODY / 8 - 20) + "0]}");
        trees.put("depth", "[".repeat(500_000));
        trees.put("depth in a field", "{\"" + known + "\":" + "[".repeat(500_000) + "]".repeat(490_000));
        trees.put("depth of objects", wrong + "\"x\":" + "{\"x\":".repeat(BODY / 5 - 20));
        trees.put("a number", digits);
        trees.put("a number in a field", "{\"" + known + "\":" + digits + "}");
        trees.put("a number besides", wrong + "\"x\":" + digits + "}");
        trees.put("a fraction", wrong + "\"x\":0." + digits + "e-9}");
        trees.put("an exponent in a field", "{\"" + known + "\":1e" + "9".repeat(BODY - 1_000) + "}");
        trees.put("a key", wrong + "\"" + "a".repeat(BODY - 1_000) + "\":0}");
        trees.put("the same keys", wrong + "\"x\":0,".repeat(100_000) + "\"x\":0}");
        trees.put("the same known keys", "{" + ("\"" + known + "\":[],").repeat(40_000) + "\"x\":0}");
        trees.put("keys", wrong + Stream.iterate(0, i -> i + 1).limit(70_000).map(i -> "\"k" + i + "\":0,")
                .collect(Collectors.joining()) + "\"x\":0}");
        trees.put("escapes", wrong + "\"x\":\"" + "\\u0301".repeat(BODY / 6 - 20) + "\"}");
        return trees;
    }

    private byte[] form(JsonNode schema, String name, String text) {
        StringBuilder form = new StringBuilder();
        example(schema).properties().stream().filter(field -> !field.getKey().equals(name)).forEach(field -> form
                .append(field.getKey()).append('=').append((field.getValue().isArray()
                        ? field.getValue().get(0)
                        : field.getValue()).asText())
                .append('&'));
        return form.append(name).append('=').append(text.replace(' ', '+')).toString()
                .getBytes(StandardCharsets.UTF_8);
    }

    private interface Request {
        Call call();
    }

    private void refused(Target target, String what, String type, byte[] body, boolean mayPass) {
        assertThat(body.length).isLessThan(1024 * 1024);
        answered(target, what, () -> target.call("").body(type, body), mayPass);
    }

    /** What is found wrong is kept, so that all of it is seen. */
    private void answered(Target target, String what, Request request, boolean mayPass) {
        cases++;
        Duration least = null;
        // The least of several: a JVM compiles and collects beside the first, while what a request itself costs is in each.
        for (int i = 0; i < TRIES && (least == null || least.compareTo(COST) > 0); i++) {
            Duration before = processorTime();
            Reply reply = send(request.call());
            Duration cost = processorTime().minus(before);
            least = least == null || cost.compareTo(least) < 0 ? cost : least;
            int lowest = mayPass ? 200 : 400;
            if (reply.status() < lowest || reply.status() > 499 || reply.body().length > LONGEST_ANSWER) {
                String text = reply.text();
                failures.add(target + ", " + what + ": " + reply.status() + " with " + reply.body().length + " bytes "
                        + text.substring(0, Math.min(200, text.length())));
                return;
            }
        }
        if (least.compareTo(COST) > 0) {
            failures.add(target + ", " + what + ": " + least.toMillis() + " ms of the processor");
        }
    }

    /** Once more where the service says that it is overloaded: it may still be at what came before. */
    private Reply send(Call call) {
        Reply reply = sendOnce(call);
        return reply.status() == 503 ? sendOnce(call) : reply;
    }

    private Reply sendOnce(Call call) {
        try (Wire wire = new Wire(service.port())) {
            return call.on(wire).read();
        }
    }

    /** Of all its threads, in steps of ten milliseconds. */
    private Duration processorTime() {
        return ProcessHandle.of(service.pid()).flatMap(process -> process.info().totalCpuDuration()).orElseThrow();
    }

    private void allRefused(int atLeast) {
        assertThat(failures).isEmpty();
        assertThat(cases).isGreaterThanOrEqualTo(atLeast);
        assertThat(service.isUnharmed()).isTrue();
        assertThat(service.client().get(user.tasks(), user.token()).status()).isEqualTo(200);
        assertThat(service.log()).doesNotContain("OutOfMemory", "INTERNAL_ERROR");
        assertThat(service.log().lines()).allMatch(line -> line.length() <= LONGEST_LINE);
    }

    /** An operation of the document, its path filled in. */
    private final class Target {
        private final String method;
        private final String path;
        private final JsonNode operation;

        private Target(String method, String path, JsonNode operation) {
            this.method = method.toUpperCase(Locale.ROOT);
            this.path = path;
            this.operation = operation;
        }

        JsonNode body(String type) {
            return resolved(operation.path("requestBody").path("content").path(type).path("schema"));
        }

        /** Its parameters that are text. */
        List<JsonNode> parameters(String in) {
            List<JsonNode> parameters = new ArrayList<>();
            for (JsonNode parameter : operation.path("parameters")) {
                JsonNode resolved = resolved(parameter);
                if (resolved.path("in").asText().equals(in)
                        && resolved.path("schema").path("type").asText().equals("string")) {
                    parameters.add(resolved);
                }
            }
            return parameters;
        }

        /** By a user, and of what that user owns; by an admin where accounts are concerned, since all fields count there. */
        Call call(String query) {
            boolean accounts = path.startsWith("/api/v1/users") || path.startsWith("/api/v1/audit");
            String id = path.contains("/tasks/")
                    ? task
                    : path.contains("/posts/")
                            ? post
                            : path.startsWith("/api/v1/users/") ? user.id() : UUID.randomUUID().toString();
            return Call.of(method, path.replace("{user_id}", user.id()).replace("{id}", id) + query)
                    .header("Authorization", "Bearer " + (accounts ? admin : user).token());
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    /** The operations with a body of this type; all, for null. */
    private List<Target> targets(String type) {
        List<Target> targets = new ArrayList<>();
        document.path("paths").properties().forEach(path -> path.getValue().properties().forEach(operation -> {
            Target target = new Target(operation.getKey(), path.getKey(), operation.getValue());
            if (METHODS.contains(operation.getKey()) && (type == null || target.body(type).has("properties"))) {
                targets.add(target);
            }
        }));
        return targets;
    }

    /** Where a body can have a value, and that body around it, which is else as it should be. */
    private record Place(String name, JsonNode schema, boolean required, UnaryOperator<JsonNode> body) {
        boolean isText() {
            return schema.path("type").asText().equals("string");
        }

        boolean isList() {
            return schema.path("type").asText().equals("array");
        }

        /** A blank text is an empty one, where that may be. */
        boolean allows(String text) {
            return text.isBlank() && !required && !schema.has("minLength") && !schema.has("enum")
                    && !schema.has("format");
        }

        byte[] holding(JsonNode value) {
            try {
                // As text first: the bytes that Jackson writes have emoji as escapes, three times as long.
                return JSON.writeValueAsString(body.apply(value)).getBytes(StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private List<Place> places(JsonNode body) {
        List<Place> places = new ArrayList<>();
        collect("", body, true, value -> value, places);
        return places;
    }

    private void collect(String name, JsonNode schema, boolean required, UnaryOperator<JsonNode> around,
            List<Place> places) {
        JsonNode resolved = resolved(schema);
        places.add(new Place(name, resolved, required, around));
        List<String> needed = new ArrayList<>();
        resolved.path("required").forEach(field -> needed.add(field.asText()));
        resolved.path("properties").properties().forEach(
                field -> collect(name.isEmpty() ? field.getKey() : name + "." + field.getKey(), field.getValue(),
                        needed.contains(field.getKey()),
                        value -> around.apply(example(resolved).set(field.getKey(), value)), places));
        if (resolved.has("items")) {
            collect(name + "[]", resolved.get("items"), true, value -> around.apply(NODES.arrayNode().add(value)),
                    places);
        }
    }

    /** The fields that it must have. */
    private ObjectNode example(JsonNode schema) {
        ObjectNode example = NODES.objectNode();
        for (JsonNode field : schema.path("required")) {
            example.set(field.asText(), value(schema.path("properties").path(field.asText())));
        }
        return example;
    }

    private JsonNode value(JsonNode property) {
        JsonNode schema = resolved(property);
        if (property.has("example")) {
            return property.get("example");
        }
        if (schema.has("enum")) {
            return schema.get("enum").get(0);
        }
        return schema.has("items") ? NODES.arrayNode().add(value(schema.get("items"))) : example(schema);
    }

    private JsonNode resolved(JsonNode schema) {
        JsonNode single = schema.has("allOf") ? schema.get("allOf").get(0) : schema;
        return single.has("$ref") ? resolved(document.at(single.get("$ref").asText().substring(1))) : single;
    }
}
