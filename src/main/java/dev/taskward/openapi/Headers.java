package dev.taskward.openapi;

import java.util.List;
import java.util.stream.Stream;

import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

import dev.taskward.http.RequestId;

/** Which header fields an answer has. {@code META-INF/openapi.yaml} describes each of them once. */
final class Headers {
    private static final List<String> ALWAYS = List.of(RequestId.HEADER, "Access-Control-Allow-Origin");
    private static final List<String> LIMITED = List.of("RateLimit-Policy", "RateLimit");
    private static final List<String> LIMITED_FOR_OLDER_CLIENTS = List.of("X-RateLimit-Limit", "X-RateLimit-Remaining",
            "X-RateLimit-Reset");

    private Headers() {
    }

    static APIResponse onSuccess(APIResponse answer, boolean limited, List<String> own) {
        refer(answer, own, List.of("Cache-Control"), ALWAYS);
        return limited ? refer(answer, LIMITED, LIMITED_FOR_OLDER_CLIENTS) : answer;
    }

    /** Failures have the same fields. Only those that help a client that has failed are repeated here. */
    static APIResponse onFailure(APIResponse answer, int status) {
        return switch (status) {
            case 401, 403 -> refer(answer, List.of("WWW-Authenticate"), ALWAYS, LIMITED);
            case 405 -> refer(answer, List.of("Allow"), ALWAYS, LIMITED);
            case 429 -> refer(answer, List.of("Retry-After"), ALWAYS, LIMITED, LIMITED_FOR_OLDER_CLIENTS);
            case 500 -> refer(answer, ALWAYS);
            case 503 -> refer(answer, List.of("Retry-After"), ALWAYS);
            default -> refer(answer, ALWAYS, LIMITED);
        };
    }

    @SafeVarargs
    private static APIResponse refer(APIResponse answer, List<String>... names) {
        Stream.of(names).flatMap(List::stream)
                .forEach(name -> answer.addHeader(name, OASFactory.createHeader().ref(name)));
        return answer;
    }
}
