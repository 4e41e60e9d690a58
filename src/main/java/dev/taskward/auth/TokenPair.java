package dev.taskward.auth;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.taskward.user.UserView;

/** The token response of RFC 6749 section 5.1, with the user it is for. */
@Schema(description = "The token response of RFC 6749, with the user it is for.")
public record TokenPair(
        @JsonProperty("access_token") @Schema(required = true, maxLength = 8192, pattern = TokenPair.JWT, description = "For `Authorization: Bearer …`; opaque to clients.", examples = TokenPair.EXAMPLE) String accessToken,
        @JsonProperty("token_type") @Schema(required = true, enumeration = "Bearer") String tokenType,
        @JsonProperty("expires_in") @Schema(required = true, minimum = "1", maximum = "86400", description = "Seconds until the access token expires.", examples = "900") long expiresIn,
        @JsonProperty("refresh_token") @Schema(required = true, maxLength = 64, pattern = "^twr_[A-Za-z0-9_-]{43}$", description = "Good for one refresh.", examples = RefreshInput.EXAMPLE) String refreshToken,
        @Schema(required = true) UserView user) {

    static final String JWT = "^[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+$";
    static final String EXAMPLE = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIwMTkzNmYzZSJ9.c2lnbmF0dXJl";
}
