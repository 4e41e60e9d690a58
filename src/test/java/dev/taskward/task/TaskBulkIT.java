package dev.taskward.task;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same against the packaged service. */
@QuarkusIntegrationTest
public class TaskBulkIT extends TaskBulkTest {
}
