package dev.taskward.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A failure that the client is told of as it is: {@link Failures} turns it into the answer. */
public class ApiException extends RuntimeException {
    /** A request can have more mistakes than anybody wants to read, and each is repeated in the answer. */
    private static final int MAX_DETAILS = 100;

    private final ErrorCode code;
    private final transient List<FieldError> details;
    private final transient Map<String, String> headers = new LinkedHashMap<>();
    private boolean shed;

    public ApiException(ErrorCode code) {
        this(code, code.title, List.of());
    }

    public ApiException(ErrorCode code, String message) {
        this(code, message, List.of());
    }

    public ApiException(ErrorCode code, String message, List<FieldError> details) {
        super(message, null, false, false);
        this.code = code;
        this.details = details.stream().limit(MAX_DETAILS).toList();
    }

    public static ApiException invalid(List<FieldError> details) {
        return new ApiException(ErrorCode.VALIDATION_FAILED, ErrorCode.VALIDATION_FAILED.title, details);
    }

    public static ApiException invalid(String field, String message) {
        return invalid(List.of(new FieldError(field, message)));
    }

    public static ApiException parameters(List<FieldError> details) {
        return new ApiException(ErrorCode.INVALID_PARAMETER, ErrorCode.INVALID_PARAMETER.title, details);
    }

    /** Absent and "not yours" are this same answer. */
    public static ApiException noSuchResource() {
        return new ApiException(ErrorCode.NOT_FOUND, "No such resource");
    }

    public static ApiException taken(String field) {
        return new ApiException(ErrorCode.CONFLICT, "This " + field + " is already taken",
                List.of(new FieldError(field, "is already taken")));
    }

    public static ApiException unavailable(String message, long retryAfterSeconds) {
        return new ApiException(ErrorCode.UNAVAILABLE, message).header("Retry-After", Long.toString(retryAfterSeconds));
    }

    /** The service has more to do than it can: this request is refused before anything is done for it. */
    public static ApiException overloaded(String message) {
        ApiException refusal = unavailable(message, 1);
        refusal.shed = true;
        return refusal;
    }

    public static ApiException limited(long retryAfterSeconds) {
        return new ApiException(ErrorCode.RATE_LIMITED).header("Retry-After", Long.toString(retryAfterSeconds));
    }

    /** The same failure, of a part of the body that has this place in it. */
    public ApiException in(String place) {
        List<FieldError> placed = details.isEmpty()
                ? List.of(new FieldError(place, getMessage()))
                : details.stream().map(error -> error.in(place)).toList();
        return new ApiException(code, getMessage(), placed);
    }

    public ApiException header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    /** Whether it is one of many that an overload refuses, which the log counts instead of listing them. */
    boolean isShed() {
        return shed;
    }

    public ErrorCode code() {
        return code;
    }

    public List<FieldError> details() {
        return details;
    }

    public Map<String, String> headers() {
        return headers;
    }
}
