package dev.taskward.openapi;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema;

import dev.taskward.http.Binder;

/** What operations take as a body, in each media type alike: the fields that {@link Binder} reads, as it reads them. */
final class Bodies {
    private final Schemas schemas;
    private final Set<String> loosened = new HashSet<>();

    Bodies(Schemas schemas) {
        this.schemas = schemas;
    }

    void complete(Operation operation, Endpoint endpoint) {
        if (operation.getRequestBody() == null) {
            return;
        }
        Class<?> patched = endpoint.patched();
        String input = endpoint.fields() != null
                ? Schemas.nameOf(endpoint.fields())
                : Schemas.nameOf(operation.getRequestBody().getContent().getMediaTypes().values().iterator().next()
                        .getSchema());
        if (loosened.add(input)) {
            loosen(schemas.get(input));
        }
        Schema body = patched == null ? Schemas.reference(input) : patch(input);
        for (MediaType media : operation.getRequestBody().getContent().getMediaTypes().values()) {
            media.setSchema(body);
        }
        operation.getRequestBody().setRequired(!endpoint.hasOptionalBody());
    }

    /**
     * The scanner takes for required what must not be null. A field with a default can be left out, too, and one that
     * may be null is as good as left out.
     */
    private static void loosen(Schema input) {
        List<String> notNull = input.getRequired() == null ? List.of() : input.getRequired();
        input.getProperties().forEach((name, property) -> {
            if (!notNull.contains(name)) {
                Schemas.allowNull(property);
            }
        });
        List<String> required = notNull.stream()
                .filter(name -> input.getProperties().get(name).getDefaultValue() == null).toList();
        input.setRequired(required.isEmpty() ? null : required);
    }

    /** RFC 7396: the same fields, none required, and none with a default, because what is left out stays. */
    private Schema patch(String input) {
        return schemas.named(input.replaceFirst("Input$", "") + "Patch", () -> {
            Schema patch = OASFactory.createSchema().type(List.of(Schema.SchemaType.OBJECT))
                    .description("What is to change; all else stays. Null clears a field that may be empty.");
            schemas.get(input).getProperties()
                    .forEach((name, property) -> patch.addProperty(name, Schemas.copy(property).defaultValue(null)));
            String first = patch.getProperties().keySet().iterator().next();
            Examples.own(patch.getProperties().get(first)).ifPresent(
                    example -> patch.setExamples(List.of(Map.of(first, example))));
            return patch;
        });
    }
}
