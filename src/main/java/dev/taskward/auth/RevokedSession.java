package dev.taskward.auth;

import java.time.Instant;
import java.util.UUID;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;

import dev.taskward.data.BaseEntity;
import dev.taskward.data.Sweep;

/**
 * A session whose access tokens are refused; it stays known when the session itself is deleted with its user. The
 * database announces it to all replicas when it is committed.
 */
@Entity
@Table(name = "revoked_sessions")
public class RevokedSession extends PanacheEntityBase {
    /** More than come at a time, so that none stay. */
    private static final int SWEEP = 20;

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

    /** Deletes some of those before this time. */
    static void sweep(Instant time) {
        getEntityManager().createNativeQuery(
                Sweep.sql("revoked_sessions", "session_id", "revoked_at", "?1", SWEEP))
                .setParameter(1, time).executeUpdate();
    }
}
