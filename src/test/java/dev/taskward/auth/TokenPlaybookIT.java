package dev.taskward.auth;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same against the packaged service. */
@QuarkusIntegrationTest
public class TokenPlaybookIT extends TokenPlaybookTest {
}
