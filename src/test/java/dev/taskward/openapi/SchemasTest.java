package dev.taskward.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;

import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.junit.jupiter.api.Test;

/** How the scanner's schemas are made plain, in the shapes that the scanner gives them. */
class SchemasTest {
    private static Schema reference(String name) {
        return OASFactory.createSchema().ref(name);
    }

    private static Schema ofType(SchemaType type) {
        return OASFactory.createSchema().type(List.of(type));
    }

    /** The property, in an object beside an enum that it may refer to. */
    private static Schema completed(Schema property) {
        Components components = OASFactory.createComponents()
                .addSchema("Thing", ofType(SchemaType.OBJECT).properties(Map.of("field", property)))
                .addSchema("Size", ofType(SchemaType.STRING).enumeration(List.of("small", "large")));
        return new Schemas(components).get("Thing").getProperties().get("field");
    }

    @Test
    void aReferenceToAnEnumBecomesItsValues() {
        Schema size = completed(reference("Size").description("How large."));
        assertThat(size.getRef()).isNull();
        assertThat(size.getDescription()).isEqualTo("How large.");
        assertThat(size.getType()).containsExactly(SchemaType.STRING);
        assertThat(size.getEnumeration()).containsExactly("small", "large");
    }

    @Test
    void anEnumThatMayBeNullNamesNull() {
        Schema size = completed(OASFactory.createSchema()
                .anyOf(List.of(reference("Size"), ofType(SchemaType.NULL))));
        assertThat(size.getAnyOf()).isNull();
        assertThat(size.getType()).containsExactlyInAnyOrder(SchemaType.STRING, SchemaType.NULL);
        assertThat(size.getEnumeration()).containsExactly("small", "large", null);
    }

    @Test
    void textWithoutAPatternExcludesControlCharacters() {
        String pattern = completed(ofType(SchemaType.STRING)).getPattern();
        assertThat("Grüße\tan\nalle \uD83C\uDF31").matches(pattern);
        assertThat("nul \0").doesNotMatch(pattern);
        assertThat("escape \u001B").doesNotMatch(pattern);
    }

    @Test
    void integersAreBounded() {
        Schema number = completed(ofType(SchemaType.INTEGER).format("int64"));
        assertThat(number.getMinimum()).isZero();
        assertThat(number.getMaximum().longValue()).isEqualTo(Schemas.MAX_SAFE_INTEGER);
    }

    @Test
    void objectsStayReferences() {
        Components components = OASFactory.createComponents()
                .addSchema("Outer", ofType(SchemaType.OBJECT).properties(Map.of("inner", reference("Inner"))))
                .addSchema("Inner", ofType(SchemaType.OBJECT));
        assertThat(Schemas.nameOf(new Schemas(components).get("Outer").getProperties().get("inner")))
                .isEqualTo("Inner");
    }
}
