package dev.taskward.audit;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same against the packaged service. */
@QuarkusIntegrationTest
public class AuditIT extends AuditTest {
}
