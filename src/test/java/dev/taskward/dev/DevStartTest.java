package dev.taskward.dev;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What dev mode says before it starts, and what it prints. .ci/dev-mode has the rest. */
class DevStartTest {
    @Test
    void aPortInUseIsNamedInOneLine() throws IOException {
        int port;
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = other.getLocalPort();
            assertThat(DevStart.portProblem(port).orElseThrow()).startsWith("Port " + port + " is in use")
                    .doesNotContain("\n");
        }
        assertThat(DevStart.portProblem(port)).isEmpty();
        assertThat(DevStart.portProblem(0)).isEmpty();
    }

    @Test
    void aDirectoryBelongsToOneProcessWhileThatRuns(@TempDir Path directory) throws IOException {
        assertThat(DevStart.directoryProblem(directory)).isEmpty();
        assertThat(DevStart.directoryProblem(directory)).as("a reload").isEmpty();
        Process other = new ProcessBuilder("sleep", "60").start();
        try {
            Files.writeString(directory.resolve("dev.pid"),
                    other.pid() + " " + other.info().startInstant().orElseThrow());
            assertThat(DevStart.directoryProblem(directory).orElseThrow()).contains("process " + other.pid())
                    .contains("DATABASE_URL").doesNotContain("\n");
        } finally {
            other.destroyForcibly().onExit().join();
        }
        assertThat(DevStart.directoryProblem(directory)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nonsense", "1 2000-01-01T00:00:00Z"})
    void aClaimWhoseProcessIsGoneIsTakenOver(String claim, @TempDir Path directory) throws IOException {
        Files.writeString(directory.resolve("dev.pid"), claim);
        assertThat(DevStart.directoryProblem(directory)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"DATABASE_URL, postgresql://db.example.com/app, true", "DB_HOST, db.example.com, true",
            "quarkus.datasource.jdbc.url, jdbc:postgresql://db.example.com/app, true", "DATABASE_URL, ' ', false",
            "OTHER, x, false"})
    void anyDatabaseThatIsConfiguredIsUsed(String name, String value, boolean configured) {
        assertThat(DevDatabase.isConfigured(new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(Map.of(name, value), "test", 100)).build()))
                .isEqualTo(configured);
    }

    @Test
    void onlyADatabaseOfItsOwnHasDemoAccounts() {
        assertThat(DevWelcome.text("http://localhost:8080", true)).contains("PostgreSQL of its own", "demo@example.com",
                "demo-admin@example.com", "curl -sw '\\n' http://localhost:8080/api/v1/tasks");
        assertThat(DevWelcome.text("http://localhost:8080", false)).contains("http://localhost:8080/q/swagger-ui")
                .doesNotContain("of its own", "demo@", "demo-admin", "password");
    }
}
