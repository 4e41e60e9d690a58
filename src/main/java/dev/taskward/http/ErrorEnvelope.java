package dev.taskward.http;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The default shape of a failure. */
@Schema(name = "ErrorResponse", description = "Every failure, unless `Accept` names `application/problem+json`.")
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ErrorEnvelope(
        @JsonInclude(JsonInclude.Include.ALWAYS) @Schema(required = true, enumeration = "false") boolean success,
        @Schema(required = true, maxLength = 500, description = "What is wrong, for people; it may change.") String error,
        @Schema(required = true, implementation = ErrorCode.class) String code,
        @Schema(required = true, minimum = "400", maximum = "599", description = "The HTTP status again.") int status,
        @Schema(maxItems = 2048, description = "Everything that is wrong with fields or parameters, at once.") List<FieldError> details,
        @Schema(required = true, maxLength = 128, pattern = RequestId.PATTERN, description = "By which the service's log knows the request.") String requestId) {}
