package dev.taskward.user;

import java.util.Locale;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.taskward.auth.GoodPassword;
import dev.taskward.auth.NewPassword;
import dev.taskward.http.Input;
import dev.taskward.http.Untrimmed;

/** A registration. */
@Input
@GoodPassword
@Schema(name = "RegistrationInput")
public record NewUser(
        @NotNull @Size(max = MAX_EMAIL) @Pattern(regexp = EMAIL, message = "must be an email address") @Schema(required = true, format = "email", maxLength = MAX_EMAIL, examples = "ada@example.com") String email,
        @NotNull @Pattern(regexp = USERNAME, message = "must be 3 to 30 letters, digits or underscores") @Schema(required = true, minLength = 3, maxLength = 30, examples = "ada") String username,
        @NotNull @Untrimmed @Schema(required = true, format = "password", minLength = 8, maxLength = 72, description = NewPassword.RULES, examples = "Correct-horse-7") String password,
        @Schema(description = "Counts if an admin sends it.") Role role)
        implements
        NewPassword {

    /**
     * The HTML standard's pattern for an email field, in lower case and with at least two labels in the domain. The backtick
     * is escaped because clients generated for Go quote patterns with it.
     */
    public static final String EMAIL = "^[a-z0-9.!#$%&'*+/=?^_\\x60{|}~-]+@[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
            + "(?:\\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)+$";
    public static final int MAX_EMAIL = 254;
    public static final String USERNAME = "^[A-Za-z0-9_]{3,30}$";

    public NewUser {
        email = email == null ? null : email.toLowerCase(Locale.ROOT);
    }
}
