package dev.taskward.support;

import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.restassured.RestAssured;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Base of the tests that talk to the service by HTTP alone, so that they hold for every way it is packaged. */
@WithTestResource(value = Environment.class, scope = TestResourceScope.GLOBAL)
public abstract class ServiceTest {
    @BeforeAll
    static void holdAnswersAgainstTheDocument() {
        RestAssured.replaceFiltersWith(new DocumentFilter(), new Secrets());
    }

    @AfterAll
    static void leaveNoFilterAndNoSecretInTheLog() {
        RestAssured.replaceFiltersWith(java.util.List.of());
        Secrets.assertNotLogged();
    }
}
