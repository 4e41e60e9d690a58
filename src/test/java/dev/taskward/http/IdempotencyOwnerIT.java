package dev.taskward.http;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same against the packaged service. */
@QuarkusIntegrationTest
public class IdempotencyOwnerIT extends IdempotencyOwnerTest {
}
