package dev.taskward.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.taskward.support.Account;
import dev.taskward.support.OwnPostgres;
import dev.taskward.support.ServiceClient;
import dev.taskward.support.ServiceClient.Answer;
import dev.taskward.support.ServiceClient.User;
import dev.taskward.support.ServiceProcess;

/** Accounts that have the first admin's names before the operator sets ADMIN_EMAIL. */
class SquattedAdminIT {
    private static final String EMAIL = "root@example.com";
    private static final String PASSWORD = "Root-of-all-8-evils";
    private OwnPostgres database;
    private User squatter;

    @BeforeEach
    void aSquatter() throws SQLException {
        database = OwnPostgres.started();
        try (ServiceProcess service = ServiceProcess.start(database.settings()).awaitReady()) {
            squatter = service.client().register();
        }
        // As the version before let anyone do.
        database.execute("update users set email = '" + EMAIL + "', username = 'Admin'");
    }

    @AfterEach
    void stop() {
        database.close();
    }

    private ServiceProcess withAdmin() {
        Map<String, String> settings = database.settings();
        settings.putAll(Map.of("ADMIN_EMAIL", EMAIL, "ADMIN_PASSWORD", PASSWORD));
        return ServiceProcess.start(settings).awaitReady();
    }

    @Test
    void doNotKeepTheFirstAdminFromBeingMade() {
        try (ServiceProcess service = withAdmin()) {
            ServiceClient client = service.client();
            User root = client.signIn(EMAIL, PASSWORD);
            Answer me = client.get("/api/v1/auth/me", root.token());
            assertThat(me.text("/data/role")).isEqualTo("admin");
            assertThat(me.text("/data/username")).matches("admin_[0-9a-f]{8}");
            assertThat(root.id()).isNotEqualTo(squatter.id());
            Answer other = client.post("/api/v1/auth/login", null,
                    "{\"username\": \"admin\", \"password\": \"" + Account.PASSWORD + "\"}");
            assertThat(other.text("/data/user/email")).matches("released-[0-9a-f-]{36}@users.invalid");
            assertThat(other.text("/data/user/role")).isEqualTo("user");
            assertThat(client.get("/api/v1/audit?action=EMAIL_RELEASED", root.token()).text("/data/0/subjectId"))
                    .isEqualTo(squatter.id());
        }
    }

    @Test
    void keepAnAddressThatTheyHaveVerified() throws SQLException {
        database.execute("update users set email_verified_at = now()");
        try (ServiceProcess service = withAdmin()) {
            service.awaitLog("ADMIN_EMAIL is the verified address of another account");
            assertThat(service.client().login(EMAIL, PASSWORD).status()).isEqualTo(401);
            assertThat(service.client().login(EMAIL, Account.PASSWORD).status()).isEqualTo(200);
        }
    }
}
