package dev.taskward.note;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds docs/adding-a-resource.md against the code that it shows. */
class AddingAResourceTest {
    private static final Path PAGE = Path.of("docs/adding-a-resource.md");
    private static final Path CODE = Path.of("src/test/java/dev/taskward/note");
    private static final List<String> FILES = List.of("Note.java", "NoteInput.java", "NoteView.java",
            "NoteFilter.java", "NoteResource.java");
    private static final int MANY_LINES = 150;

    @ParameterizedTest
    @ValueSource(strings = {"Note.java", "NoteInput.java", "NoteView.java", "NoteFilter.java", "NoteResource.java"})
    void thePageShowsTheCodeThatTheTestsRun(String file) throws IOException {
        String section = Files.readString(PAGE).split("\n### " + Pattern.quote(file) + "\n", 2)[1];
        String shown = section.split("```java\n", 2)[1].split("```", 2)[0];
        assertThat(shown).isEqualTo(Files.readString(CODE.resolve(file)));
    }

    @Test
    void thePageShowsTheMigrationThatTheTestsRun() throws IOException {
        String shown = Files.readString(PAGE).split("```sql\n", 2)[1].split("```", 2)[0];
        assertThat(shown)
                .isEqualTo(Files.readString(Path.of("src/test/resources/db/migration/V9001__Create_notes.sql")));
    }

    @Test
    void thePageCountsTheLinesAndTheyAreFew() throws IOException {
        long lines = 0;
        for (String file : FILES) {
            lines += Files.readAllLines(CODE.resolve(file)).stream()
                    .filter(line -> !line.isBlank() && !line.matches("(import|package) .*")).count();
        }
        assertThat(Files.readString(PAGE)).contains("**" + lines + " lines of Java**");
        assertThat(lines).isLessThan(MANY_LINES);
    }
}
