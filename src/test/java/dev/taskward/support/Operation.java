package dev.taskward.support;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** An operation of the OpenAPI document that the service under test gives out, so that new ones join by themselves. */
public record Operation(String method, String path) {
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");

    public static List<Operation> all() {
        List<Operation> all = new ArrayList<>();
        Call.get("/q/openapi?format=json").send().json().path("paths").properties()
                .forEach(path -> path.getValue().fieldNames().forEachRemaining(method -> {
                    if (METHODS.contains(method)) {
                        all.add(new Operation(method.toUpperCase(Locale.ROOT), path.getKey()));
                    }
                }));
        return all;
    }

    public boolean names(String parameter) {
        return path.contains("{" + parameter + "}");
    }

    /** With this in place of a parameter. */
    public Operation with(String parameter, Object value) {
        return new Operation(method, path.replace("{" + parameter + "}", value.toString()));
    }

    /** A call of it, with this as its body if it takes one. */
    public Call call(String body) {
        Call call = Call.of(method, path);
        return method.startsWith("P") ? call.json(body) : call;
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
