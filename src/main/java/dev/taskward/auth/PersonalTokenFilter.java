package dev.taskward.auth;

import java.time.Instant;
import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.hibernate.validator.constraints.CodePointLength;

import dev.taskward.data.SortKey;
import dev.taskward.data.Sorting;
import dev.taskward.data.Where;
import dev.taskward.http.Input;

/** How a list of personal tokens can be filtered and sorted. */
@Input
@Schema
public record PersonalTokenFilter(
        @CodePointLength(max = 100, message = "must be at most 100 characters long") @Schema(maxLength = 100, description = "Only those with this text in the name, whatever its case.") String search) {

    static final Sorting<PersonalToken> SORTING = new Sorting<PersonalToken>()
            .by("createdAt", Instant.class, token -> token.createdAt)
            .by("expiresAt", Instant.class, token -> token.expiresAt)
            .by(new SortKey<>("lastUsedAt", "lastUsedAt", Instant.class, true, token -> token.lastUsedAt))
            .by("name", String.class, token -> token.name);

    Where where(UUID owner) {
        return Where.owned("userId", owner).contains(search, "name");
    }
}
