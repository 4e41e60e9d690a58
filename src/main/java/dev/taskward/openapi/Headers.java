package dev.taskward.openapi;

import java.util.List;
import java.util.stream.Stream;

import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

import dev.taskward.http.RequestId;

/** The header fields of answers: each described once, under its own name, and referred to where it is sent. */
final class Headers {
    private static final List<String> ALWAYS = List.of(RequestId.HEADER, "Access-Control-Allow-Origin");
    private static final List<String> LIMITED = List.of("RateLimit-Policy", "RateLimit");
    private static final List<String> LIMITED_FOR_OLDER_CLIENTS = List.of("X-RateLimit-Limit", "X-RateLimit-Remaining",
            "X-RateLimit-Reset");
    private static final int MAX_LINKS = 4 * 8192;

    private Headers() {
    }

    static APIResponse onSuccess(APIResponse answer, boolean limited, List<String> own) {
        refer(answer, own, List.of("Cache-Control"), ALWAYS);
        return limited ? refer(answer, LIMITED, LIMITED_FOR_OLDER_CLIENTS) : answer;
    }

    /** Failures have the same ones; told again are those that matter then, or a page of them would be mostly headers. */
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

    static void declare(Components to) {
        header(to, RequestId.HEADER, "The request's id in the service's log: the one that was sent, or a new one.",
                Schemas.string(128, RequestId.PATTERN), "5f1c1c1e-9d0a-4a53-8a0e-6f0d8a3a0b7e");
        header(to, "Cache-Control", "`private, no-cache` beside an `ETag`, `no-store` on other personal answers, "
                + "`public` with a time on what is everybody's.",
                Schemas.string(100, "^[a-z0-9=, -]+$"), "private, no-cache");
        header(to, "Access-Control-Allow-Origin", "For browsers: the page's origin, if it may call.",
                Schemas.string(300, "^https?://"), "https://app.example.com");
        header(to, "ETag", "Names the state that was answered, for `If-Match` and `If-None-Match`.",
                Schemas.string(64, "^\"[A-Za-z0-9_-]+\"$"), "\"3\"");
        header(to, "Location", "Where the new resource is.",
                Schemas.string(2048, "^/"), "/api/v1/tasks/" + Schemas.EXAMPLE_ID);
        header(to, "Idempotency-Replayed", "`true` on the answer to a request that was answered before.",
                Schemas.string(4, "^true$"), "true");
        header(to, "Link", "The pages around this one (RFC 8288): `first`, `prev`, `next`, `last`; by cursor, `first` "
                + "and `next`.", Schemas.string(MAX_LINKS, "^<"), "</api/v1/tasks?page=2>; rel=\"next\"");
        header(to, "WWW-Authenticate",
                "What kind of token or scope is asked for, and what was wrong with the one sent (RFC 6750).",
                Schemas.string(300, "^Bearer "), "Bearer realm=\"taskward\", error=\"invalid_token\"");
        header(to, "Allow", "The methods that the path has.", Schemas.string(100, "^[A-Z, ]*$"), "GET, HEAD, OPTIONS");
        header(to, "Retry-After", "Seconds after which to try again.", Schemas.integer(0, Integer.MAX_VALUE), 2);
        declareLimits(to);
    }

    private static void declareLimits(Components to) {
        header(to, "RateLimit-Policy", "The limit that applies: `q` requests in `w` seconds. Sent wherever one does.",
                Schemas.string(100, "^\"[a-z]+\";q=\\d+;w=\\d+$"), "\"user\";q=1000;w=60");
        header(to, "RateLimit", "`r` requests are left for the next `t` seconds.",
                Schemas.string(100, "^\"[a-z]+\";r=\\d+;t=\\d+$"), "\"user\";r=999;t=60");
        header(to, "X-RateLimit-Limit", "Requests in a window; `RateLimit-Policy` says it, too.",
                Schemas.integer(0, Schemas.MAX_SAFE_INTEGER), 1000);
        header(to, "X-RateLimit-Remaining", "Requests left in this window.",
                Schemas.integer(0, Schemas.MAX_SAFE_INTEGER), 999);
        header(to, "X-RateLimit-Reset", "When the next window begins, in seconds since 1970.",
                Schemas.integer(0, Schemas.MAX_SAFE_INTEGER), 1795226760);
    }

    private static void header(Components to, String name, String description, Schema schema, Object example) {
        to.addHeader(name, OASFactory.createHeader().description(description).schema(schema).example(example));
    }
}
