package dev.taskward.mail;

import jakarta.validation.constraints.NotNull;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.hibernate.validator.constraints.CodePointLength;

import dev.taskward.http.Input;

/** The token of a link that verifies an address. */
@Input
@Schema(name = "EmailVerificationInput")
public record VerifyInput(
        @NotNull @CodePointLength(max = 1000, message = "must be at most 1000 characters long") @Schema(required = true, maxLength = 1000, description = VerifyInput.MEANING, examples = VerifyInput.EXAMPLE) String token) {

    static final String MEANING = "What follows `#token=` in the mailed link.";
    static final String EXAMPLE = "twm_Zm9yLXRoZS1kb2N1bWVudGF0aW9uLWFsb25lLTEyMzQ";
}
