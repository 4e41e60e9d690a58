package dev.taskward.openapi;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.media.Content;

import dev.taskward.http.ErrorCode;
import dev.taskward.http.MediaTypes;

/** For each error code an answer as the service really gives it, in both shapes. */
final class FailureExamples {
    private static final String REQUEST_ID = "5f1c1c1e-9d0a-4a53-8a0e-6f0d8a3a0b7e";

    private FailureExamples() {
    }

    static void add(ErrorCode code, Content content) {
        content.getMediaTypes().forEach((type, media) -> media.addExample(code.name(), OASFactory.createExample()
                .summary(code.title).value(type.equals(MediaTypes.JSON) ? envelope(code) : problem(code))));
    }

    private static Map<String, Object> envelope(ErrorCode code) {
        Map<String, Object> example = new LinkedHashMap<>();
        example.put("success", false);
        example.put("error", message(code));
        example.put("code", code.name());
        example.put("status", code.status);
        details(code, "details", example);
        example.put("requestId", REQUEST_ID);
        return example;
    }

    private static Map<String, Object> problem(ErrorCode code) {
        Map<String, Object> example = new LinkedHashMap<>();
        example.put("type", "about:blank");
        example.put("title", code.title);
        example.put("status", code.status);
        example.put("detail", message(code));
        example.put("instance", "/api/v1/tasks");
        example.put("code", code.name());
        details(code, "errors", example);
        example.put("requestId", REQUEST_ID);
        return example;
    }

    private static String message(ErrorCode code) {
        return switch (code) {
            case MALFORMED_BODY -> "The request body must be a JSON object";
            case BAD_REQUEST -> "The request target is not a valid URI";
            case FORBIDDEN -> "The user in the path is not the caller";
            case QUOTA_EXCEEDED -> "There is room for 100000 tasks of yours";
            case NOT_FOUND -> "No such resource";
            case NOT_ACCEPTABLE -> "This resource is available as application/json";
            case CONFLICT -> "This username is already taken";
            case PRECONDITION_FAILED -> "The resource has changed since it was read";
            case PRECONDITION_REQUIRED -> "If-Match is required";
            case UNAVAILABLE -> "The database cannot be reached, try again shortly";
            default -> code.title;
        };
    }

    private static void details(ErrorCode code, String name, Map<String, Object> example) {
        switch (code) {
            case VALIDATION_FAILED -> example.put(name, List.of(error("title", "must not be blank"),
                    error("priority", "must be one of low, medium, high")));
            case INVALID_PARAMETER ->
                example.put(name, List.of(error("limit", "must be a whole number from 1 to 100")));
            case CONFLICT -> example.put(name, List.of(error("username", "is already taken")));
            case MAIL_TOKEN_INVALID -> example.put(name, List.of(error("token", "is not valid, or no longer")));
            default -> {
                // says it all by its message
            }
        }
    }

    private static Map<String, Object> error(String field, String message) {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("field", field);
        error.put("message", message);
        return error;
    }
}
