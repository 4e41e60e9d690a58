package dev.taskward.operation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import dev.taskward.support.OwnPostgres;
import dev.taskward.support.ServiceProcess;

/** A version serves on a schema that a later version has brought further: beside it, and after a rollback. */
class NewerSchemaIT {
    @Test
    void aServiceIsReadyOnTheSchemaOfALaterVersion() throws Exception {
        try (OwnPostgres database = OwnPostgres.started()) {
            try (ServiceProcess migrates = ServiceProcess.start(database.settings()).awaitReady()) {
                migrates.client().register();
            }
            database.execute("alter table users add column of_a_later_version text");
            database.execute("insert into flyway_schema_history (installed_rank, version, description, type, script, "
                    + "checksum, installed_by, execution_time, success) values (9999, '9999', 'Later', 'SQL', "
                    + "'V9999__Later.sql', 1, 'postgres', 1, true)");
            try (ServiceProcess earlier = ServiceProcess.start(database.settings()).awaitReady()) {
                assertThat(earlier.client().register().id()).isNotNull();
            }
        }
    }
}
