package dev.taskward.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.taskward.support.Call;
import dev.taskward.support.Reply;
import dev.taskward.support.ServiceTest;

/** The document is given out as the build wrote it, under each of its names. */
@QuarkusTest
public class DocumentRouteTest extends ServiceTest {
    @ParameterizedTest
    @CsvSource({"/q/openapi,yaml", "/q/openapi.yaml,yaml", "/q/openapi.yml,yaml", "/q/openapi?format=yaml,yaml",
            "/q/openapi.yaml?format=json,yaml", "/q/openapi.json,json", "/q/openapi?format=json,json",
            "/q/openapi?format=JSON,json", "/q/openapi/,yaml", "/q/openapi.json/,json"})
    void eachNameHasItsFormat(String target, String format) throws IOException {
        Reply reply = Call.get(target).send();
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("Content-Type")).isEqualTo("application/" + format + ";charset=UTF-8");
        assertThat(reply.text().strip()).isEqualTo(stored(format));
    }

    @Test
    void jsonIsForThoseWhoAcceptIt() throws IOException {
        assertThat(Call.get("/q/openapi").header("Accept", "application/json").send().text().strip())
                .isEqualTo(stored("json"));
        assertThat(Call.get("/q/openapi").header("Accept", "*/*").send().text().strip()).isEqualTo(stored("yaml"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/q/openapi", "/q/openapi.json"})
    void itsSizeCanBeAskedFor(String target) {
        Reply head = Call.of("HEAD", target).header("Connection", "close").send();
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("Content-Length"))
                .isEqualTo(Integer.toString(Call.get(target).send().body().length));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/q/openapi", "/q/openapi.json", "/q/openapi.yml"})
    void itCannotBeChanged(String target) {
        Reply reply = Call.post(target).json("{}").send();
        assertThat(reply.status()).isEqualTo(405);
        assertThat(reply.header("Allow")).isEqualTo("GET, HEAD");
        assertThat(reply.json().path("code").asText()).isEqualTo("METHOD_NOT_ALLOWED");
    }

    @Test
    void thereIsNoOther() {
        assertThat(Call.get("/q/openapi.xml").send().status()).isEqualTo(404);
    }

    /** What the build put beside the artifact, for generators and linters. */
    private static String stored(String format) throws IOException {
        return Files.readString(Path.of("target", "openapi", "openapi." + format)).strip();
    }
}
