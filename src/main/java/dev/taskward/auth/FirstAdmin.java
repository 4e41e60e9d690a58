package dev.taskward.auth;

import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

import dev.taskward.health.SchemaReady;
import dev.taskward.http.ApiException;
import dev.taskward.user.Role;
import dev.taskward.user.User;

/** Makes the admin that ADMIN_EMAIL and ADMIN_PASSWORD name, once the schema is there and as long as there is none. */
@ApplicationScoped
public class FirstAdmin implements SchemaReady {
    private static final Logger LOG = Logger.getLogger(FirstAdmin.class);

    @ConfigProperty(name = "taskward.admin.email")
    Optional<String> email;

    @ConfigProperty(name = "taskward.admin.password")
    Optional<String> password;

    @Inject
    Registration registration;

    @Override
    public void schemaReady() {
        if (email.isEmpty() || password.isEmpty() || User.anyAdmin()) {
            return;
        }
        try {
            registration.register(NewAdmin.of(email.get(), password.get()), Role.admin);
            LOG.info("The first admin is made, as ADMIN_EMAIL says");
        } catch (ApiException | jakarta.persistence.PersistenceException e) {
            if (!User.anyAdmin()) {
                LOG.error("The first admin could not be made: its email or the username admin is another account's", e);
            }
        }
    }
}
