package dev.taskward.http;

import jakarta.inject.Inject;

import dev.taskward.security.CurrentUser;

/** What the routes of a resource are written with: who calls, how lists, answers and changes go. */
public abstract class Resource {
    @Inject
    protected CurrentUser caller;

    @Inject
    protected Lists lists;

    @Inject
    protected Replies replies;

    @Inject
    protected Changes changes;

    @Inject
    protected Quotas quotas;
}
