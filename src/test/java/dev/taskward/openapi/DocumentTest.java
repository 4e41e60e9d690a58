package dev.taskward.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.taskward.http.Lists;
import dev.taskward.http.RequestId;
import dev.taskward.support.Call;
import dev.taskward.support.Operation;
import dev.taskward.support.ServiceTest;

/** What generators of clients need of the document, each of which one of them has failed on. */
@QuarkusTest
public class DocumentTest extends ServiceTest {
    /** Clients are made of these names: one that has been released stays. */
    private static final Path NAMES = Path.of("src", "test", "resources", "openapi-names.txt");

    private JsonNode document;

    @BeforeEach
    void read() {
        document = Call.get("/q/openapi?format=json").send().json();
    }

    private List<JsonNode> operations() {
        List<JsonNode> all = new ArrayList<>();
        Operation.all().forEach(operation -> all.add(operation(operation)));
        return all;
    }

    private JsonNode operation(Operation operation) {
        return document.path("paths").path(operation.path()).path(operation.method().toLowerCase());
    }

    private JsonNode schema(String name) {
        return document.at("/components/schemas/" + name);
    }

    /** Every node with the name that it stands under. */
    private static void walk(String name, JsonNode node, BiConsumer<String, JsonNode> visitor) {
        visitor.accept(name, node);
        node.properties().forEach(child -> walk(child.getKey(), child.getValue(), visitor));
        if (node.isArray()) {
            node.forEach(child -> walk(name, child, visitor));
        }
    }

    @Test
    void namesAreTheOnesThatClientsKnow() throws IOException {
        Set<String> names = new TreeSet<>();
        operations().forEach(operation -> names.add("operation " + operation.path("operationId").asText()));
        for (String kind : List.of("schema", "response", "parameter", "header", "securityScheme")) {
            document.path("components").path(kind + "s").fieldNames()
                    .forEachRemaining(name -> names.add(kind + " " + name));
        }
        names.removeIf(name -> name.contains("Note"));
        assertThat(names).containsExactlyElementsOf(new TreeSet<>(Files.readAllLines(NAMES)));
    }

    @Test
    void operationsHaveNamesOfTheirOwn() {
        assertThat(operations()).extracting(operation -> operation.path("operationId").asText()).doesNotHaveDuplicates()
                .allMatch(name -> name.matches("[a-z][A-Za-z]+")).contains("listTasks", "listUserTasks");
    }

    /** The constructor that openapi-generator makes for Go of a schema User is called NewUser. */
    @Test
    void noSchemaIsCalledLikeAConstructor() {
        assertThat(document.at("/components/schemas").fieldNames()).toIterable()
                .noneMatch(name -> name.startsWith("New"));
    }

    @Test
    void enumsHaveNames() {
        document.path("components").path("schemas").properties()
                .forEach(schema -> schema.getValue().path("properties").properties().forEach(
                        property -> assertThat(property.getValue().path("enum").size()).as(schema + "").isLessThan(2)));
        operations().forEach(operation -> operation.path("parameters").forEach(
                parameter -> assertThat(parameter.at("/schema/enum").size()).as(parameter + "").isLessThan(2)));
        assertThat(schema("TaskInput").at("/properties/priority/$ref").asText()).endsWith("/Priority");
        assertThat(schema("User").at("/properties/role/$ref").asText()).endsWith("/Role");
    }

    /** Of several, openapi-python-client sends one as the other. */
    @Test
    void aBodyHasOneMediaType() {
        for (Operation operation : Operation.all()) {
            JsonNode body = operation(operation).path("requestBody");
            if (!body.isMissingNode()) {
                assertThat(body.path("content").size()).as(operation.toString()).isEqualTo(1);
                assertThat(body.path("description").asText().contains("multipart/form-data")).as(operation.toString())
                        .isEqualTo(!operation.path().endsWith("/bulk"));
            }
        }
    }

    /** openapi-python-client wants a token for security [{}]. */
    @Test
    void publicOperationsHaveNoRequirement() {
        assertThat(operation(new Operation("POST", "/api/v1/auth/login")).path("security").isArray()).isTrue();
        for (JsonNode operation : operations()) {
            JsonNode security = operation.path("security");
            boolean optional = operation.path("operationId").asText().equals("createUser");
            assertThat(security.findValues("bearer").size()).as(operation.path("operationId").asText())
                    .isEqualTo(security.isEmpty() ? 0 : 1);
            assertThat(security.toString().contains("{}")).isEqualTo(optional);
        }
    }

    /** openapi-typescript takes a property with a default for one that is always there. */
    @Test
    void noPropertyHasADefault() {
        walk("", document.at("/components/schemas"),
                (name, node) -> assertThat(name.equals("default") && node.isValueNode()).as("" + node).isFalse());
        assertThat(schema("TaskInput").path("required")).extracting(JsonNode::asText).containsExactly("title");
        assertThat(schema("TaskInput").path("description").asText()).contains("`priority` is `medium`");
    }

    @Test
    void patternsAreAnchored() {
        walk("", document, (name, node) -> {
            if (name.equals("pattern") && node.isTextual()) {
                assertThat(node.asText()).startsWith("^").endsWith("$");
            }
        });
    }

    @Test
    void whatIsConstantAgreesWithTheCode() {
        assertThat(document.at("/components/parameters/limit/schema/maximum").asInt()).isEqualTo(Lists.MAX_LIMIT);
        assertThat(document.at("/components/parameters/limit/schema/default").asInt()).isEqualTo(Lists.DEFAULT_LIMIT);
        assertThat(document.at("/components/headers/X-Request-Id/schema/pattern").asText())
                .isEqualTo(RequestId.PATTERN);
    }
}
