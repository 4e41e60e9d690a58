package dev.taskward.auth;

import java.time.Instant;
import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A session as its user sees it: when, from where and with what it is used. */
@Schema(name = "Session")
public record SessionView(
        @Schema(required = true, examples = "01936f3e-5b7a-7c3d-9a41-2f6b8c0d1e2f") UUID id,
        @Schema(required = true, description = "The sign-in.", examples = "2026-11-21T02:06:00.000Z") Instant createdAt,
        @Schema(required = true, description = "The last sign-in or refresh.", examples = "2026-11-21T02:06:00.000Z") Instant lastUsedAt,
        @Schema(required = true, description = "When it ends however often it is refreshed.", examples = "2027-02-19T02:06:00.000Z") Instant expiresAt,
        @Schema(required = true, nullable = true, maxLength = 45, description = "From where the user signed in.", examples = "203.0.113.7") String address,
        @Schema(required = true, nullable = true, maxLength = 256, description = "What the user signed in with.", examples = "Mozilla/5.0 (X11; Linux x86_64)") String userAgent,
        @Schema(required = true, description = "Whether it is the session of this request.", examples = "true") boolean current) {

    static SessionView of(Session session, UUID current) {
        return new SessionView(session.id, session.createdAt, session.lastUsedAt, session.expiresAt, session.address,
                session.userAgent, session.id.equals(current));
    }
}
