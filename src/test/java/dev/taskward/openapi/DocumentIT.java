package dev.taskward.openapi;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same against the packaged service. */
@QuarkusIntegrationTest
public class DocumentIT extends DocumentTest {
}
