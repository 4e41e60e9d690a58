package dev.taskward.http;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;

/** Reads a time as RFC 3339 section 5.6 has it, with any offset, and keeps it in UTC with milliseconds. */
final class InstantDeserializer extends StdScalarDeserializer<Instant> {
    private static final long serialVersionUID = 1L;
    private static final int MAX_LENGTH = 50;
    /** Java's ISO 8601 takes more: times without seconds, offsets with them, years of five digits. */
    private static final Pattern RFC_3339 = Pattern.compile(
            "\\d{4}-\\d\\d-\\d\\d[Tt]\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?([Zz]|[+-]\\d\\d:\\d\\d)");

    InstantDeserializer() {
        super(Instant.class);
    }

    @Override
    public Instant deserialize(JsonParser json, DeserializationContext context) throws IOException {
        String text = json.currentToken() == JsonToken.VALUE_STRING ? Text.trim(json.getText()) : "";
        try {
            if (text.length() <= MAX_LENGTH && RFC_3339.matcher(text).matches()) {
                OffsetDateTime utc = OffsetDateTime.parse(text).withOffsetSameInstant(ZoneOffset.UTC);
                if (utc.getYear() >= 1 && utc.getYear() <= 9999) {
                    return utc.toInstant().truncatedTo(ChronoUnit.MILLIS);
                }
            }
        } catch (DateTimeException e) {
            // reported below
        }
        return (Instant) context.handleUnexpectedToken(Instant.class, json);
    }
}
