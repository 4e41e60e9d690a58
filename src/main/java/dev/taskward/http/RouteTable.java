package dev.taskward.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * Which methods a path has, for the Allow header (RFC 9110 section 10.2.1), which the framework leaves out of its 405 and
 * gives for a whole class in answer to OPTIONS; and the template of a path. Out of the OpenAPI document the build made.
 */
@ApplicationScoped
public class RouteTable {
    private static final String DOCUMENT = "/META-INF/quarkus-generated-openapi-doc.JSON";
    /** Static, and so read while a native image is built, and not at its first request. */
    private static final Map<Pattern, Route> ROUTES = read();

    private record Route(String template, Set<String> methods) {}

    /** The methods of the path, separated by commas; null if there is no such path. */
    String allowed(String path) {
        Set<String> methods = new TreeSet<>();
        find(path).forEach(route -> methods.addAll(route.methods()));
        return methods.isEmpty() ? null : String.join(", ", methods);
    }

    /** The path with the names of its parameters in their places; empty if there is no such path. */
    Optional<String> template(String path) {
        return find(path).map(Route::template).findFirst();
    }

    /** All that match, since one has a name where another has a parameter, and each may have methods of its own. */
    private Stream<Route> find(String path) {
        return ROUTES.entrySet().stream().filter(route -> route.getKey().matcher(path == null ? "" : path).matches())
                .map(Map.Entry::getValue);
    }

    private static Map<Pattern, Route> read() {
        Map<Pattern, Route> table = new LinkedHashMap<>();
        try (InputStream document = RouteTable.class.getResourceAsStream(DOCUMENT)) {
            JsonNode paths = new ObjectMapper().readTree(document).get("paths");
            paths.properties().forEach(path -> table.put(pattern(path.getKey()),
                    new Route(path.getKey(), methods(path.getValue()))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return table;
    }

    private static Pattern pattern(String template) {
        return Pattern.compile(template.replaceAll("[.+]", "\\\\$0").replaceAll("\\{[^}]+}", "[^/]+") + "/?");
    }

    private static Set<String> methods(JsonNode operations) {
        Set<String> methods = new TreeSet<>(Set.of("OPTIONS"));
        operations.fieldNames().forEachRemaining(name -> {
            if (Set.of("get", "put", "post", "delete", "patch").contains(name)) {
                methods.add(name.toUpperCase(Locale.ROOT));
            }
        });
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        return methods;
    }
}
