package dev.taskward.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Links and anchors of the documentation lead to files and headings of this repository. */
class LinksTest {
    private static final Path ROOT = Path.of("").toAbsolutePath();
    private static final Pattern LINK = Pattern.compile("\\]\\(<?([^)\\s>]+)>?(?: \"[^\"]*\")?\\)");
    private static final Pattern CODE = Pattern.compile("(?ms)^ *```.*?^ *```$");
    private static final Pattern INLINE_CODE = Pattern.compile("`[^`\n]*`");
    private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} +(.+?) *$");
    private static final Pattern HOME = Pattern.compile("(?m)^  <url>(.+)</url>$");
    private static final Pattern FILE_OF_HOME = Pattern.compile("/(?:blob|tree)/main/(.*)");
    private static final int FEWEST_LINKS = 80;

    @Test
    void everyLinkLeadsToAFileAndAHeading() throws IOException {
        List<String> problems = new ArrayList<>();
        int links = 0;
        for (Path page : pages()) {
            links += check(page, ROOT, problems);
        }
        assertThat(problems).isEmpty();
        assertThat(links).isGreaterThan(FEWEST_LINKS);
    }

    @Test
    void aBrokenLinkIsFound(@TempDir Path root) throws IOException {
        Files.writeString(root.resolve("other.md"), "# Other\n\n## Two: `words`, please\n\n```sh\n# comment\n```\n");
        Path page = root.resolve("page.md");
        Files.writeString(page, """
                [a](other.md) [b](other.md#two-words-please) [c](#here) [d](https://example.com/absent)
                [e](absent.md) [f](other.md#comment) [g](#there) [h](../outside.md) ![i](absent.png)
                [j](%s/blob/main/absent) [k](%s/blob/main/other.md)
                `[l](absent.md)`

                ## Here
                """.formatted(home(), home()));
        List<String> problems = new ArrayList<>();
        check(page, root, problems);
        assertThat(problems).hasSize(6).allMatch(problem -> problem.startsWith("page.md: "));
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> top = Files.list(ROOT); Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            return Stream.concat(top, docs).filter(file -> file.toString().endsWith(".md")).sorted().toList();
        }
    }

    private static int check(Path page, Path root, List<String> problems) throws IOException {
        String text = INLINE_CODE.matcher(CODE.matcher(Files.readString(page)).replaceAll("")).replaceAll("code");
        Map<Path, Set<String>> anchors = new HashMap<>();
        int links = 0;
        for (Matcher link = LINK.matcher(text); link.find();) {
            Path directory = page.getParent();
            String target = link.group(1);
            if (target.startsWith(home())) {
                Matcher file = FILE_OF_HOME.matcher(target.substring(home().length()));
                if (!file.matches()) {
                    continue;
                }
                directory = root;
                target = file.group(1);
            } else if (target.matches("(https?|mailto):.*")) {
                continue;
            }
            links++;
            String[] parts = target.split("#", 2);
            Path file = parts[0].isEmpty() ? page : directory.resolve(parts[0]).normalize();
            if (!file.startsWith(root) || !Files.exists(file)) {
                problems.add(root.relativize(page) + ": no file " + target);
            } else if (parts.length > 1
                    && !anchors.computeIfAbsent(file, LinksTest::anchors).contains(parts[1])) {
                problems.add(root.relativize(page) + ": no heading " + target);
            }
        }
        return links;
    }

    /** As GitHub derives them from headings. */
    private static Set<String> anchors(Path page) {
        try {
            Set<String> anchors = new HashSet<>();
            Map<String, Integer> seen = new HashMap<>();
            for (Matcher heading = HEADING.matcher(CODE.matcher(Files.readString(page)).replaceAll("")); heading
                    .find();) {
                String anchor = heading.group(1).toLowerCase(Locale.ROOT).replaceAll("\\]\\([^)]*\\)", "")
                        .replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-');
                int earlier = seen.merge(anchor, 1, Integer::sum) - 1;
                anchors.add(earlier == 0 ? anchor : anchor + "-" + earlier);
            }
            return anchors;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String home() throws IOException {
        Matcher home = HOME.matcher(Files.readString(ROOT.resolve("pom.xml")));
        assertThat(home.find()).isTrue();
        return home.group(1);
    }
}
