package dev.taskward.user;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.eclipse.microprofile.config.Config;

import dev.taskward.http.ApiException;

/**
 * The names of the first admin. Only admins may give them to an account, so that nobody poses as the admin or keeps the
 * first one from being made.
 */
@ApplicationScoped
public class ReservedNames {
    public static final String ADMIN_USERNAME = "admin";

    @Inject
    Config config;

    /** @throws ApiException 409, as for a username that is taken */
    public void demandFreeUsername(String username) {
        if (isReserved(username)) {
            throw ApiException.taken("username");
        }
    }

    /** @throws ApiException 409, as for an email that is taken */
    public void demandFreeEmail(String email) {
        String first = config.getConfigValue("ADMIN_EMAIL").getRawValue();
        if (first != null && first.strip().equalsIgnoreCase(email)) {
            throw ApiException.taken("email");
        }
    }

    public static boolean isReserved(String username) {
        return ADMIN_USERNAME.equalsIgnoreCase(username);
    }
}
