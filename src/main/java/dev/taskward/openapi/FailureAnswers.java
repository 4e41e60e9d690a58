package dev.taskward.openapi;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

import dev.taskward.http.ErrorCode;
import dev.taskward.http.ErrorEnvelope;
import dev.taskward.http.MediaTypes;
import dev.taskward.http.Problem;

/** How operations can fail: by status, with the codes it can have there, and an example of each in both shapes. */
final class FailureAnswers {
    private static final String PROBLEM = "application/problem+json";
    /** Any request can fail so, whatever it is for. */
    private static final Set<ErrorCode> OTHERS = EnumSet.of(ErrorCode.METHOD_NOT_ALLOWED, ErrorCode.URI_TOO_LONG,
            ErrorCode.HEADERS_TOO_LARGE);
    /** What most operations share, by its name in the document. Other combinations stand in their operation. */
    private static final Map<Set<ErrorCode>, String> NAMES = Map.of(OTHERS, "OtherFailure",
            EnumSet.of(ErrorCode.INVALID_PARAMETER, ErrorCode.BAD_REQUEST), "InvalidParameters",
            EnumSet.of(ErrorCode.VALIDATION_FAILED, ErrorCode.MALFORMED_BODY, ErrorCode.BAD_REQUEST), "InvalidBody",
            EnumSet.of(ErrorCode.VALIDATION_FAILED, ErrorCode.MALFORMED_BODY, ErrorCode.INVALID_PARAMETER,
                    ErrorCode.BAD_REQUEST),
            "InvalidRequest",
            EnumSet.of(ErrorCode.TOKEN_MISSING, ErrorCode.TOKEN_INVALID, ErrorCode.TOKEN_EXPIRED), "Unauthenticated",
            EnumSet.of(ErrorCode.FORBIDDEN, ErrorCode.ORIGIN_REJECTED), "NotAllowed");

    private final Components components;

    FailureAnswers(Components components) {
        this.components = components;
    }

    /** @param declared what the author gave: a reference to an error code, or for another shape a whole answer */
    Map<String, APIResponse> of(Endpoint endpoint, boolean body, Map<String, APIResponse> declared) {
        Set<ErrorCode> codes = codes(endpoint, body);
        Map<String, APIResponse> answers = new LinkedHashMap<>();
        declared.forEach((status, answer) -> {
            if (answer.getRef() != null) {
                // Several codes of one status are joined by a minus.
                for (String code : answer.getRef().substring(answer.getRef().lastIndexOf('/') + 1).split("-")) {
                    codes.add(ErrorCode.valueOf(code));
                }
            }
        });
        Map<Integer, Set<ErrorCode>> byStatus = codes.stream().collect(Collectors.groupingBy(code -> code.status,
                TreeMap::new, Collectors.toCollection(() -> EnumSet.noneOf(ErrorCode.class))));
        byStatus.forEach((status, ofStatus) -> {
            APIResponse own = declared.get(status.toString());
            answers.put(status.toString(), own == null || own.getRef() != null
                    ? answer(ofStatus, titles(ofStatus))
                    : Headers.onFailure(own, status));
        });
        answers.put("default", answer(OTHERS, "Any other failure, in the same shape"));
        return answers;
    }

    private static Set<ErrorCode> codes(Endpoint endpoint, boolean body) {
        Set<ErrorCode> codes = EnumSet.of(ErrorCode.BAD_REQUEST, ErrorCode.ORIGIN_REJECTED, ErrorCode.NOT_ACCEPTABLE,
                ErrorCode.INTERNAL_ERROR, ErrorCode.UNAVAILABLE);
        if (!endpoint.isPublic()) {
            codes.addAll(EnumSet.of(ErrorCode.TOKEN_MISSING, ErrorCode.TOKEN_INVALID, ErrorCode.TOKEN_EXPIRED,
                    ErrorCode.FORBIDDEN));
        }
        if (endpoint.isLimited()) {
            codes.add(ErrorCode.RATE_LIMITED);
        }
        if (endpoint.hasParameters()) {
            codes.add(ErrorCode.INVALID_PARAMETER);
        }
        if (endpoint.isAboutOne()) {
            codes.add(ErrorCode.NOT_FOUND);
        }
        if (endpoint.honoursIfMatch()) {
            codes.addAll(EnumSet.of(ErrorCode.PRECONDITION_FAILED, ErrorCode.PRECONDITION_REQUIRED));
        }
        if (endpoint.isIdempotent()) {
            codes.addAll(EnumSet.of(ErrorCode.KEY_IN_FLIGHT, ErrorCode.KEY_REUSED, ErrorCode.INVALID_PARAMETER));
        }
        if (body) {
            codes.addAll(EnumSet.of(ErrorCode.VALIDATION_FAILED, ErrorCode.MALFORMED_BODY, ErrorCode.BODY_TOO_LARGE,
                    ErrorCode.UNSUPPORTED_MEDIA_TYPE));
        }
        return codes;
    }

    /** {@code NotFound} for a code alone; null for a combination that has no name. */
    private static String name(Set<ErrorCode> codes) {
        return codes.size() > 1
                ? NAMES.get(codes)
                : Stream.of(codes.iterator().next().name().split("_"))
                        .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining());
    }

    private static String titles(Set<ErrorCode> codes) {
        return codes.stream().map(code -> code.title).collect(Collectors.joining(" / "));
    }

    private APIResponse answer(Set<ErrorCode> codes, String description) {
        APIResponse answer = OASFactory.createAPIResponse()
                .description(description)
                .content(OASFactory.createContent()
                        .addMediaType(MediaTypes.JSON, media(ErrorEnvelope.class))
                        .addMediaType(PROBLEM, media(Problem.class)));
        codes.forEach(code -> FailureExamples.add(code, answer.getContent()));
        Headers.onFailure(answer, codes.iterator().next().status);
        String name = name(codes);
        if (name == null) {
            return answer;
        }
        components.addResponse(name, answer);
        return OASFactory.createAPIResponse().ref(name);
    }

    private static MediaType media(Class<?> shape) {
        return OASFactory.createMediaType().schema(Schemas.reference(Schemas.nameOf(shape)));
    }
}
