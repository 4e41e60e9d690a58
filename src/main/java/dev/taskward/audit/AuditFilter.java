package dev.taskward.audit;

import java.time.Instant;
import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.taskward.data.Sorting;
import dev.taskward.data.Where;
import dev.taskward.http.Input;

/** How the audit log can be filtered. */
@Input
@Schema
public record AuditFilter(
        @Schema(description = "Only events of this kind.") AuditAction action,
        @Schema(description = "Only what this user did.") UUID actorId,
        @Schema(description = "Only what was done to this account.") UUID subjectId,
        @Schema(description = "Only what happened before this time.") Instant createdBefore,
        @Schema(description = "Only what happened after this time.") Instant createdAfter) {

    static final Sorting<AuditEvent> SORTING = new Sorting<AuditEvent>().by("createdAt", Instant.class,
            event -> event.createdAt);

    Where where() {
        return Where.all().eq("action", action).eq("actorId", actorId).eq("subjectId", subjectId)
                .before("createdAt", createdBefore).after("createdAt", createdAfter);
    }
}
