package dev.taskward.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.restassured.filter.Filter;
import io.restassured.filter.FilterContext;
import io.restassured.response.Response;
import io.restassured.specification.FilterableRequestSpecification;
import io.restassured.specification.FilterableResponseSpecification;

/**
 * What no log line may hold: every password, token and email that a test sent or was sent, noted as it passes. After each
 * test class the lines that the service has written meanwhile are searched for each of them.
 */
public final class Secrets implements Filter {
    private static final Pattern PASSWORD = member("password|currentPassword", "(?=[^\"]*\\d)[^\"\\\\]{10,}");
    private static final Pattern TOKEN = member("token|access_token|refresh_token", "[^\"\\\\ ]{20,}");
    private static final Pattern EMAIL = member("email", "[^\"\\\\ ]{3,}@[^\"\\\\ ]{3,}");
    /** Of the class that runs against the shared service, and of all processes that tests have started. */
    private static final Set<String> USED = ConcurrentHashMap.newKeySet();
    private static final Set<String> USED_AT_PROCESSES = ConcurrentHashMap.newKeySet();
    /** Where the service under test writes, in the JVM and packaged, and how far that has been searched. */
    private static final Map<Path, Long> LOGS = new HashMap<>(
            Map.of(Path.of("target", "quarkus-test.log"), 0L, Path.of("target", "quarkus.log"), 0L));

    private static Pattern member(String names, String value) {
        return Pattern.compile("\"(?:" + names + ")\" ?: ?\"(" + value + ")\"");
    }

    @Override
    public Response filter(FilterableRequestSpecification request, FilterableResponseSpecification answer,
            FilterContext context) {
        note(String.valueOf((Object) request.getBody()), USED);
        String authorization = request.getHeaders().getValue("Authorization");
        if (authorization != null && authorization.length() > 40) {
            USED.add(authorization.substring("Bearer ".length()));
        }
        Response response = context.next(request, answer);
        note(response.asString(), USED);
        return response;
    }

    /** Those in a JSON text to or from a process that a test has started. */
    static void note(String json) {
        note(json, USED_AT_PROCESSES);
    }

    private static void note(String json, Set<String> used) {
        for (Pattern pattern : new Pattern[]{PASSWORD, TOKEN, EMAIL}) {
            for (Matcher member = pattern.matcher(json); member.find();) {
                used.add(member.group(1));
            }
        }
    }

    static void assertNotLogged() {
        StringBuilder added = new StringBuilder();
        LOGS.replaceAll((file, from) -> {
            added.append(since(file, from));
            return file.toFile().length();
        });
        assertNoneIn(added.toString());
        // The admin's stay the same for all classes; the others are not used again.
        USED.removeIf(secret -> !secret.equals(Environment.ADMIN_PASSWORD) && !secret.equals(Environment.ADMIN_EMAIL));
    }

    static void assertNoneIn(String log) {
        for (Set<String> used : List.of(USED, USED_AT_PROCESSES)) {
            for (String secret : used) {
                assertThat(log.contains(secret)).as("the log holds " + secret).isFalse();
            }
        }
    }

    /** A file that is shorter than it was has been begun anew. */
    private static String since(Path path, long from) {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            file.seek(from <= file.length() ? from : 0);
            byte[] bytes = new byte[(int) (file.length() - file.getFilePointer())];
            file.readFully(bytes);
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (java.io.FileNotFoundException e) {
            return "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
