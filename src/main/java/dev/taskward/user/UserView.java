package dev.taskward.user;

import java.time.Instant;
import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** An account as its owner and admins see it. */
@Schema(name = "User")
public record UserView(
        @Schema(required = true, examples = "01936f3e-5b7a-7c3d-9a41-2f6b8c0d1e2f") UUID id,
        @Schema(required = true, format = "email", maxLength = 254, examples = "ada@example.com") String email,
        @Schema(required = true, minLength = 3, maxLength = 30, pattern = NewUser.USERNAME, examples = "ada") String username,
        @Schema(required = true, examples = "user") Role role,
        @Schema(required = true, examples = "2026-11-21T02:06:00.000Z") Instant createdAt,
        @Schema(required = true, examples = "2026-11-21T02:06:00.000Z") Instant updatedAt) {

    public static UserView of(User user) {
        return new UserView(user.id, user.email, user.username, user.role, user.createdAt, user.updatedAt);
    }
}
