package dev.taskward.openapi;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.security.SecurityRequirement;

import dev.taskward.http.ListOf;

/**
 * Completes the OpenAPI document during the build with what the code of the resources says: how they are secured, which
 * parameters and bodies they take, how each answer is wrapped and how each request can fail. The constant part is in
 * {@code META-INF/openapi.yaml}. A resource only annotates what its author alone knows, a summary and a view.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class ApiDocument implements OASFilter {
    private static final List<PathItem.HttpMethod> ORDER = List.of(PathItem.HttpMethod.GET, PathItem.HttpMethod.POST,
            PathItem.HttpMethod.PUT, PathItem.HttpMethod.PATCH, PathItem.HttpMethod.DELETE);

    private final Map<String, Endpoint> named = new HashMap<>();

    @Override
    public void filterOpenAPI(OpenAPI document) {
        Schemas schemas = new Schemas(document.getComponents());
        Answers answers = new Answers(document.getComponents(), schemas);
        Parameters parameters = new Parameters(schemas);
        Bodies bodies = new Bodies(schemas);
        document.getPaths().getPathItems().forEach((path, item) -> item.getOperations().forEach((verb, operation) -> {
            Endpoint endpoint = Endpoint.of(path, verb, operation.getOperationId());
            name(operation, endpoint);
            secure(operation, endpoint);
            parameters.complete(operation, endpoint);
            bodies.complete(operation, endpoint);
            answers.complete(operation, endpoint);
        }));
        arrange(document);
        schemas.retain(new UsedSchemas(schemas).in(document));
    }

    private void name(Operation operation, Endpoint endpoint) {
        operation.setOperationId(endpoint.name());
        Endpoint other = named.put(endpoint.name(), endpoint);
        if (other != null) {
            throw new IllegalStateException("Two operations are called " + endpoint.name() + ": rename "
                    + endpoint.method() + " or " + other.method());
        }
        if (operation.getDescription() == null) {
            operation.setDescription(description(operation, endpoint));
        }
    }

    /** What is true of every operation of its kind; null if the summary says it all. */
    private static String description(Operation operation, Endpoint endpoint) {
        ListOf list = endpoint.list();
        if (list != null) {
            return "By `page`, with totals, or by `cursor`, whose cost does not grow with depth. Several filters must all "
                    + "match. Equal sort keys are ordered by id. A page past the end is an empty list.";
        }
        return switch (endpoint.verb()) {
            case GET -> endpoint.honoursIfNoneMatch() ? "Returns an `ETag`; 304 if `If-None-Match` names it." : null;
            case POST -> operation.getResponses().hasAPIResponse("201") && endpoint.answersEtag()
                    ? "Returns the new resource with its `Location` and `ETag`."
                    : null;
            case DELETE -> endpoint.honoursIfMatch()
                    ? "Permanently. With `If-Match` only if the resource has not changed since it was read."
                    : null;
            default -> null;
        };
    }

    /** A public operation has no requirement. If its author declares a scheme, a token is optional. */
    private static void secure(Operation operation, Endpoint endpoint) {
        List<SecurityRequirement> schemes = new ArrayList<>();
        if (!endpoint.isPublic()) {
            schemes.add(OASFactory.createSecurityRequirement().addScheme("bearer"));
            if (endpoint.takesPersonalTokens()) {
                schemes.add(OASFactory.createSecurityRequirement().addScheme("personalToken"));
            }
        } else if (operation.getSecurity() != null && !operation.getSecurity().isEmpty()) {
            schemes.add(OASFactory.createSecurityRequirement());
            schemes.addAll(operation.getSecurity());
        }
        operation.setSecurity(schemes);
    }

    /** The API comes before the routes for operators, and reading before changing. */
    private static void arrange(OpenAPI document) {
        Map<String, PathItem> paths = new LinkedHashMap<>();
        document.getPaths().getPathItems().entrySet().stream()
                .sorted(Comparator.comparing(path -> !path.getKey().startsWith("/api/")))
                .forEach(path -> paths.put(path.getKey(), path.getValue()));
        document.getPaths().setPathItems(paths);
        paths.values().forEach(path -> ORDER.forEach(verb -> {
            // Set again, it moves to the end.
            Operation operation = path.getOperations().get(verb);
            path.setOperation(verb, null);
            path.setOperation(verb, operation);
        }));
    }
}
