package dev.taskward.audit;

import java.time.Instant;
import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** An event as admins see it. */
@Schema(name = "AuditEvent")
public record AuditView(
        @Schema(required = true, examples = "01936f3e-5b7a-7c3d-9a41-2f6b8c0d1e2f") UUID id,
        @Schema(required = true, examples = "LOGIN") AuditAction action,
        @Schema(required = true, nullable = true, examples = "01936f3e-1111-7c3d-9a41-2f6b8c0d1e2f", description = "Who did it; null where nobody was signed in.") UUID actorId,
        @Schema(required = true, nullable = true, examples = "01936f3e-1111-7c3d-9a41-2f6b8c0d1e2f", description = "The account it was done to, which may be gone.") UUID subjectId,
        @Schema(required = true, nullable = true, maxLength = 200, examples = "user to admin", description = "More about it; never a secret.") String detail,
        @Schema(required = true, nullable = true, maxLength = 64, examples = "203.0.113.7", description = "From which address.") String address,
        @Schema(required = true, nullable = true, maxLength = 256, examples = "curl/8.14.1") String userAgent,
        @Schema(required = true, nullable = true, maxLength = 128, examples = "6c723744-cde8-4405-9113-7ae6aa974143", description = "The `X-Request-Id` of the request.") String requestId,
        @Schema(required = true, examples = "2026-11-21T02:06:00.000Z") Instant createdAt) {

    static AuditView of(AuditEvent event) {
        return new AuditView(event.id, event.action, event.actorId, event.subjectId, event.detail, event.address,
                event.userAgent, event.requestId, event.createdAt);
    }
}
