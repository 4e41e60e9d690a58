package dev.taskward.support;

import java.time.Duration;

import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.restassured.RestAssured;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Base of the tests that talk to the service by HTTP alone, so that they hold for every way it is packaged. One after
 * the other, since they share the service.
 */
@WithTestResource(value = Environment.class, scope = TestResourceScope.GLOBAL)
@Execution(ExecutionMode.SAME_THREAD)
public abstract class ServiceTest {
    private static boolean ready;

    @BeforeAll
    static void holdAnswersAgainstTheDocument() {
        RestAssured.replaceFiltersWith(new DocumentFilter(), new Secrets());
        ready = false;
    }

    /** The schema is made beside the start. */
    @BeforeEach
    void untilReady() {
        if (!ready) {
            Awaitility.await().atMost(Duration.ofMinutes(1)).until(
                    () -> RestAssured.given().noFilters().get("/q/health/ready").statusCode() == 200);
            ready = true;
        }
    }

    @AfterAll
    static void leaveNoFilterAndNoSecretInTheLog() {
        RestAssured.replaceFiltersWith(java.util.List.of());
        Secrets.assertNotLogged();
    }
}
