package dev.taskward.auth;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The envelope of a token response, which repeats the access token at the top for clients that look there. */
public record LoginEnvelope(
        @Schema(required = true) boolean success,
        @Schema(required = true, maxLength = 8192, description = "The access token again.") String token,
        @Schema(required = true) TokenPair data,
        @Schema(required = true, maxLength = 200) String message) {

    static LoginEnvelope of(TokenPair pair, String message) {
        return new LoginEnvelope(true, pair.accessToken(), pair, message);
    }
}
