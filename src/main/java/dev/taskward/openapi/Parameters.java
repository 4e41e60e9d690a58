package dev.taskward.openapi;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;

import dev.taskward.data.Sorting;
import dev.taskward.http.Idempotent;
import dev.taskward.http.ListOf;

/**
 * What operations take besides a body: ids in the path, the query of a list, and the headers of conditional requests.
 * {@code META-INF/openapi.yaml} describes those that several operations share.
 */
final class Parameters {
    private static final Pattern VARIABLE = Pattern.compile("\\{([^}]+)}");
    private static final int MAX_SORT_LENGTH = 200;

    private final Schemas schemas;

    Parameters(Schemas schemas) {
        this.schemas = schemas;
    }

    void complete(Operation operation, Endpoint endpoint) {
        List<Parameter> parameters = new ArrayList<>();
        Matcher variables = VARIABLE.matcher(endpoint.path());
        while (variables.find()) {
            parameters.add(reference(variables.group(1)));
        }
        if (endpoint.list() != null) {
            parameters.addAll(filters(endpoint.list()));
            parameters.add(sort(endpoint.list()));
            List.of("page", "limit", "cursor").forEach(name -> parameters.add(reference(name)));
        }
        if (endpoint.isIdempotent()) {
            parameters.add(reference(Idempotent.HEADER));
        }
        if (endpoint.honoursIfMatch()) {
            parameters.add(reference("If-Match"));
        }
        if (endpoint.honoursIfNoneMatch()) {
            parameters.add(reference("If-None-Match"));
        }
        operation.setParameters(parameters.isEmpty() ? null : parameters);
    }

    private List<Parameter> filters(ListOf list) {
        List<Parameter> filters = new ArrayList<>();
        Map<String, Schema> properties = schemas.get(Schemas.nameOf(list.filter())).getProperties();
        // Of a record without components the scanner says nothing.
        Objects.requireNonNullElse(properties, Map.<String, Schema>of()).forEach((name, property) -> {
            // Swagger UI would fill an example in, and the list be filtered by it.
            Schema schema = schemas.plain(Schemas.copy(property).description(null).examples(null));
            filters.add(OASFactory.createParameter().name(name).in(Parameter.In.QUERY)
                    .description(property.getDescription()).schema(schema));
        });
        return filters;
    }

    private static Parameter sort(ListOf list) {
        Sorting<?> sorting = sorting(list.filter());
        String key = "-?(" + String.join("|", sorting.names()) + ")";
        return OASFactory.createParameter().name("sort").in(Parameter.In.QUERY)
                .description("The order: one or more of `" + String.join("`, `", sorting.names())
                        + "`, each at most once, separated by commas. A leading `-` sorts in descending order.")
                .schema(Schemas.string(MAX_SORT_LENGTH, "^" + key + "(," + key + ")*$")
                        .defaultValue(sorting.newestFirst().text()));
    }

    private static Sorting<?> sorting(Class<?> filter) {
        try {
            var sorting = filter.getDeclaredField("SORTING");
            sorting.setAccessible(true);
            return (Sorting<?>) sorting.get(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(filter + " has no static SORTING", e);
        }
    }

    private static Parameter reference(String name) {
        return OASFactory.createParameter().ref(name);
    }
}
