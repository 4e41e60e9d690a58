package dev.taskward.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

import io.quarkus.test.junit.QuarkusTest;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.taskward.support.Call;
import dev.taskward.support.ServiceTest;

/** The paths that Kubernetes and Prometheus are told to ask are there. */
@QuarkusTest
class ManifestProbeTest extends ServiceTest {
    private static final Pattern PATH = Pattern.compile("path: (/q/\\S+)");

    @ParameterizedTest
    @CsvSource({"base/deployment.yaml,3", "overlays/knative/service.yaml,2", "observability/service-monitor.yaml,1"})
    void everyPathThatIsAskedAnswers(String manifest, int count) throws IOException {
        List<String> paths = PATH.matcher(Files.readString(Path.of("k8s", manifest))).results()
                .map(match -> match.group(1)).toList();
        assertThat(paths).hasSize(count).allSatisfy(path -> Awaitility.await()
                .untilAsserted(() -> assertThat(Call.get(path).send().status()).as(path).isEqualTo(200)));
    }
}
