package dev.taskward.support;

import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;

/** Base of the tests that talk to the service by HTTP alone, so that they hold for every way it is packaged. */
@WithTestResource(value = Environment.class, scope = TestResourceScope.GLOBAL)
public abstract class ServiceTest {
}
