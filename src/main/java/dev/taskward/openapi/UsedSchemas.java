package dev.taskward.openapi;

import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/**
 * The schemas that an operation shows, itself or by others. The rest the scanner only met on its way, such as the
 * filters of lists, which have become parameters, and the framework's types inside a merge patch.
 */
final class UsedSchemas {
    private final Schemas schemas;
    private final Set<String> names = new HashSet<>();

    UsedSchemas(Schemas schemas) {
        this.schemas = schemas;
    }

    Set<String> in(OpenAPI document) {
        Stream<Operation> operations = document.getPaths().getPathItems().values().stream()
                .map(PathItem::getOperations).flatMap(ofPath -> ofPath.values().stream());
        Stream<Content> failures = document.getComponents().getResponses().values().stream()
                .map(APIResponse::getContent);
        Stream.concat(operations.flatMap(UsedSchemas::bodies), failures).filter(Objects::nonNull)
                .flatMap(content -> content.getMediaTypes().values().stream())
                .forEach(media -> use(media.getSchema()));
        return names;
    }

    private static Stream<Content> bodies(Operation operation) {
        Stream<Content> answers = operation.getResponses().getAPIResponses().values().stream()
                .map(APIResponse::getContent);
        return operation.getRequestBody() == null
                ? answers
                : Stream.concat(answers, Stream.of(operation.getRequestBody().getContent()));
    }

    private void use(Schema schema) {
        if (schema == null) {
            return;
        }
        String name = Schemas.nameOf(schema);
        if (name != null && names.add(name)) {
            use(schemas.get(name));
        }
        Schemas.children(schema).forEach(this::use);
    }
}
