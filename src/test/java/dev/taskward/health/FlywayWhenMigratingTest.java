package dev.taskward.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import jakarta.inject.Inject;

import io.quarkus.flyway.runtime.FlywayContainerProducer;
import io.quarkus.test.junit.QuarkusTest;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

/** Who has Flyway. */
@QuarkusTest
class FlywayWhenMigratingTest {
    @Inject
    FlywayContainerProducer producer;

    @Inject
    Flyway flyway;

    @Test
    void whatMigratesHasIt() {
        assertThat(producer).isInstanceOf(FlywayWhenMigrating.class);
        assertThat(flyway.info().pending()).isEmpty();
    }

    @Test
    void aReplicaMakesNone() {
        // It would need its configuration, which it is not given.
        assertThat(new FlywayWhenMigrating(null, null, List.of(), false, true)
                .createFlyway(null, "<default>", true, true).getFlyway()).isNull();
    }
}
