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

/** What can be changed of an account: all of it in a replace; a patch is merged onto it. */
@Input
@GoodPassword
@Schema
public record UserInput(
        @NotNull @EmailAddress @Schema(required = true, format = "email", maxLength = EmailAddress.MAX_LENGTH, pattern = EmailAddress.PATTERN, examples = "ada@example.com") String email,
        @NotNull @Pattern(regexp = NewUser.USERNAME, message = "must be 3 to 30 letters, digits or underscores") @Schema(required = true, minLength = 3, maxLength = 30, examples = "ada") String username,
        @Schema(description = "Counts if an admin sends it; stays as it is when left out.") Role role,
        @Untrimmed @Schema(format = "password", minLength = 8, maxLength = 72, description = "A new password. "
                + NewPassword.RULES, examples = "Better-horse-8") String password,
        @CodePointLength(max = 1000, message = "must be at most 1000 characters long") @Untrimmed @Schema(format = "password", maxLength = 1000, description = "The caller's own password. Required of users who change their own password and, where the service sends mail, their own email. Required after a sign-in of more than 15 minutes ago of users who change their own email, and of admins who make a user an admin or set another user's password or email.", examples = "Correct-horse-7") String currentPassword)
        implements NewPassword {

    public UserInput {
        email = email == null ? null : email.toLowerCase(Locale.ROOT);
    }

    static UserInput of(User user) {
        return new UserInput(user.email, user.username, user.role, null, null);
    }
}
