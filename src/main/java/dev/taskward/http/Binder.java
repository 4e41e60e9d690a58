package dev.taskward.http;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Path;
import jakarta.validation.Validator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.exc.InvalidDefinitionException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Binds the fields of a request to an {@link Input} record by Jackson, checks the record's Bean Validation constraints, and
 * reports everything that is wrong at once, types and constraints alike.
 */
@ApplicationScoped
public class Binder {
    /** Static, and so made while a native image is built. */
    static final JsonMapper JSON = InputMapper.create();
    /** By the number of an item before its digits: {@code list[9]} before {@code list[10]}. */
    private static final Comparator<String> PLACES = Comparator.comparingInt(String::length)
            .thenComparing(Comparator.naturalOrder());
    /** A body can have more mistakes than anybody wants to read. */
    private static final int MAX_ERRORS = 100;

    @Inject
    Validator validator;

    /** @throws ApiException 400 with everything that is wrong */
    <T> T bind(ObjectNode fields, Class<T> type) {
        return bind(fields, type, new ArrayList<>());
    }

    /**
     * Binds texts, as forms and queries have them.
     *
     * @throws ApiException 400 with everything that is wrong
     */
    <T> T bindTexts(ObjectNode texts, Class<T> type) {
        List<FieldError> errors = new ArrayList<>();
        return bind(FormValues.typed(texts, InputShape.of(type), errors), type, errors);
    }

    /**
     * The JSON that says the same as these texts.
     *
     * @throws ApiException 400 if a field is given twice that is not a list
     */
    ObjectNode typed(ObjectNode texts, Class<?> type) {
        List<FieldError> errors = new ArrayList<>();
        ObjectNode typed = FormValues.typed(texts, InputShape.of(type), errors);
        if (!errors.isEmpty()) {
            throw ApiException.invalid(errors);
        }
        return typed;
    }

    /**
     * Binds the current state with these fields in the places of its own.
     *
     * @throws ApiException 400 with everything that is wrong
     */
    <T> T merge(ObjectNode fields, T current, Class<T> type) {
        ObjectNode merged = JSON.valueToTree(current);
        // What is null now was not named, and is not to be reported.
        List<String> absent = new ArrayList<>();
        merged.properties().stream().filter(field -> field.getValue().isNull())
                .forEach(field -> absent.add(field.getKey()));
        merged.remove(absent);
        InputShape shape = InputShape.of(type);
        fields.properties().stream().filter(field -> shape.field(field.getKey()) != null)
                .forEach(field -> merged.set(field.getKey(), field.getValue()));
        return bind(merged, type);
    }

    private <T> T bind(ObjectNode fields, Class<T> type, List<FieldError> errors) {
        InputShape shape = InputShape.of(type);
        Collection<String> rejected = rejected(fields, shape, errors);
        T bound = read(rejected.isEmpty() ? fields : fields.deepCopy().remove(rejected), type, errors);
        if (bound != null && errors.size() < MAX_ERRORS) {
            errors.addAll(violations(bound, errors));
        }
        if (!errors.isEmpty()) {
            List<String> order = List.copyOf(shape.fields().keySet());
            throw ApiException.invalid(errors.stream()
                    .sorted(Comparator.comparingInt(error -> order.indexOf(error.root()))).toList());
        }
        return bound;
    }

    /** Finds what is wrong before anything of it is bound: null where a value is needed, and lists that are too long. */
    private static List<String> rejected(ObjectNode fields, InputShape shape, List<FieldError> errors) {
        List<String> rejected = new ArrayList<>();
        shape.fields().forEach((name, field) -> {
            var value = fields.get(name);
            if (value != null && value.isNull() && field.notNull()) {
                errors.add(new FieldError(name, "must not be null"));
                rejected.add(name);
            } else if (value != null && field.isTooLong(value)) {
                errors.add(new FieldError(name, field.tooLong()));
                rejected.add(name);
            }
        });
        return rejected;
    }

    /** Reads it as often as there are mistakes, each time without the last one; null if there are too many. */
    private <T> T read(ObjectNode fields, Class<T> type, List<FieldError> errors) {
        ObjectReader reader = JSON.readerFor(type).withAttribute(Binder.class, this);
        ObjectNode rest = fields;
        while (true) {
            try {
                return reader.readValue(rest);
            } catch (InvalidDefinitionException e) {
                throw new IllegalStateException(type + " has a component that cannot be bound", e);
            } catch (JsonMappingException e) {
                errors.add(BindingErrors.of(e));
                if (errors.size() >= MAX_ERRORS) {
                    return null;
                }
                rest = rest == fields ? fields.deepCopy() : rest;
                BindingErrors.remove(e, rest);
            } catch (JsonProcessingException e) {
                throw new IllegalStateException(e);
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }

    /** Constraint violations of the fields that could be read at all. */
    private <T> List<FieldError> violations(T bound, List<FieldError> unreadable) {
        Set<String> seen = unreadable.stream().map(FieldError::field).collect(Collectors.toSet());
        return validator.validate(bound).stream()
                .map(violation -> error(violation, bound.getClass()))
                .filter(error -> !seen.contains(error.field()))
                .distinct()
                .sorted(Comparator.comparing(FieldError::field, PLACES).thenComparing(FieldError::message))
                .toList();
    }

    /** The place of a violation by the names that clients use, such as {@code operations[2].data}. */
    private static FieldError error(ConstraintViolation<?> violation, Class<?> type) {
        StringBuilder place = new StringBuilder();
        for (Path.Node node : violation.getPropertyPath()) {
            if (node.getIndex() != null) {
                place.append('[').append(node.getIndex()).append(']');
            }
            if (node.getName() != null) {
                place.append(place.isEmpty() ? "" : ".").append(place.isEmpty()
                        ? InputShape.of(type).nameOf(node.getName())
                        : node.getName());
            }
        }
        return new FieldError(place.toString(), violation.getMessage());
    }
}
