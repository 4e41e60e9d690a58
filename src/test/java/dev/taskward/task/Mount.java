package dev.taskward.task;

import dev.taskward.support.Account;

/** The two places where a user's tasks are found; what holds in one holds in the other. */
enum Mount {
    BY_USER_ID,
    BY_TOKEN;

    String path(Account account, Object... below) {
        String own = account.tasks(below);
        return this == BY_USER_ID ? own : own.replace("/api/" + account.id(), "/api/v1");
    }
}
