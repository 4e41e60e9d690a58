package dev.taskward.mail;

import jakarta.validation.constraints.NotNull;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.hibernate.validator.constraints.CodePointLength;

import dev.taskward.auth.GoodPassword;
import dev.taskward.auth.NewPassword;
import dev.taskward.http.Input;
import dev.taskward.http.Untrimmed;

/** The token of a link that resets a password, and the new password. */
@Input
@GoodPassword
@Schema(name = "PasswordResetInput")
public record ResetInput(
        @NotNull @CodePointLength(max = 1000, message = "must be at most 1000 characters long") @Schema(required = true, maxLength = 1000, description = VerifyInput.MEANING, examples = VerifyInput.EXAMPLE) String token,
        @NotNull @Untrimmed @Schema(required = true, format = "password", minLength = 8, maxLength = 72, description = NewPassword.RULES, examples = "Better-horse-8") String password)
        implements
        NewPassword {

    /** Whose it is, the token tells: what the password must not repeat is checked when that is known. */
    @Override
    public String email() {
        return null;
    }

    @Override
    public String username() {
        return null;
    }
}
