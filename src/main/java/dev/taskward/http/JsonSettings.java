package dev.taskward.http;

import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;

import jakarta.inject.Singleton;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import io.quarkus.jackson.ObjectMapperCustomizer;

/** JSON as the contract has it: times in UTC with always three digits of milliseconds, and bounded nesting. */
@Singleton
public class JsonSettings implements ObjectMapperCustomizer {
    private static final int MAX_NESTING = 64;
    private static final int MILLIS = 3;
    private static final DateTimeFormatter INSTANT = new DateTimeFormatterBuilder().appendInstant(MILLIS)
            .toFormatter(Locale.ROOT);

    /** An instant as every answer shows it. */
    public static String format(Instant time) {
        return INSTANT.format(time);
    }

    /** Last, since of two serializers for a type the one that was registered later is taken. */
    @Override
    public int priority() {
        return MINIMUM_PRIORITY;
    }

    @Override
    public void customize(ObjectMapper mapper) {
        // An emoji is four bytes of UTF-8, and twelve as two escapes.
        mapper.getFactory().enable(JsonGenerator.Feature.COMBINE_UNICODE_SURROGATES_IN_UTF8);
        mapper.getFactory().setStreamReadConstraints(
                StreamReadConstraints.builder().maxNestingDepth(MAX_NESTING).build());
        mapper.registerModule(new SimpleModule("taskward").addSerializer(new InstantSerializer()));
    }

    private static final class InstantSerializer extends StdSerializer<Instant> {
        InstantSerializer() {
            super(Instant.class);
        }

        @Override
        public void serialize(Instant value, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeString(format(value));
        }
    }
}
