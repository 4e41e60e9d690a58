package dev.taskward.auth;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A personal token as its user sees it once. */
@Schema(name = "CreatedPersonalToken")
public record NewPersonalTokenView(
        @Schema(required = true, examples = "01936f3e-5b7a-7c3d-9a41-2f6b8c0d1e2f") UUID id,
        @Schema(required = true, minLength = 1, maxLength = 100, examples = "Nightly backup") String name,
        @Schema(required = true, minItems = 1, maxItems = 2) List<Scope> scopes,
        @Schema(required = true, maxLength = 47, pattern = PersonalTokens.PATTERN, description = "For `Authorization: Bearer …`. It is not shown again.", examples = NewPersonalTokenView.EXAMPLE) String token,
        @Schema(required = true, maxLength = 4, pattern = "^[A-Za-z0-9_-]{4}$", description = "The last characters of the token.", examples = "yMzQ") String hint,
        @Schema(required = true, examples = "2027-02-19T02:06:00.000Z") Instant expiresAt,
        @Schema(required = true, examples = "2026-11-21T02:06:00.000Z") Instant createdAt) {

    static final String EXAMPLE = "twp_Zm9yLXRoZS1kb2N1bWVudGF0aW9uLWFsb25lLTEyMzQ";

    static NewPersonalTokenView of(PersonalToken stored, String token) {
        return new NewPersonalTokenView(stored.id, stored.name, List.copyOf(stored.scopes()), token, stored.hint,
                stored.expiresAt, stored.createdAt);
    }
}
