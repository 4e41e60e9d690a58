package dev.taskward.mail;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same against the packaged service. */
@QuarkusIntegrationTest
public class ExternalUserResetIT extends ExternalUserResetTest {
}
