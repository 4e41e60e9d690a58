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
    /** A line of the ASVS tables: its number, whether it is met, and how. */
    private static final Pattern LINE = Pattern.compile("^\\| (\\d[^|]*) \\| (met|partly) \\| (.*) \\|$",
            Pattern.MULTILINE);
    /** What only documents show, or the absence of a thing. */
    private static final Set<String> WITHOUT_TEST = Set.of("4.1.2", "6.1.1", "6.1.3", "6.2.10", "6.4.2", "7.1.1",
            "7.1.2",
            "7.1.3", "7.2.1", "7.2.4", "7.6.2", "8.1.2", "9.2.4");
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

    @Test
    void everyLineThatATestCanShowNamesOne() throws IOException {
        Set<String> without = LINE.matcher(Files.readString(Path.of("SECURITY.md"))).results()
                .filter(line -> !NAME.matcher(line.group(3)).find()).map(line -> line.group(1))
                .collect(Collectors.toSet());
        assertThat(without).isEqualTo(WITHOUT_TEST);
    }
}
