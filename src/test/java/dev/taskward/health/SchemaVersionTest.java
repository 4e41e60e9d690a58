package dev.taskward.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

import org.flywaydb.core.api.MigrationVersion;
import org.junit.jupiter.api.Test;

/** Instances that do not migrate wait for the newest migration and for no other. */
class SchemaVersionTest {
    @Test
    void isThatOfTheNewestMigration() throws IOException {
        try (Stream<Path> migrations = Files.list(Path.of("src/main/resources/db/migration"))) {
            assertThat(migrations.map(file -> file.getFileName().toString().replaceFirst("V(.+)__.*", "$1"))
                    .map(MigrationVersion::fromVersion).max(Comparator.naturalOrder()).orElseThrow().getVersion())
                    .as("SchemaStart.VERSION").isEqualTo(SchemaStart.VERSION);
        }
    }
}
