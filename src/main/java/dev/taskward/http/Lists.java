package dev.taskward.http;

import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.taskward.data.BaseEntity;
import dev.taskward.data.Cursor;
import dev.taskward.data.Listing;
import dev.taskward.data.Order;
import dev.taskward.data.Slice;
import dev.taskward.data.Sorting;

/** Reads what a list is asked for out of the query string, strictly, and writes what it answers. */
@ApplicationScoped
public class Lists {
    public static final int DEFAULT_LIMIT = 20;
    public static final int MAX_LIMIT = 100;
    public static final List<String> PAGING = List.of("page", "limit", "cursor", "sort");

    @Inject
    Binder binder;

    @Inject
    ObjectMapper json;

    @Inject
    Replies replies;

    @Inject
    LargeLists large;

    /** @param filter a record with a component for each filter: its name is the parameter's */
    public <E extends BaseEntity, F extends Record> Listing<E, F> parse(UriInfo uri, Class<F> filter,
            Sorting<E> sorting) {
        MultivaluedMap<String, String> query = uri.getQueryParameters();
        List<FieldError> errors = new ArrayList<>(unknown(query.keySet(), filter));
        ObjectNode single = JsonNodeFactory.instance.objectNode();
        InputShape filters = InputShape.of(filter);
        query.forEach((name, values) -> {
            single.put(name, values.get(0));
            InputShape.Field field = filters.field(name);
            // The empty value of a filter must not pass for a filter that was left out.
            if (field != null && !field.isText() && values.get(0).isEmpty()) {
                errors.add(new FieldError(name, "must not be empty"));
            }
            if (values.size() > 1) {
                errors.add(new FieldError(name, "must be given once"));
            }
        });
        if (query.containsKey("page") && query.containsKey("cursor")) {
            errors.add(new FieldError("cursor", "cannot be combined with page"));
        }
        int page = number(single, "page", 1, Integer.MAX_VALUE, 1, errors);
        int limit = number(single, "limit", 1, MAX_LIMIT, DEFAULT_LIMIT, errors);
        if ((long) page * limit > Slice.MAX_REACH) {
            errors.add(new FieldError("page",
                    "reaches beyond the first " + Slice.MAX_REACH + " rows: walk by cursor, or filter"));
        }
        Order<E> order = order(single, sorting, errors);
        Cursor cursor = cursor(single, order, errors);
        F bound = filters(single, filter, errors);
        if (!errors.isEmpty()) {
            throw ApiException.parameters(errors);
        }
        large.admit(limit);
        return new Listing<>(bound, order, limit, query.containsKey("cursor") ? 0 : page, cursor);
    }

    /** 200 with the rows as views, where the list stands, the links of RFC 8288, and an ETag over all of it. */
    public <E extends BaseEntity, V> Response answer(Slice<E> slice, Listing<E, ?> asked, Function<E, V> view,
            UriInfo uri) {
        String next = slice.next() == null ? null : encode(slice.next());
        Slice.Total total = slice.total();
        Meta meta = asked.byPage()
                ? new Meta(asked.page(), asked.limit(), total.rows(), total.exact() ? null : false,
                        pages(total.rows(), asked.limit()), next)
                : new Meta(null, asked.limit(), null, null, null, next);
        List<V> views = slice.rows().stream().map(view).toList();
        Response answer = replies.shown(new Envelope<>(true, views, null, meta));
        String links = Links.of(uri, meta);
        return links.isEmpty() || answer.getStatus() != Response.Status.OK.getStatusCode()
                ? answer
                : Response.fromResponse(answer).header("Link", links).build();
    }

    private static long pages(long total, int limit) {
        return (total + limit - 1) / limit;
    }

    private static List<FieldError> unknown(Set<String> given, Class<?> filter) {
        Set<String> allowed = new LinkedHashSet<>(PAGING);
        allowed.addAll(InputShape.of(filter).fields().keySet());
        return given.stream().filter(name -> !allowed.contains(name))
                .map(name -> new FieldError(name, "is unknown; allowed are " + String.join(", ", allowed)))
                .toList();
    }

    private static int number(ObjectNode query, String name, int min, int max, int absent, List<FieldError> errors) {
        if (!query.has(name)) {
            return absent;
        }
        try {
            int value = Integer.parseInt(query.get(name).asText());
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        errors.add(new FieldError(name, max == Integer.MAX_VALUE
                ? "must be a whole number from " + min
                : "must be a whole number from " + min + " to " + max));
        return absent;
    }

    private static <E extends BaseEntity> Order<E> order(ObjectNode query, Sorting<E> sorting,
            List<FieldError> errors) {
        if (query.has("sort")) {
            try {
                return sorting.parse(query.get("sort").asText());
            } catch (IllegalArgumentException e) {
                errors.add(new FieldError("sort", e.getMessage()));
            }
        }
        return sorting.newestFirst();
    }

    /** An empty cursor begins a walk; later ones are what {@code meta.nextCursor} gave. */
    private Cursor cursor(ObjectNode query, Order<?> order, List<FieldError> errors) {
        if (!query.has("cursor") || query.get("cursor").asText().isEmpty()) {
            return null;
        }
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(query.get("cursor").asText());
            Cursor cursor = json.readValue(bytes, Cursor.class);
            order.check(cursor);
            return cursor;
        } catch (IllegalArgumentException | java.io.IOException | java.time.DateTimeException e) {
            errors.add(new FieldError("cursor", "is not one that this list, in this order, has given"));
            return null;
        }
    }

    private String encode(Cursor cursor) {
        try {
            return Base64.getUrlEncoder().withoutPadding().encodeToString(json.writeValueAsBytes(cursor));
        } catch (java.io.IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private <F> F filters(ObjectNode query, Class<F> filter, List<FieldError> errors) {
        try {
            return binder.bindTexts(query, filter);
        } catch (ApiException e) {
            errors.addAll(e.details());
            return null;
        }
    }
}
