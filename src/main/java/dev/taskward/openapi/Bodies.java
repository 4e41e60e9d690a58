package dev.taskward.openapi;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.RequestBody;

import dev.taskward.http.Binder;
import dev.taskward.http.MediaTypes;

/**
 * What operations take as a body: the fields that {@link Binder} reads. Each body has one media type, because generators
 * make one function of an operation and choose among its types by rules of their own. The forms are in its description.
 */
final class Bodies {
    private static final String FORMS = "The same fields are also accepted as `" + MediaTypes.FORM + "` and as `"
            + MediaTypes.MULTIPART + "`.";

    private final Schemas schemas;
    /** By the name of an input, its fields as a patch has them. */
    private final Map<String, Map<String, Schema>> fields = new HashMap<>();

    Bodies(Schemas schemas) {
        this.schemas = schemas;
    }

    void complete(Operation operation, Endpoint endpoint) {
        RequestBody body = operation.getRequestBody();
        if (body == null) {
            return;
        }
        Content declared = body.getContent();
        String input = endpoint.fields() != null
                ? Schemas.nameOf(endpoint.fields())
                : Schemas.nameOf(declared.getMediaTypes().values().iterator().next().getSchema());
        loosen(input);
        boolean patch = endpoint.patched() != null;
        body.content(OASFactory.createContent().addMediaType(patch ? MediaTypes.MERGE_PATCH : MediaTypes.JSON,
                OASFactory.createMediaType().schema(patch ? patch(input) : Schemas.reference(input))))
                .description(declared.hasMediaType(MediaTypes.FORM) ? FORMS : null)
                .required(!endpoint.hasOptionalBody());
    }

    /**
     * The scanner takes for required what must not be null. But a field with a default can be left out, and null is
     * accepted where a field can be left out.
     */
    private void loosen(String name) {
        if (fields.containsKey(name)) {
            return;
        }
        Schema input = schemas.get(name);
        List<String> required = input.getRequired() == null ? List.of() : input.getRequired();
        List<String> kept = new ArrayList<>();
        Map<String, Schema> plain = new LinkedHashMap<>();
        input.getProperties().forEach((field, property) -> {
            if (required.contains(field) && property.getDefaultValue() == null) {
                kept.add(field);
            } else if (!required.contains(field) && !schemas.isObject(property)) {
                Schemas.allowNull(property);
            }
            if (property.getItems() != null && schemas.isObject(property.getItems())) {
                loosen(Schemas.nameOf(property.getItems()));
            }
            plain.put(field, Schemas.copy(property).defaultValue(null));
        });
        input.setRequired(kept.isEmpty() ? null : kept);
        describeDefaults(input);
        fields.put(name, plain);
    }

    /** In words: openapi-typescript takes a property with a default for one that is always present. */
    private static void describeDefaults(Schema input) {
        List<String> defaults = new ArrayList<>();
        input.getProperties().forEach((field, property) -> {
            Object value = property.getDefaultValue();
            if (value != null) {
                defaults.add("`" + field + "` is " + (value.equals("") ? "empty" : "`" + value + "`"));
                property.setDefaultValue(null);
            }
        });
        if (!defaults.isEmpty()) {
            String text = "By default " + String.join(", ", defaults) + ".";
            input.setDescription(input.getDescription() == null ? text : input.getDescription() + " " + text);
        }
    }

    /** RFC 7396: the same fields, none required and none with a default, because a field that is left out stays as it is. */
    private Schema patch(String input) {
        return schemas.named(input.replaceFirst("Input$", "") + "Patch", () -> {
            Map<String, Schema> properties = fields.get(input);
            Schema patch = OASFactory.createSchema().type(List.of(Schema.SchemaType.OBJECT)).properties(properties)
                    .description(
                            "The fields to change. All others stay as they are. Null clears a field that may be empty.");
            String first = properties.keySet().iterator().next();
            Examples.own(properties.get(first))
                    .ifPresent(example -> patch.setExamples(List.of(Map.of(first, example))));
            return patch;
        });
    }
}
