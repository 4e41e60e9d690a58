package dev.taskward.dev;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import io.quarkus.arc.profile.IfBuildProfile;
import org.eclipse.microprofile.config.inject.ConfigProperty;

import dev.taskward.auth.Registration;
import dev.taskward.health.SchemaReady;
import dev.taskward.user.NewUser;
import dev.taskward.user.Role;
import dev.taskward.user.User;

/**
 * In development: says where everything is. In a database of its own it also makes a user and an admin to try the API with;
 * any other database, which may be one that people use, gets no account with a known password.
 */
@ApplicationScoped
@IfBuildProfile("dev")
public class DevWelcome implements SchemaReady {
    private static final String USER = "demo@example.com";
    private static final String USER_PASSWORD = "Demo-account-1";
    private static final String ADMIN = "demo-admin@example.com";
    private static final String ADMIN_PASSWORD = "Admin-account-1";

    @Inject
    Registration registration;

    @ConfigProperty(name = "quarkus.http.port")
    int port;

    @Override
    public void schemaReady() {
        boolean own = DevDatabase.isOwn();
        if (own) {
            make(USER, "demo", USER_PASSWORD, Role.user);
            make(ADMIN, "demo_admin", ADMIN_PASSWORD, Role.admin);
        }
        System.out.print(text("http://localhost:" + port, own));
    }

    private void make(String email, String username, String password, Role role) {
        if (User.byLogin(email, null) == null) {
            registration.registerVerified(new NewUser(email, username, password, role, null), role);
        }
    }

    static String text(String base, boolean own) {
        return """

                Taskward is ready, with %2$s

                  API          %1$s/api/v1
                  Try it out   %1$s/q/swagger-ui
                  OpenAPI      %1$s/q/openapi
                  Health       %1$s/health

                """.formatted(base, own ? "a PostgreSQL of its own in .taskward/" : "the database that is configured")
                + (own ? accounts(base) : noAccounts());
    }

    private static String accounts(String base) {
        return """
                  User         %2$s, password %3$s
                  Admin        %4$s, password %5$s

                  TOKEN=$(curl -s %1$s/api/v1/auth/login -d email=%2$s -d password=%3$s | sed 's/.*"token":"\\([^"]*\\)".*/\\1/')
                  curl -sw '\\n' %1$s/api/v1/tasks -H "Authorization: Bearer $TOKEN" -d title="Water the plants"
                  curl -sw '\\n' %1$s/api/v1/tasks -H "Authorization: Bearer $TOKEN"

                """
                .formatted(base, USER, USER_PASSWORD, ADMIN, ADMIN_PASSWORD);
    }

    private static String noAccounts() {
        return """
                It gets no demo accounts. ADMIN_EMAIL and ADMIN_PASSWORD make its first admin.

                """;
    }
}
