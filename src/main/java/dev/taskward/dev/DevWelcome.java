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

/** In development: makes an account to play with and says where everything is. */
@ApplicationScoped
@IfBuildProfile("dev")
public class DevWelcome implements SchemaReady {
    private static final String EMAIL = "demo@example.com";
    private static final String PASSWORD = "Demo-account-1";

    @Inject
    Registration registration;

    @ConfigProperty(name = "quarkus.http.port")
    int port;

    @Override
    public void schemaReady() {
        if (User.byLogin(EMAIL, null) == null) {
            registration.registerVerified(new NewUser(EMAIL, "demo", PASSWORD, Role.user, null), Role.user);
        }
        String base = "http://localhost:" + port;
        System.out.printf(
                """

                        Taskward is ready, with a PostgreSQL of its own in .taskward/

                          API          %1$s/api/v1
                          Try it out   %1$s/q/swagger-ui
                          OpenAPI      %1$s/q/openapi
                          Health       %1$s/health

                        Demo account: %2$s, password %3$s

                          TOKEN=$(curl -s %1$s/api/v1/auth/login -d email=%2$s -d password=%3$s | sed 's/.*"token":"\\([^"]*\\)".*/\\1/')
                          curl -s %1$s/api/v1/tasks -H "Authorization: Bearer $TOKEN" -d title="Water the plants"
                          curl -s %1$s/api/v1/tasks -H "Authorization: Bearer $TOKEN"

                        """,
                base, EMAIL, PASSWORD);
    }
}
