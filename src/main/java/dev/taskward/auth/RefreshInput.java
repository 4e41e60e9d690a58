package dev.taskward.auth;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.taskward.http.Input;

/** A refresh token to exchange, under its RFC 6749 name. */
@Input
public record RefreshInput(
        @NotNull @Size(max = 8192) @Schema(name = "refresh_token", required = true, maxLength = 64, examples = RefreshInput.EXAMPLE) String refresh_token) {

    static final String EXAMPLE = "twr_Zm9yLXRoZS1kb2N1bWVudGF0aW9uLWFsb25lLTEyMzQ";
}
