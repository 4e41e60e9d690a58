package dev.taskward.auth;

import java.security.Principal;
import java.util.Set;
import java.util.UUID;

/** Who calls with a personal token: its user, in no session, for what the token's scopes reach. */
public record PersonalCaller(UUID userId, Set<Scope> scopes) implements Principal {
    @Override
    public String getName() {
        return userId.toString();
    }
}
