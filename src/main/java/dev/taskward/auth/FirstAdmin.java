package dev.taskward.auth;

import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;

import dev.taskward.health.SchemaReady;
import dev.taskward.http.ApiException;
import dev.taskward.user.ReservedNames;
import dev.taskward.user.Role;
import dev.taskward.user.User;

/** Makes the admin that ADMIN_EMAIL and ADMIN_PASSWORD name, once the schema is there and as long as there is none. */
@ApplicationScoped
public class FirstAdmin implements SchemaReady {
    private static final Logger LOG = Logger.getLogger(FirstAdmin.class);
    private static final int RANDOM = 8;

    @Inject
    Config config;

    @Inject
    Registration registration;

    @Override
    public void schemaReady() {
        String email = setting("ADMIN_EMAIL");
        String password = setting("ADMIN_PASSWORD");
        if (email == null || password == null || User.anyAdmin()) {
            return;
        }
        try {
            registration.registerVerified(NewAdmin.of(email, username(), password), Role.admin);
            LOG.info("The first admin is made, as ADMIN_EMAIL says");
        } catch (ApiException | jakarta.persistence.PersistenceException e) {
            if (!User.anyAdmin()) {
                LOG.error("The first admin could not be made: ADMIN_EMAIL is the verified address of another account",
                        e);
            }
        }
    }

    /** An account from before the username was reserved may have it. */
    private static String username() {
        String name = ReservedNames.ADMIN_USERNAME;
        return User.byLogin(null, name) == null
                ? name
                : name + "_" + UUID.randomUUID().toString().substring(0, RANDOM);
    }

    /** As it was set: a dollar sign in a password is not the start of an expression. */
    private String setting(String variable) {
        String value = config.getConfigValue(variable).getRawValue();
        return value == null || value.isBlank() ? null : value;
    }
}
