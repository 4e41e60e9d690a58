package dev.taskward.user;

import java.time.Instant;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** An account: all of it for its user and for admins; for others the public profile, which leaves out the rest. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "User", description = "Other users see the public profile alone: `id`, `username` and `createdAt`.")
public record UserView(
        @Schema(required = true, examples = "01936f3e-5b7a-7c3d-9a41-2f6b8c0d1e2f") UUID id,
        @Schema(format = "email", maxLength = 254, examples = "ada@example.com") String email,
        @Schema(description = "Whether the user has proven, by a mailed link, that the address is theirs.", examples = "true") Boolean emailVerified,
        @Schema(required = true, minLength = 3, maxLength = 30, pattern = NewUser.USERNAME, examples = "ada") String username,
        @Schema(examples = "user") Role role,
        @Schema(required = true, examples = "2026-11-21T02:06:00.000Z") Instant createdAt,
        @Schema(examples = "2026-11-21T02:06:00.000Z") Instant updatedAt) {

    public static UserView of(User user) {
        return new UserView(user.id, user.email, user.emailVerifiedAt != null, user.username, user.role, user.createdAt,
                user.updatedAt);
    }

    static UserView publicly(User user) {
        return new UserView(user.id, null, null, user.username, null, user.createdAt, null);
    }
}
