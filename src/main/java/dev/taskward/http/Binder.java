package dev.taskward.http;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Path;
import jakarta.validation.Validator;
import jakarta.validation.constraints.NotNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Binds a JSON object, or a form as one, to an {@link Input} record, field by field: normalizes text, checks types,
 * then the record's Bean Validation constraints, and reports everything wrong at once. Unknown fields are ignored.
 */
@ApplicationScoped
public class Binder {
    @Inject
    Validator validator;

    /** @param text whether all values arrive as text, as in a form or a query */
    <T> T bind(ObjectNode tree, Class<T> type, boolean text) {
        return construct(tree, null, type, text);
    }

    <T> T merge(ObjectNode changes, T current, Class<T> type, boolean text) {
        return construct(changes, current, type, text);
    }

    private <T> T construct(ObjectNode tree, T current, Class<T> type, boolean text) {
        RecordComponent[] components = Components.of(type);
        Object[] values = new Object[components.length];
        List<FieldError> errors = new ArrayList<>();
        for (int i = 0; i < components.length; i++) {
            JsonNode node = tree.get(components[i].getName());
            if (node == null) {
                values[i] = current == null ? null : value(components[i], current);
            } else {
                values[i] = read(node, components[i], text, errors);
            }
        }
        T record = create(type, components, values);
        errors.addAll(violations(record, errors));
        if (!errors.isEmpty()) {
            List<String> order = Arrays.stream(components).map(RecordComponent::getName).toList();
            errors.sort(Comparator.comparingInt(error -> order.indexOf(error.field().replaceFirst("\\[.*", ""))));
            throw ApiException.invalid(errors);
        }
        return record;
    }

    private Object read(JsonNode node, RecordComponent component, boolean text, List<FieldError> errors) {
        String field = component.getName();
        if (text && node.isArray() && component.getType() != List.class) {
            errors.add(new FieldError(field, "must be given once"));
            return null;
        }
        if (node.isNull() || text && isEmpty(node) && component.getType() != String.class) {
            if (component.getAccessor().isAnnotationPresent(NotNull.class)) {
                errors.add(new FieldError(field, "must not be null"));
            }
            return null;
        }
        try {
            if (component.getType() == List.class) {
                return list(node, component, text, errors);
            }
            if (component.getType() == Fields.class) {
                return new Fields<>(FieldTypes.object(node), argument(component), this, text);
            }
            return FieldTypes.read(node, component, text);
        } catch (FieldTypes.Mismatch mismatch) {
            errors.add(new FieldError(field, mismatch.getMessage()));
            return null;
        }
    }

    private static boolean isEmpty(JsonNode node) {
        return node.isTextual() && node.textValue().isEmpty();
    }

    /** A list of records or values, each read by itself; what is wrong is told by its place, as {@code list[2].title}. */
    private List<Object> list(JsonNode node, RecordComponent component, boolean text, List<FieldError> errors)
            throws FieldTypes.Mismatch {
        List<Object> items = new ArrayList<>();
        Class<?> type = argument(component);
        // A form gives a value once, or several times under the same name.
        boolean single = text && node.isTextual() && !type.isRecord();
        for (JsonNode item : single ? List.of(node) : FieldTypes.array(node)) {
            String place = component.getName() + "[" + items.size() + "]";
            Object bound = null;
            try {
                bound = type.isRecord()
                        ? bind(FieldTypes.object(item), type, false)
                        : FieldTypes.read(item, type, true, text);
            } catch (FieldTypes.Mismatch mismatch) {
                errors.add(new FieldError(place, mismatch.getMessage()));
            } catch (ApiException invalid) {
                invalid.details().forEach(error -> errors.add(error.in(place)));
            }
            items.add(bound);
        }
        return items;
    }

    @SuppressWarnings("unchecked")
    private static <T> Class<T> argument(RecordComponent component) {
        Type argument = ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[0];
        return (Class<T>) argument;
    }

    /** Constraint violations of the fields that were readable at all. */
    private <T> List<FieldError> violations(T record, List<FieldError> unreadable) {
        Set<String> seen = unreadable.stream().map(FieldError::field).collect(Collectors.toSet());
        return validator.validate(record).stream()
                .map(Binder::error)
                .filter(error -> !seen.contains(error.field()))
                .distinct()
                .sorted(Comparator.comparing(FieldError::message))
                .toList();
    }

    private static FieldError error(ConstraintViolation<?> violation) {
        String field = "";
        for (Path.Node node : violation.getPropertyPath()) {
            field = node.getName();
        }
        return new FieldError(field, violation.getMessage());
    }

    private static Object value(RecordComponent component, Object record) {
        try {
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static <T> T create(Class<T> type, RecordComponent[] components, Object[] values) {
        try {
            Class<?>[] types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            Constructor<T> canonical = type.getDeclaredConstructor(types);
            return canonical.newInstance(values);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
