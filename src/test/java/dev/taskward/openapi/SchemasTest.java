package dev.taskward.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;

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

    /** The property, in an object beside the types that it may refer to. */
    private static Schema completed(Schema property) {
        return new Schemas(components(property)).get("Thing").getProperties().get("field");
    }

    private static Components components(Schema property) {
        return OASFactory.createComponents()
                .addSchema("Thing", ofType(SchemaType.OBJECT).properties(Map.of("field", property)))
                .addSchema("Id", ofType(SchemaType.STRING).format("uuid"))
                .addSchema("Size", ofType(SchemaType.STRING).enumeration(List.of("small", "large")));
    }

    @Test
    void aReferenceToAnEnumIsNothingElse() {
        Components components = components(reference("Size").description("How large.").examples(List.of("small")));
        new Schemas(components).retain(Set.of("Thing", "Size"));
        assertThat(components.getSchemas().get("Thing").getProperties().get("field")).isEqualTo(reference("Size"));
    }

    @Test
    void anEnumThatMayBeNullIsAlsoAReference() {
        Components components = components(reference("Size").description("How large."));
        Schemas schemas = new Schemas(components);
        Schema size = schemas.get("Thing").getProperties().get("field");
        Schemas.allowNull(size);
        schemas.retain(Set.of("Thing", "Size"));
        assertThat(Schemas.nameOf(size)).isEqualTo("Size");
        assertThat(size.getDescription()).isEqualTo("How large.");
        assertThat(size.getType()).containsExactlyInAnyOrder(SchemaType.STRING, SchemaType.NULL);
    }

    @Test
    void aReferenceToATextTypeBecomesThatType() {
        Schema id = completed(reference("Id").description("Whose."));
        assertThat(id.getRef()).isNull();
        assertThat(id.getFormat()).isEqualTo("uuid");
        assertThat(id.getDescription()).isEqualTo("Whose.");
    }

    @Test
    void aTextTypeThatMayBeNullIsOneType() {
        Schema id = completed(OASFactory.createSchema().anyOf(List.of(reference("Id"), ofType(SchemaType.NULL))));
        assertThat(id.getAnyOf()).isNull();
        assertThat(id.getType()).containsExactlyInAnyOrder(SchemaType.STRING, SchemaType.NULL);
    }

    @Test
    void textWithoutAPatternExcludesControlCharacters() {
        String pattern = completed(ofType(SchemaType.STRING)).getPattern();
        assertThat("Grüße\tan\r\nalle \uD83C\uDF31\n").matches(pattern);
        assertThat("return\r alone").doesNotMatch(pattern);
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
