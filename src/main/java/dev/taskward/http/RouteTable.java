package dev.taskward.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

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
    private static final List<Route> ROUTES = read();
    /** Their names have the form of another route's parameter, as {@code /tasks/bulk} has that of {@code /tasks/{id}}. */
    private static final List<Route> SHADOWED = ROUTES.stream().filter(route -> ROUTES.stream().anyMatch(
            other -> other.matches(route.template()) && !other.methods().equals(route.methods()))).toList();

    private record Route(String template, Pattern pattern, Set<String> methods) {
        boolean matches(String path) {
            return pattern.matcher(path).matches();
        }
    }

    /** The methods of the path, separated by commas; null if there is no such path. */
    String allowed(String path) {
        return find(path).map(route -> String.join(", ", route.methods())).orElse(null);
    }

    /** The methods of all paths together, separated by commas. */
    String allowed() {
        Set<String> methods = new TreeSet<>();
        ROUTES.forEach(route -> methods.addAll(route.methods()));
        return String.join(", ", methods);
    }

    /** Whether the framework would send the request to another route, which has a parameter in the place of this one's name. */
    boolean isMisrouted(String method, String path) {
        return SHADOWED.stream().anyMatch(route -> route.matches(path) && !route.methods().contains(method));
    }

    /** The path with the names of its parameters in their places; empty if there is no such path. */
    Optional<String> template(String path) {
        return find(path).map(Route::template);
    }

    private static Optional<Route> find(String path) {
        return ROUTES.stream().filter(route -> route.matches(path == null ? "" : path)).findFirst();
    }

    /** In an order in which a name comes before a parameter: a brace sorts after every letter. */
    private static List<Route> read() {
        List<Route> table = new ArrayList<>();
        try (InputStream document = RouteTable.class.getResourceAsStream(DOCUMENT)) {
            JsonNode paths = new ObjectMapper().readTree(document).get("paths");
            paths.properties().forEach(path -> table
                    .add(new Route(path.getKey(), pattern(path.getKey()), methods(path.getValue()))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        table.sort(Comparator.comparing(Route::template));
        return List.copyOf(table);
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
