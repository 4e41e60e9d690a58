package dev.taskward.http;

import java.io.IOException;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.deser.ContextualDeserializer;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Leaves {@link Fields} within a record unbound. */
final class FieldsDeserializer extends StdDeserializer<Fields<?>> implements ContextualDeserializer {
    private static final long serialVersionUID = 1L;

    private final transient JavaType record;

    FieldsDeserializer() {
        this(null);
    }

    private FieldsDeserializer(JavaType record) {
        super(Fields.class);
        this.record = record;
    }

    @Override
    public JsonDeserializer<?> createContextual(DeserializationContext context, BeanProperty property) {
        return new FieldsDeserializer(context.getContextualType().containedType(0));
    }

    @Override
    @SuppressWarnings({"unchecked", "rawtypes"})
    public Fields<?> deserialize(JsonParser json, DeserializationContext context) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            return (Fields<?>) context.handleUnexpectedToken(Fields.class, json);
        }
        ObjectNode tree = json.readValueAsTree();
        return new Fields(tree, record.getRawClass(), (Binder) context.getAttribute(Binder.class));
    }
}
