package dev.taskward.openapi;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;

import dev.taskward.data.Sorting;
import dev.taskward.http.Idempotent;
import dev.taskward.http.ListOf;
import dev.taskward.http.Lists;
import dev.taskward.http.RequestFilter;

/** What operations take beside a body: ids in the path, the query of a list, and the headers of conditional requests. */
final class Parameters {
    private static final Pattern VARIABLE = Pattern.compile("\\{([^}]+)}");
    private static final int MAX_SORT_LENGTH = 200;
    private static final int MAX_CURSOR_LENGTH = 2048;
    private static final String ETAGS = "^(\\*|(W/)?\"[^\"]*\"(\\s*,\\s*(W/)?\"[^\"]*\")*)$";

    private final Schemas schemas;

    Parameters(Components components, Schemas schemas) {
        this.schemas = schemas;
        path(components, RequestFilter.OWNER_PARAMETER, "The caller's id; any other is refused.");
        path(components, "id", "The resource's id.");
        query(components, "page", "Which page; the first, if neither it nor `cursor` is given.")
                .schema(Schemas.integer(1, Integer.MAX_VALUE));
        query(components, "limit", "How many on a page.")
                .schema(Schemas.integer(1, Lists.MAX_LIMIT).defaultValue(Lists.DEFAULT_LIMIT));
        query(components, "cursor", "Instead of `page`: `meta.nextCursor` of the page before, or empty for the first.")
                .schema(Schemas.string(MAX_CURSOR_LENGTH, "^[A-Za-z0-9_-]*$")).allowEmptyValue(true);
        add(components, Idempotent.HEADER, Parameter.In.HEADER, "Makes sending this again safe: under the same key the "
                + "same request is answered as it was the first time, for 24 hours.")
                .schema(Schemas.string(255, "^[!-~]+$"));
        header(components, "If-Match", "Do it only if the resource still has this `ETag`; 412 otherwise.");
        header(components, "If-None-Match", "Answer 304, without a body, if the `ETag` is still this one.");
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
            Schema schema = Schemas.copy(property).description(null).examples(null);
            filters.add(OASFactory.createParameter().name(name).in(Parameter.In.QUERY)
                    .description(property.getDescription()).schema(schema));
        });
        return filters;
    }

    private static Parameter sort(ListOf list) {
        Sorting<?> sorting = sorting(list.filter());
        String key = "-?(" + String.join("|", sorting.names()) + ")";
        return OASFactory.createParameter().name("sort").in(Parameter.In.QUERY)
                .description("In which order: one or more of `" + String.join("`, `", sorting.names())
                        + "`, separated by commas, a leading `-` for descending.")
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

    private static void path(Components to, String name, String description) {
        add(to, name, Parameter.In.PATH, description).required(true).schema(Schemas.uuid());
    }

    private static Parameter query(Components to, String name, String description) {
        return add(to, name, Parameter.In.QUERY, description);
    }

    private static void header(Components to, String name, String description) {
        add(to, name, Parameter.In.HEADER, description).schema(Schemas.string(1024, ETAGS));
    }

    private static Parameter add(Components to, String name, Parameter.In in, String description) {
        Parameter parameter = OASFactory.createParameter().name(name).in(in).description(description);
        to.addParameter(name, parameter);
        return parameter;
    }
}
