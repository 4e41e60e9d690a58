package dev.taskward.http;

import java.io.IOException;
import java.time.Instant;
import java.time.temporal.Temporal;
import java.util.UUID;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.deser.std.DelegatingDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;

/** Jackson for what clients send: bounded, and strict about types, so that "5" is no number and 5 is no text. */
final class InputMapper {
    static final int MAX_NESTING = 64;
    /** A bulk of 100 operations has about 3,000. */
    static final int MAX_TOKENS = 20_000;
    private static final int MAX_NAME_LENGTH = 256;

    private InputMapper() {
    }

    static JsonMapper create() {
        return JsonMapper.builder(factory())
                .addModule(new Jdk8Module()).addModule(new JavaTimeModule()).addModule(types())
                .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS,
                        DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .build();
    }

    private static JsonFactory factory() {
        return JsonFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                // Names that clients make up would fill the table of interned strings.
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_NESTING)
                        .maxTokenCount(MAX_TOKENS).maxNameLength(MAX_NAME_LENGTH).build())
                .build();
    }

    private static SimpleModule types() {
        SimpleModule module = new SimpleModule("taskward-input");
        module.addDeserializer(String.class, new TextDeserializer());
        module.addDeserializer(Instant.class, new InstantDeserializer());
        module.addDeserializer(Fields.class, new FieldsDeserializer());
        module.setDeserializerModifier(new BeanDeserializerModifier() {
            @Override
            public JsonDeserializer<?> modifyDeserializer(DeserializationConfig config, BeanDescription type,
                    JsonDeserializer<?> deserializer) {
                Class<?> target = type.getBeanClass();
                if (Temporal.class.isAssignableFrom(target) || target == UUID.class) {
                    return new FromTextOnly(deserializer);
                }
                return target == Double.class || target == double.class || target == Float.class
                        || target == float.class
                                ? new FromNumberOnly(deserializer)
                                : deserializer;
            }
        });
        return module;
    }

    /** Jackson also reads dates from numbers and arrays, and ids from base64. */
    private static final class FromTextOnly extends DelegatingDeserializer {
        private static final long serialVersionUID = 1L;

        FromTextOnly(JsonDeserializer<?> deserializer) {
            super(deserializer);
        }

        @Override
        protected JsonDeserializer<?> newDelegatingInstance(JsonDeserializer<?> deserializer) {
            return new FromTextOnly(deserializer);
        }

        @Override
        public Object deserialize(JsonParser json, DeserializationContext context) throws IOException {
            boolean id = handledType() == UUID.class;
            if (json.currentToken() != JsonToken.VALUE_STRING || id && !Ids.isUuid(json.getText())) {
                return context.handleUnexpectedToken(handledType(), json);
            }
            return super.deserialize(json, context);
        }
    }

    /** Jackson also reads "NaN" and infinity, which JSON does not have. */
    private static final class FromNumberOnly extends DelegatingDeserializer {
        private static final long serialVersionUID = 1L;

        FromNumberOnly(JsonDeserializer<?> deserializer) {
            super(deserializer);
        }

        @Override
        protected JsonDeserializer<?> newDelegatingInstance(JsonDeserializer<?> deserializer) {
            return new FromNumberOnly(deserializer);
        }

        @Override
        public Object deserialize(JsonParser json, DeserializationContext context) throws IOException {
            boolean finite = json.currentToken() != null && json.currentToken().isNumeric()
                    && Double.isFinite(json.getDoubleValue());
            return finite ? super.deserialize(json, context) : context.handleUnexpectedToken(handledType(), json);
        }
    }
}
