package dev.taskward.http;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;

/** The same failure in the shape of RFC 9457, for clients that accept {@code application/problem+json}. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        String instance,
        String code,
        List<FieldError> errors,
        String requestId) {}
