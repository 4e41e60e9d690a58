package dev.taskward.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.RecordComponent;
import java.util.UUID;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.junit.jupiter.api.Test;

/** The types that no request has a field of as yet; the others are tested where requests have them. */
class FieldTypesTest {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    record Fields(Integer number, UUID id, Object unknown) {}

    @Test
    void aWholeNumberIsOneInJsonAndAsText() throws Exception {
        assertThat(read(JSON.numberNode(-7), 0, false)).isEqualTo(-7);
        assertThat(read(JSON.textNode("42"), 0, true)).isEqualTo(42);
    }

    @Test
    void nothingElseIsAWholeNumber() {
        for (JsonNode node : new JsonNode[]{JSON.numberNode(1.5), JSON.numberNode(1L << 40), JSON.textNode("42"),
                JSON.booleanNode(true), JSON.objectNode()}) {
            assertThatThrownBy(() -> read(node, 0, false)).hasMessage("must be a whole number");
        }
        for (String text : new String[]{"", "1.0", " 1", "1e3", "99999999999", "x"}) {
            assertThatThrownBy(() -> read(JSON.textNode(text), 0, true)).hasMessage("must be a whole number");
        }
    }

    @Test
    void anIdIsReadInItsCanonicalFormOnly() throws Exception {
        String id = "01936f3e-5b7a-7c3d-9a41-2f6b8c0d1e2f";
        assertThat(read(JSON.textNode(id), 1, false)).isEqualTo(UUID.fromString(id));
        for (JsonNode node : new JsonNode[]{JSON.textNode("1-1-1-1-1"), JSON.textNode(" " + id), JSON.textNode(""),
                JSON.numberNode(1)}) {
            assertThatThrownBy(() -> read(node, 1, false)).hasMessage("must be a UUID");
        }
    }

    @Test
    void aTypeThatCannotBeReadIsAMistakeOfTheRecord() {
        assertThatThrownBy(() -> read(JSON.textNode("x"), 2, false)).isInstanceOf(IllegalStateException.class);
    }

    private static Object read(JsonNode node, int field, boolean text) throws FieldTypes.Mismatch {
        RecordComponent component = Fields.class.getRecordComponents()[field];
        return FieldTypes.read(node, component, text);
    }
}
