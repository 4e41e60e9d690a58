package dev.taskward.user;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same against the packaged service. */
@QuarkusIntegrationTest
public class UserPatchIT extends UserPatchTest {
}
