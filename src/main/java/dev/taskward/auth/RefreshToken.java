package dev.taskward.auth;

import java.time.Instant;
import java.util.UUID;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;

/** A refresh token, by its hash. Used ones are kept until they expire, so that a replay is known for one. */
@Entity
@Table(name = "refresh_tokens")
public class RefreshToken extends PanacheEntityBase {
    @Id
    @Column(name = "token_hash")
    public String tokenHash;

    @Column(name = "session_id", updatable = false)
    public UUID sessionId;

    @Column(name = "expires_at", updatable = false)
    public Instant expiresAt;

    @Column(name = "used_at")
    public Instant usedAt;

    static RefreshToken byHash(String tokenHash) {
        return findById(tokenHash);
    }
}
