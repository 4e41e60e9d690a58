package dev.taskward.auth;

import java.time.Instant;
import java.util.UUID;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;

import dev.taskward.data.BaseEntity;

/** A session whose access tokens are refused; it stays known when the session itself is deleted with its user. */
@Entity
@Table(name = "revoked_sessions")
public class RevokedSession extends PanacheEntityBase {
    @Id
    @Column(name = "session_id")
    public UUID sessionId;

    @Column(name = "revoked_at")
    public Instant revokedAt;

    protected RevokedSession() {
    }

    RevokedSession(UUID sessionId) {
        this.sessionId = sessionId;
        this.revokedAt = BaseEntity.now();
    }

    static void deleteBefore(Instant time) {
        delete("revokedAt < ?1", time);
    }
}
