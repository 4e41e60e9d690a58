package dev.taskward.auth;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A personal token as its user sees it again and again: all but the token. */
@Schema(name = "PersonalToken")
public record PersonalTokenView(
        @Schema(required = true, examples = "01936f3e-5b7a-7c3d-9a41-2f6b8c0d1e2f") UUID id,
        @Schema(required = true, minLength = 1, maxLength = 100, examples = "Nightly backup") String name,
        @Schema(required = true, minItems = 1, maxItems = 2) List<Scope> scopes,
        @Schema(required = true, maxLength = 4, pattern = "^[A-Za-z0-9_-]{4}$", description = "The last characters of the token.", examples = "yMzQ") String hint,
        @Schema(required = true, examples = "2027-02-19T02:06:00.000Z") Instant expiresAt,
        @Schema(required = true, nullable = true, examples = "2026-11-21T02:06:00.000Z", description = "To the minute; null if it was never used.") Instant lastUsedAt,
        @Schema(required = true, examples = "2026-11-21T02:06:00.000Z") Instant createdAt) {

    static PersonalTokenView of(PersonalToken token) {
        return new PersonalTokenView(token.id, token.name, List.copyOf(token.scopes()), token.hint, token.expiresAt,
                token.lastUsedAt, token.createdAt);
    }
}
