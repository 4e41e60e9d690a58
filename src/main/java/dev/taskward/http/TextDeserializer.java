package dev.taskward.http;

import java.io.IOException;
import java.util.OptionalInt;

import jakarta.validation.constraints.Size;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.deser.ContextualDeserializer;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import org.hibernate.validator.constraints.CodePointLength;

/** Reads a string: trims it unless it is {@link Untrimmed}, checks its length, then normalizes it. */
final class TextDeserializer extends StdScalarDeserializer<String> implements ContextualDeserializer {
    private static final long serialVersionUID = 1L;
    /** Of a string whose length no constraint limits, in characters. */
    private static final int DEFAULT_MAX_LENGTH = 10_000;
    /** NFC makes one character of up to four. */
    private static final long NFC_SHRINKS_TO = 4;

    private final boolean trims;
    private final int maxLength;
    /** By a constraint, which then says so in its own words. */
    private final boolean constrained;

    TextDeserializer() {
        this(true, DEFAULT_MAX_LENGTH, false);
    }

    private TextDeserializer(boolean trims, int maxLength, boolean constrained) {
        super(String.class);
        this.trims = trims;
        this.maxLength = maxLength;
        this.constrained = constrained;
    }

    @Override
    public JsonDeserializer<?> createContextual(DeserializationContext context, BeanProperty property) {
        if (property == null) {
            return this;
        }
        OptionalInt constraint = maxLength(property);
        return new TextDeserializer(property.getAnnotation(Untrimmed.class) == null,
                constraint.orElse(DEFAULT_MAX_LENGTH), constraint.isPresent());
    }

    /** Of an item of a list, whose property is the list, there is no constraint here. */
    private static OptionalInt maxLength(BeanProperty property) {
        if (!property.getType().hasRawClass(String.class)) {
            return OptionalInt.empty();
        }
        CodePointLength characters = property.getAnnotation(CodePointLength.class);
        Size size = property.getAnnotation(Size.class);
        if (characters != null) {
            return OptionalInt.of(characters.max());
        }
        return size == null ? OptionalInt.empty() : OptionalInt.of(size.max());
    }

    @Override
    public String deserialize(JsonParser json, DeserializationContext context) throws IOException {
        if (json.currentToken() != JsonToken.VALUE_STRING) {
            return (String) context.handleUnexpectedToken(String.class, json);
        }
        String text = trims ? Text.trim(json.getText()) : json.getText();
        if (!Text.isClean(text.indexOf('\r') < 0 ? text : text.replace("\r\n", "\n"))) {
            throw new InvalidValueException(json, Text.CONTROL_CHARACTERS);
        }
        // Before normalizing, which costs more than all the rest.
        if (isLonger(text, NFC_SHRINKS_TO * maxLength)) {
            throw tooLong(json);
        }
        if (Text.hasTooManyMarks(text)) {
            throw new InvalidValueException(json, Text.TOO_MANY_MARKS);
        }
        String normal = Text.normalize(text);
        if (!constrained && isLonger(normal, maxLength)) {
            throw tooLong(json);
        }
        return trims ? Text.trim(normal) : normal;
    }

    private static boolean isLonger(String text, long characters) {
        return text.length() > characters && text.codePointCount(0, text.length()) > characters;
    }

    private InvalidValueException tooLong(JsonParser json) {
        return new InvalidValueException(json, "must be at most " + maxLength + " characters long");
    }
}
