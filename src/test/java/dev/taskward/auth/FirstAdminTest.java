package dev.taskward.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

import dev.taskward.support.Account;
import dev.taskward.support.Environment;
import dev.taskward.support.ServiceTest;

/** The admin that ADMIN_EMAIL and ADMIN_PASSWORD name. */
@QuarkusTest
public class FirstAdminTest extends ServiceTest {
    @Test
    void theAdminSignsInAsTheEnvironmentSays() {
        Account.admin().request().get("/api/v1/auth/me").then().statusCode(200)
                .body("data.email", equalTo(Environment.ADMIN_EMAIL))
                .body("data.username", equalTo("admin"))
                .body("data.role", equalTo("admin"));
    }

    @Test
    void theTokenOfAnAdminNamesBothGroups() {
        assertThat(Forge.claims(Account.admin()).get("groups")).asInstanceOf(InstanceOfAssertFactories.LIST)
                .containsExactlyInAnyOrder("user", "admin");
    }
}
