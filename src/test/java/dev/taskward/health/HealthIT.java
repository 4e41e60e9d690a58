package dev.taskward.health;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same against the packaged service. */
@QuarkusIntegrationTest
public class HealthIT extends HealthTest {
}
