package dev.taskward.auth;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.taskward.user.UserView;

/** The token response of RFC 6749 section 5.1, with the user it is for. */
@Schema(description = "The token response of RFC 6749, with the user it is for.")
public record TokenPair(
        @JsonProperty("access_token") @Schema(required = true, maxLength = 8192, description = "A JWT, best checked by this service alone; RFC 8725 is followed.") String accessToken,
        @JsonProperty("token_type") @Schema(required = true, enumeration = "Bearer") String tokenType,
        @JsonProperty("expires_in") @Schema(required = true, minimum = "1", maximum = "86400", description = "Seconds until the access token expires.", examples = "900") long expiresIn,
        @JsonProperty("refresh_token") @Schema(required = true, maxLength = 64, description = "Good for one refresh.") String refreshToken,
        @Schema(required = true) UserView user) {}
