package dev.taskward.openapi;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.security.SecurityRequirement;

import dev.taskward.http.ListOf;

/**
 * Completes the OpenAPI document while the service is built, out of what the resources' code says anyway: how they are
 * secured, which parameters and bodies they take, how each answer is wrapped and how each request can fail. A resource
 * annotates what only its author knows, a summary and a view, and has the rest for free.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class ApiDocument implements OASFilter {
    private final Map<String, Endpoint> named = new HashMap<>();

    @Override
    public void filterOpenAPI(OpenAPI document) {
        Schemas schemas = new Schemas(document.getComponents());
        Answers answers = new Answers(document.getComponents(), schemas);
        Parameters parameters = new Parameters(document.getComponents(), schemas);
        Bodies bodies = new Bodies(schemas);
        document.getPaths().getPathItems().forEach((path, item) -> item.getOperations().forEach((verb, operation) -> {
            Endpoint endpoint = Endpoint.of(path, verb, operation.getOperationId());
            name(operation, endpoint);
            secure(operation, endpoint);
            parameters.complete(operation, endpoint);
            bodies.complete(operation, endpoint);
            answers.complete(operation, endpoint);
        }));
        Headers.declare(document.getComponents());
        Overview.write(document);
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

    /** What is true of every operation of its kind; null where there is nothing to say that the summary does not. */
    private static String description(Operation operation, Endpoint endpoint) {
        ListOf list = endpoint.list();
        if (list != null) {
            return "By `page`, with totals, or by `cursor`, whose cost does not grow with depth. Filters add up; ties in "
                    + "the order break by id, and past the end is an empty list.";
        }
        return switch (endpoint.verb()) {
            case GET -> endpoint.honoursIfNoneMatch() ? "With its `ETag`; 304 if `If-None-Match` names it." : null;
            case POST -> operation.getResponses().hasAPIResponse("201") && endpoint.answersEtag()
                    ? "Answers what was made, with its `Location` and `ETag`."
                    : null;
            case DELETE -> endpoint.honoursIfMatch()
                    ? "For good. With `If-Match` only if nobody has changed it since it was read."
                    : null;
            default -> null;
        };
    }

    /** A public operation says so by an empty requirement; others that its author declares beside are alternatives. */
    private static void secure(Operation operation, Endpoint endpoint) {
        List<SecurityRequirement> declared = operation.getSecurity();
        SecurityRequirement requirement = OASFactory.createSecurityRequirement();
        if (!endpoint.isPublic()) {
            SecurityRequirement personal = OASFactory.createSecurityRequirement().addScheme(Overview.PERSONAL_TOKEN);
            requirement.addScheme(Overview.BEARER);
            operation.setSecurity(
                    endpoint.takesPersonalTokens() ? List.of(requirement, personal) : List.of(requirement));
        } else if (declared == null || declared.isEmpty()) {
            operation.setSecurity(List.of(requirement));
        } else {
            operation.setSecurity(Stream.concat(Stream.of(requirement), declared.stream()).toList());
        }
    }
}
