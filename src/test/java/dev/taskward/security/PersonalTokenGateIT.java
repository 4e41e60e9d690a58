package dev.taskward.security;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same against the packaged service. */
@QuarkusIntegrationTest
public class PersonalTokenGateIT extends PersonalTokenGateTest {
}
