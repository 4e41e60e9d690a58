package dev.taskward.openapi;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;

/** What the document says of the service as a whole. */
final class Overview {
    static final String BEARER = "bearer";
    static final String PERSONAL_TOKEN = "personalToken";

    private static final List<PathItem.HttpMethod> ORDER = List.of(PathItem.HttpMethod.GET, PathItem.HttpMethod.POST,
            PathItem.HttpMethod.PUT, PathItem.HttpMethod.PATCH, PathItem.HttpMethod.DELETE);

    private static final String DESCRIPTION = """
            A multi-user backend: accounts, sign-in, users, posts and each user's own tasks.

            **Signing in.** `POST /api/v1/auth/register` makes an account, `POST /api/v1/auth/login` answers a pair of \
            tokens. Send the access token as `Authorization: Bearer …`; when it has expired, exchange the refresh token \
            at `POST /api/v1/auth/refresh` for the next pair.

            **Scripts.** A user makes personal tokens at `POST /api/v1/auth/tokens`, for programs that cannot sign in. \
            They are refused with 403 where an operation does not name them, and where their scopes do not reach. \
            Signing out everywhere, a new password and a new role revoke them all.

            **Requests.** Every body can be sent as JSON, as `application/x-www-form-urlencoded` or as \
            `multipart/form-data`. Unknown properties are ignored; unknown query parameters of a list are refused. Text \
            is trimmed and brought to Unicode NFC before it is checked. Every `GET` works as `HEAD`, too, and `OPTIONS` \
            tells the methods of a path.

            **Answers.** A success is `{"success": true, "data": …}`, with a `message` after a change and `meta` on a \
            list. A failure is `{"success": false, "error": …, "code": …}`; switch on `code`, which is stable. With \
            `Accept: application/problem+json` it is a problem of RFC 9457 instead. Ids are UUIDs, opaque to clients; \
            times are RFC 3339 in UTC.

            **Concurrency.** What can be changed has an `ETag`. Sent back as `If-Match` it guards a change against \
            those of others (412), as `If-None-Match` it saves an answer that has not changed (304).

            **Sending again.** A `POST` that creates takes an `Idempotency-Key`, under which it is done once and \
            answered the same each time.

            **Limits.** Each answer says by `RateLimit` where its caller stands; a 429 says by `Retry-After` when to \
            come back. `X-Request-Id` names the request in the service's log; send your own to follow it through.
            """;

    private Overview() {
    }

    static void write(OpenAPI document) {
        // A name alone: where the service is deployed and who answers for it there, its sources cannot know.
        document.setInfo(OASFactory.createInfo().description(DESCRIPTION.strip())
                .contact(OASFactory.createContact().name("The maintainers of Taskward")));
        // Relative, so that it holds behind any proxy; whoever reads the document from a server talks to that server.
        document.addServer(OASFactory.createServer().url("/")
                .description("The server this document came from: local, staging or production")
                .addExtension("x-internal", false));
        document.getComponents().addSecurityScheme(BEARER, OASFactory.createSecurityScheme()
                .type(SecurityScheme.Type.HTTP).scheme("bearer").bearerFormat("JWT")
                .description(
                        "The `access_token` that signing in answers: a JWT signed with RS256 and checked as RFC8725 "
                                + "says. It is short-lived, and ended at once by signing out."));
        document.getComponents().addSecurityScheme(PERSONAL_TOKEN, OASFactory.createSecurityScheme()
                .type(SecurityScheme.Type.HTTP).scheme("bearer")
                .description(
                        "A personal token, `twp_…`, in the same place, on the operations that name this scheme. It "
                                + "acts as a `user` within its scopes: `read` for `GET` and `HEAD`, `write` for all else."));
        arrange(document);
    }

    /** What is for those who call the API comes before what is for those who run it; reading before changing. */
    private static void arrange(OpenAPI document) {
        document.setTags(document.getTags().stream()
                .sorted(Comparator.comparing(tag -> tag.getName().equals("Operations"))).toList());
        Map<String, PathItem> paths = new LinkedHashMap<>();
        document.getPaths().getPathItems().entrySet().stream()
                .sorted(Comparator.comparing(path -> !path.getKey().startsWith("/api/")))
                .forEach(path -> paths.put(path.getKey(), path.getValue()));
        document.getPaths().setPathItems(paths);
        paths.values().forEach(path -> ORDER.forEach(verb -> {
            // Set anew it goes to the end.
            Operation operation = path.getOperations().get(verb);
            path.setOperation(verb, null);
            path.setOperation(verb, operation);
        }));
    }
}
