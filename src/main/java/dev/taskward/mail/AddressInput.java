package dev.taskward.mail;

import java.util.Locale;

import jakarta.validation.constraints.NotNull;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.taskward.http.Input;
import dev.taskward.user.EmailAddress;

/** The account that a link is asked for. */
@Input
@Schema(name = "EmailInput")
public record AddressInput(
        @NotNull @EmailAddress @Schema(required = true, format = "email", maxLength = EmailAddress.MAX_LENGTH, pattern = EmailAddress.PATTERN, examples = "ada@example.com") String email) {

    public AddressInput {
        email = email == null ? null : email.toLowerCase(Locale.ROOT);
    }
}
