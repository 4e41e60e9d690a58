package dev.taskward.auth;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PrePersist;
import jakarta.persistence.Table;

import org.hibernate.annotations.DynamicUpdate;

import dev.taskward.data.BaseEntity;
import dev.taskward.data.Listing;
import dev.taskward.data.Slice;
import dev.taskward.data.Where;

/** One sign-in, from login to logout: a family of refresh tokens of which the newest one lives. */
@Entity
@Table(name = "sessions")
@DynamicUpdate
public class Session extends BaseEntity {
    @Column(name = "user_id", updatable = false)
    public UUID userId;

    /** Makes each refresh token's successor out of the token, see {@link RefreshTokens}; useless without the token. */
    @Column(updatable = false)
    public byte[] secret;

    @Column(name = "last_used_at")
    public Instant lastUsedAt;

    /** When it ends whatever its use. */
    @Column(name = "expires_at", updatable = false)
    public Instant expiresAt;

    @Column(name = "ended_at")
    public Instant endedAt;

    public String address;

    @Column(name = "user_agent")
    public String userAgent;

    /** The sign-in is the first use. */
    @PrePersist
    void used() {
        lastUsedAt = createdAt;
    }

    boolean isAlive(Instant now) {
        return endedAt == null && now.isBefore(expiresAt);
    }

    /** The session that a refresh token belongs to, locked until the transaction ends: its refreshes take turns. */
    static Session lockByToken(String tokenHash) {
        return find("id = (select t.sessionId from RefreshToken t where t.tokenHash = ?1)", tokenHash)
                .withLock(LockModeType.PESSIMISTIC_WRITE).firstResult();
    }

    /** @param unused the time since when a session must have been used for its refresh token to be good still */
    static Slice<Session> pageLiving(UUID owner, Instant unused, Listing<Session, SessionFilter> asked) {
        Where living = Where.owned("userId", owner).absent("endedAt", true).after("expiresAt", now())
                .after("lastUsedAt", unused);
        return Slice.read(Session.class, asked, living);
    }

    static Session lockOwned(UUID id, UUID owner) {
        return find("id = ?1 and userId = ?2", id, owner).withLock(LockModeType.PESSIMISTIC_WRITE).firstResult();
    }

    /** Those past their end included: a token of theirs may not have expired yet. */
    static List<Session> lockNotEnded(UUID owner) {
        return find("userId = ?1 and endedAt is null order by id", owner).withLock(LockModeType.PESSIMISTIC_WRITE)
                .list();
    }
}
