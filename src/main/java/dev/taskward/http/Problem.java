package dev.taskward.http;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The same failure in the shape of RFC 9457, for clients that accept {@code application/problem+json}. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@Schema(description = "The same failure as RFC 9457 has it.")
public record Problem(
        @Schema(required = true, enumeration = "about:blank") String type,
        @Schema(required = true, maxLength = 100, description = "The code in words.") String title,
        @Schema(required = true, minimum = "400", maximum = "599", description = "The HTTP status again.") int status,
        @Schema(required = true, maxLength = 500, description = "What is wrong, for people; it may change.") String detail,
        @Schema(required = true, maxLength = 8192, description = "The path that was asked for.") String instance,
        @Schema(required = true, implementation = ErrorCode.class) String code,
        @Schema(maxItems = 2048, description = "Everything that is wrong with fields or parameters, at once.") List<FieldError> errors,
        @Schema(required = true, maxLength = 128, pattern = RequestId.PATTERN, description = "By which the service's log knows the request.") String requestId) {}
