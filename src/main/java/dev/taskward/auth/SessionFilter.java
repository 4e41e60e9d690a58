package dev.taskward.auth;

import java.time.Instant;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.taskward.data.Sorting;
import dev.taskward.http.Input;

/** How a list of sessions can be sorted; there is nothing to filter it by. */
@Input
@Schema
public record SessionFilter() {
    static final Sorting<Session> SORTING = new Sorting<Session>()
            .by("createdAt", Instant.class, session -> session.createdAt)
            .by("lastUsedAt", Instant.class, session -> session.lastUsedAt);
}
