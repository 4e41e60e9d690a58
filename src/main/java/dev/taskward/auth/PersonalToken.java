package dev.taskward.auth;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Table;

import dev.taskward.data.BaseEntity;
import dev.taskward.data.Listing;
import dev.taskward.data.Slice;

/** A token that a user has made for a script, by its hash. */
@Entity
@Table(name = "personal_tokens")
public class PersonalToken extends BaseEntity {
    @Column(name = "user_id", updatable = false)
    public UUID userId;

    /** The session that it was made in; null if an earlier version made it. */
    @Column(name = "session_id", updatable = false)
    public UUID sessionId;

    @Column(updatable = false)
    public String name;

    @Column(updatable = false)
    public String scopes;

    @Column(name = "token_hash", updatable = false)
    public String tokenHash;

    /** Its last characters, by which its user knows it again. */
    @Column(updatable = false)
    public String hint;

    @Column(name = "expires_at", updatable = false)
    public Instant expiresAt;

    @Column(name = "last_used_at", updatable = false)
    public Instant lastUsedAt;

    Set<Scope> scopes() {
        return Scope.split(scopes);
    }

    boolean isAlive(Instant now) {
        return now.isBefore(expiresAt);
    }

    /** The one way to a token without its owner: by the token itself. */
    static PersonalToken byHash(String tokenHash) {
        return find("tokenHash", tokenHash).firstResult();
    }

    static PersonalToken findOwned(UUID id, UUID owner) {
        return find("id = ?1 and userId = ?2", id, owner).firstResult();
    }

    static PersonalToken lockOwned(UUID id, UUID owner) {
        return find("id = ?1 and userId = ?2", id, owner).withLock(LockModeType.PESSIMISTIC_WRITE).firstResult();
    }

    static Slice<PersonalToken> pageOwned(UUID owner, Listing<PersonalToken, PersonalTokenFilter> asked) {
        return Slice.read(PersonalToken.class, asked, asked.filter().where(owner));
    }

    static long countOwned(UUID owner) {
        return count("userId", owner);
    }

    static void deleteExpired(UUID owner, Instant now) {
        delete("userId = ?1 and expiresAt <= ?2", owner, now);
    }

    static void deleteOwned(UUID owner) {
        delete("userId", owner);
    }

    /** @return how many there were */
    static long deleteMadeIn(UUID session, UUID owner) {
        return delete("userId = ?1 and sessionId = ?2", owner, session);
    }

    /** With a new version, because this shows in its view, and so in its ETag. */
    static void used(UUID id, Instant now, Instant unlessSince) {
        update("lastUsedAt = ?2, version = version + 1 where id = ?1 and (lastUsedAt is null or lastUsedAt <= ?3)", id,
                now, unlessSince);
    }
}
