package dev.taskward.auth;

import java.time.Instant;
import java.util.List;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.hibernate.validator.constraints.CodePointLength;

import dev.taskward.http.Input;
import dev.taskward.http.Untrimmed;

/** A personal token to be made. */
@Input
@Schema(name = "PersonalTokenInput")
public record NewPersonalToken(
        @NotBlank @CodePointLength(max = 100, message = "must be at most 100 characters long") @Schema(required = true, minLength = 1, maxLength = 100, description = "What it is for.", examples = "Nightly backup") String name,
        @NotNull @Size(min = 1, max = 2, message = "must be one or both of read, write") @Schema(required = true, minItems = 1, maxItems = 2, description = "`read` for `GET` and `HEAD`, `write` for all else; neither includes the other.") List<Scope> scopes,
        @FutureWithin(days = 366) @Schema(description = "Up to 366 days from now; 90 days if left out.", examples = "2027-02-19T02:06:00.000Z") Instant expiresAt,
        @CodePointLength(max = 1000, message = "must be at most 1000 characters long") @Untrimmed @Schema(format = "password", maxLength = 1000, description = "Required if the sign-in was more than 15 minutes ago.", examples = "Correct-horse-7") String currentPassword) {}
