package dev.taskward.http;

/** Every way a request can fail: the stable code that clients switch on, its HTTP status and its title. */
public enum ErrorCode {
    VALIDATION_FAILED(400, "Validation failed"), MALFORMED_BODY(400, "Malformed request body"), INVALID_PARAMETER(400,
            "Invalid parameter"), BAD_REQUEST(400, "Bad request"), TOKEN_MISSING(401,
                    "Authentication required"), TOKEN_INVALID(401, "The token is not valid"), TOKEN_EXPIRED(401,
                            "The token has expired"), INVALID_CREDENTIALS(401, "Wrong account or password"), FORBIDDEN(
                                    403, "Not allowed"), ORIGIN_REJECTED(403, "Origin not allowed"), NOT_FOUND(404,
                                            "Not found"), METHOD_NOT_ALLOWED(405, "Method not allowed"), NOT_ACCEPTABLE(
                                                    406, "Not acceptable"), REQUEST_TIMEOUT(408,
                                                            "Request timeout"), CONFLICT(409,
                                                                    "Conflict"), PRECONDITION_FAILED(412,
                                                                            "Precondition failed"), BODY_TOO_LARGE(413,
                                                                                    "Request body too large"), URI_TOO_LONG(
                                                                                            414,
                                                                                            "Request URI too long"), UNSUPPORTED_MEDIA_TYPE(
                                                                                                    415,
                                                                                                    "Unsupported media type"), EXPECTATION_FAILED(
                                                                                                            417,
                                                                                                            "Expectation failed"), PRECONDITION_REQUIRED(
                                                                                                                    428,
                                                                                                                    "Precondition required"), RATE_LIMITED(
                                                                                                                            429,
                                                                                                                            "Too many requests"), HEADERS_TOO_LARGE(
                                                                                                                                    431,
                                                                                                                                    "Request header fields too large"), INTERNAL_ERROR(
                                                                                                                                            500,
                                                                                                                                            "Internal server error"), NOT_IMPLEMENTED(
                                                                                                                                                    501,
                                                                                                                                                    "Not implemented"), UNAVAILABLE(
                                                                                                                                                            503,
                                                                                                                                                            "Service temporarily unavailable");

    public final int status;
    public final String title;

    ErrorCode(int status, String title) {
        this.status = status;
        this.title = title;
    }

    /** The code for a bare status, as routing layers give it: the last of its status, which is the general one. */
    static ErrorCode ofStatus(int status) {
        for (ErrorCode code : values()) {
            if (code.status == status && code != VALIDATION_FAILED && code != MALFORMED_BODY
                    && code != INVALID_PARAMETER && code != ORIGIN_REJECTED) {
                return code;
            }
        }
        return status >= 500 ? INTERNAL_ERROR : BAD_REQUEST;
    }
}
