package dev.taskward.http;

import java.util.Arrays;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Every way a request can fail: the stable code that clients switch on, its HTTP status and its title. */
@Schema(description = "What is wrong, for programs. A code keeps its meaning; later versions may add codes.")
public enum ErrorCode {
    VALIDATION_FAILED(400, "Validation failed"),
    MALFORMED_BODY(400, "Malformed request body"),
    INVALID_PARAMETER(400, "Invalid parameter"),
    BAD_REQUEST(400, "Bad request"),
    MAIL_TOKEN_INVALID(400, "The link is not valid, or no longer; ask for a new one"),
    TOKEN_MISSING(401, "Authentication required"),
    TOKEN_INVALID(401, "The token is not valid"),
    TOKEN_EXPIRED(401, "The token has expired"),
    INVALID_CREDENTIALS(401, "Wrong account or password"),
    FORBIDDEN(403, "Not allowed"),
    QUOTA_EXCEEDED(403, "The quota is used up"),
    REAUTHENTICATION_REQUIRED(403, "Sign in again or send the current password"),
    EMAIL_UNVERIFIED(403, "The email address is not verified yet"),
    ORIGIN_REJECTED(403, "Origin not allowed"),
    NOT_FOUND(404, "Not found"),
    METHOD_NOT_ALLOWED(405, "Method not allowed"),
    NOT_ACCEPTABLE(406, "Not acceptable"),
    REQUEST_TIMEOUT(408, "Request timeout"),
    CONFLICT(409, "Conflict"),
    LAST_ADMIN(409, "The last admin can be neither deleted nor demoted"),
    KEY_IN_FLIGHT(409, "A request with this Idempotency-Key is still in progress"),
    PRECONDITION_FAILED(412, "Precondition failed"),
    BODY_TOO_LARGE(413, "Request body too large"),
    URI_TOO_LONG(414, "Request URI too long"),
    UNSUPPORTED_MEDIA_TYPE(415, "Unsupported media type"),
    EXPECTATION_FAILED(417, "Expectation failed"),
    KEY_REUSED(422, "This Idempotency-Key was used for another request"),
    PRECONDITION_REQUIRED(428, "Precondition required"),
    RATE_LIMITED(429, "Too many requests"),
    HEADERS_TOO_LARGE(431, "Request header fields too large"),
    INTERNAL_ERROR(500, "Internal server error"),
    NOT_IMPLEMENTED(501, "Not implemented"),
    MAIL_OFF(501, "This service sends no mail"),
    UNAVAILABLE(503, "Service temporarily unavailable");

    public final int status;
    public final String title;

    ErrorCode(int status, String title) {
        this.status = status;
        this.title = title;
    }

    /** The code for a bare status, as routing layers give it. */
    static ErrorCode ofStatus(int status) {
        return switch (status) {
            case 400 -> BAD_REQUEST;
            case 401 -> TOKEN_MISSING;
            case 409 -> CONFLICT;
            default -> Arrays.stream(values()).filter(code -> code.status == status).findFirst()
                    .orElse(status >= 500 ? INTERNAL_ERROR : BAD_REQUEST);
        };
    }
}
