package dev.taskward.http;

import java.io.IOException;

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

    TextDeserializer() {
        this(true, DEFAULT_MAX_LENGTH);
    }

    private TextDeserializer(boolean trims, int maxLength) {
        super(String.class);
        this.trims = trims;
        this.maxLength = maxLength;
    }

    @Override
    public JsonDeserializer<?> createContextual(DeserializationContext context, BeanProperty property) {
        return property == null
                ? this
                : new TextDeserializer(property.getAnnotation(Untrimmed.class) == null, maxLength(property));
    }

    private static int maxLength(BeanProperty property) {
        CodePointLength characters = property.getAnnotation(CodePointLength.class);
        Size size = property.getAnnotation(Size.class);
        return characters != null ? characters.max() : size != null ? size.max() : DEFAULT_MAX_LENGTH;
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
        if (text.length() > NFC_SHRINKS_TO * maxLength
                && text.codePointCount(0, text.length()) > NFC_SHRINKS_TO * maxLength) {
            throw new InvalidValueException(json, "must be at most " + maxLength + " characters long");
        }
        if (Text.hasTooManyMarks(text)) {
            throw new InvalidValueException(json, Text.TOO_MANY_MARKS);
        }
        String normal = Text.normalize(text);
        return trims ? Text.trim(normal) : normal;
    }
}
