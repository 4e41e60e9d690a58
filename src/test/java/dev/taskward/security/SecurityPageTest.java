package dev.taskward.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

/** SECURITY.md says of each requirement which test shows it: those tests are there. */
class SecurityPageTest {
    private static final Pattern NAME = Pattern.compile("`([A-Z]\\w+(?:Test|IT))`");

    @Test
    void everyTestThatThePageNamesIsThere() throws IOException {
        Set<String> named = NAME.matcher(Files.readString(Path.of("SECURITY.md"))).results()
                .map(match -> match.group(1) + ".java").collect(Collectors.toCollection(TreeSet::new));
        assertThat(named).hasSizeGreaterThan(25);
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            assertThat(files.map(file -> file.getFileName().toString()).toList()).containsAll(named);
        }
    }
}
