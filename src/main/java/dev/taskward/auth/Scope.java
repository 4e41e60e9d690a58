package dev.taskward.auth;

import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

import io.vertx.core.http.HttpMethod;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What a personal token may be used for. */
@Schema(name = "TokenScope")
public enum Scope {
    read,
    write;

    private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    /** What a request by this method takes: to read if the method is a safe one (RFC 9110 section 9.2.1). */
    public static Scope neededFor(HttpMethod method) {
        return READING.contains(method) ? read : write;
    }

    /** As they are stored, in the manner of RFC 6749 section 3.3; each once, and always in the same order. */
    static String join(Collection<Scope> scopes) {
        return EnumSet.copyOf(scopes).stream().map(Scope::name).collect(Collectors.joining(" "));
    }

    static Set<Scope> split(String scopes) {
        return Arrays.stream(scopes.split(" ")).map(Scope::valueOf)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Scope.class)));
    }
}
