package dev.taskward.task;

import java.util.Map;

import io.restassured.response.Response;

import dev.taskward.support.Account;

/** Each way to change a task. */
enum Write {
    PUT,
    PATCH,
    COMPLETE,
    DELETE;

    Response send(Account account, Mount mount, Object id, String... ifMatch) {
        var request = account.request();
        for (String line : ifMatch) {
            request.header("If-Match", line);
        }
        return switch (this) {
            case PUT -> request.body(Map.of("title", "New")).put(mount.path(account, id));
            case PATCH -> request.body(Map.of("title", "New")).patch(mount.path(account, id));
            case COMPLETE -> request.body("{}").patch(mount.path(account, id, "complete"));
            case DELETE -> request.delete(mount.path(account, id));
        };
    }

    int done() {
        return this == DELETE ? 204 : 200;
    }
}
