package dev.taskward.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
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

    /** The admin has other names for the time of this test: it is not that they are taken. */
    @Test
    void onlyAdminsGiveTheNamesOfTheFirstAdminToAnAccount() throws SQLException {
        rename("former@example.com", "former_admin", Environment.ADMIN_EMAIL);
        try {
            for (String username : List.of("admin", "Admin", "ADMIN")) {
                assertTaken(register(name() + "@example.com", username), "username");
            }
            for (String email : List.of(Environment.ADMIN_EMAIL, Environment.ADMIN_EMAIL.toUpperCase())) {
                assertTaken(register(email, name()), "email");
            }
            Account ada = Account.register();
            assertTaken(patch(ada, ada, "username", "aDmin"), "username");
            assertTaken(patch(ada, ada, "email", Environment.ADMIN_EMAIL), "email");
            Account root = Account.signIn("former@example.com", Environment.ADMIN_PASSWORD);
            patch(root, ada, "username", "Admin").then().statusCode(200);
            patch(root, ada, "email", Environment.ADMIN_EMAIL).then().statusCode(200);
            patch(ada, ada, "email", ada.email()).then().statusCode(200);
            patch(ada, ada, "username", ada.username()).then().statusCode(200);
        } finally {
            rename(Environment.ADMIN_EMAIL, "admin", "former@example.com");
        }
    }

    private static String name() {
        return "n" + UUID.randomUUID().toString().replace("-", "").substring(0, 20);
    }

    private static Response register(String email, String username) {
        return Account.anonymous().body(Map.of("email", email, "username", username, "password", Account.PASSWORD))
                .post("/api/v1/auth/register");
    }

    private static Response patch(Account by, Account whom, String field, String value) {
        return by.request().body(Map.of(field, value)).patch("/api/v1/users/" + whom.id());
    }

    private static void assertTaken(Response answer, String field) {
        answer.then().statusCode(409).body("details.field", contains(field));
    }

    private static void rename(String email, String username, String before) throws SQLException {
        try (Connection connection = Environment.connect(); Statement sql = connection.createStatement()) {
            assertThat(sql.executeUpdate("update users set email = '" + email + "', username = '" + username
                    + "' where email = '" + before + "'")).isOne();
        }
    }
}
