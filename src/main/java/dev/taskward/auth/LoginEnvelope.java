package dev.taskward.auth;

import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The envelope of a token response, which repeats the access token at the top for clients that look there. */
@Schema(name = "LoginResponse", extensions = @Extension(name = "x-bare", value = "true"))
public record LoginEnvelope(
        @Schema(required = true, enumeration = "true") boolean success,
        @Schema(required = true, maxLength = 8192, pattern = TokenPair.JWT, description = "The access token again.", examples = TokenPair.EXAMPLE) String token,
        @Schema(required = true) TokenPair data,
        @Schema(required = true, maxLength = 200, examples = "Signed in") String message) {

    static LoginEnvelope of(TokenPair pair, String message) {
        return new LoginEnvelope(true, pair.accessToken(), pair, message);
    }
}
