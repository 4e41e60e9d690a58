package dev.taskward.post;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same against the packaged service. */
@QuarkusIntegrationTest
public class PostPatchIT extends PostPatchTest {
}
