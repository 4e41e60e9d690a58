package dev.taskward.user;

import java.util.Locale;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.hibernate.validator.constraints.CodePointLength;

import dev.taskward.auth.GoodPassword;
import dev.taskward.auth.NewPassword;
import dev.taskward.http.Input;
import dev.taskward.http.Untrimmed;

/** A registration. */
@Input
@GoodPassword
@Schema(name = "RegistrationInput")
public record NewUser(
        @NotNull @EmailAddress @Schema(required = true, format = "email", maxLength = EmailAddress.MAX_LENGTH, pattern = EmailAddress.PATTERN, examples = "ada@example.com") String email,
        @NotNull @Pattern(regexp = USERNAME, message = "must be 3 to 30 letters, digits or underscores") @Schema(required = true, minLength = 3, maxLength = 30, examples = "ada") String username,
        @NotNull @Untrimmed @Schema(required = true, format = "password", minLength = 8, maxLength = 72, description = NewPassword.RULES, examples = "Correct-horse-7") String password,
        @Schema(description = "Counts if an admin sends it.") Role role,
        @CodePointLength(max = 1000, message = "must be at most 1000 characters long") @Untrimmed @Schema(format = "password", maxLength = 1000, description = "The caller's own password. Required of an admin who creates an admin and whose sign-in was more than 15 minutes ago.", examples = "Correct-horse-7") String currentPassword)
        implements
        NewPassword {

    public static final String USERNAME = "^[A-Za-z0-9_]{3,30}$";

    public NewUser {
        email = email == null ? null : email.toLowerCase(Locale.ROOT);
    }
}
