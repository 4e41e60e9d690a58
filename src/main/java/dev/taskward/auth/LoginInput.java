package dev.taskward.auth;

import java.util.Locale;

import jakarta.validation.constraints.NotNull;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.hibernate.validator.constraints.CodePointLength;

import dev.taskward.http.Input;
import dev.taskward.http.Untrimmed;

/** A sign-in, by email or by username. */
@Input
@Schema(description = "Either `email` or `username`, and the password.", examples = "{\"email\": \"ada@example.com\", \"password\": \"Correct-horse-7\"}")
public record LoginInput(
        @CodePointLength(max = 254, message = "must be at most 254 characters long") @Schema(format = "email", maxLength = 254, examples = "ada@example.com") String email,
        @CodePointLength(max = 30, message = "must be at most 30 characters long") @Schema(maxLength = 30, examples = "ada") String username,
        @NotNull @CodePointLength(max = 1000, message = "must be at most 1000 characters long") @Untrimmed @Schema(required = true, format = "password", maxLength = 1000, examples = "Correct-horse-7") String password) {

    public LoginInput {
        email = email == null ? null : email.toLowerCase(Locale.ROOT);
    }

    /** The name that counts, in lower case; null if none was given. */
    String name() {
        return email != null || username == null ? email : username.toLowerCase(Locale.ROOT);
    }
}
