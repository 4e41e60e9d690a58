package dev.taskward.external;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same against the packaged service. */
@QuarkusIntegrationTest
public class ExternalAccountIT extends ExternalAccountTest {
}
