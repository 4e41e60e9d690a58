package dev.taskward.mail;

import java.util.Locale;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.taskward.http.Input;
import dev.taskward.user.NewUser;

/** The account that a link is asked for. */
@Input
@Schema(name = "EmailInput")
public record AddressInput(
        @NotNull @Size(max = 254) @Pattern(regexp = NewUser.EMAIL, message = "must be an email address") @Schema(required = true, format = "email", maxLength = 254, examples = "ada@example.com") String email) {

    public AddressInput {
        email = email == null ? null : email.toLowerCase(Locale.ROOT);
    }
}
