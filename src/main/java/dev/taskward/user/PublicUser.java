package dev.taskward.user;

import java.time.Instant;
import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** An account as any other user sees it. */
@Schema(name = "PublicUser")
public record PublicUser(
        @Schema(required = true, examples = "01936f3e-5b7a-7c3d-9a41-2f6b8c0d1e2f") UUID id,
        @Schema(required = true, minLength = 3, maxLength = 30, pattern = NewUser.USERNAME, examples = "ada") String username,
        @Schema(required = true, examples = "2026-11-21T02:06:00.000Z") Instant createdAt) {

    public static PublicUser of(User user) {
        return new PublicUser(user.id, user.username, user.createdAt);
    }
}
