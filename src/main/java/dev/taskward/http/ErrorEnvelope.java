package dev.taskward.http;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;

/** The default shape of a failure. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ErrorEnvelope(
        @JsonInclude(JsonInclude.Include.ALWAYS) boolean success,
        String error,
        String code,
        int status,
        List<FieldError> details,
        String requestId) {}
