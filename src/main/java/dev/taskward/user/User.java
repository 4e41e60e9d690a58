package dev.taskward.user;

import java.time.Instant;
import java.util.Locale;
import java.util.UUID;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Table;

import org.hibernate.annotations.DynamicUpdate;

import dev.taskward.data.BaseEntity;
import dev.taskward.data.Listing;
import dev.taskward.data.Slice;

/** An account. */
@Entity
@Table(name = "users")
@DynamicUpdate
public class User extends BaseEntity {
    /** A hash that no password has: of an account whose user signs in elsewhere. */
    public static final String NO_PASSWORD = "none";

    public String email;
    public String username;

    @Column(name = "password_hash")
    public String passwordHash;

    @Enumerated(EnumType.STRING)
    public Role role = Role.user;

    /** Null while nobody has proven that the address is the user's. */
    @Column(name = "email_verified_at")
    public Instant emailVerifiedAt;

    /** How often all of the user's access tokens so far were revoked; each token carries the number of its time. */
    @Column(name = "token_generation", insertable = false, updatable = false)
    public long tokenGeneration;

    /** False for a user who signs in with an external issuer alone. */
    public boolean hasPassword() {
        return !NO_PASSWORD.equals(passwordHash);
    }

    public static User byId(UUID id) {
        return findById(id);
    }

    /** Locked until the transaction ends; null if there is none. */
    public static User lock(UUID id) {
        return findById(id, LockModeType.PESSIMISTIC_WRITE);
    }

    /** By email, which is kept in lower case, or by username, whatever its case; null if there is none. */
    public static User byLogin(String email, String username) {
        return email != null
                ? find("email", email).firstResult()
                : find("lower(username) = ?1", username.toLowerCase(Locale.ROOT)).firstResult();
    }

    /** The same password by another hash: to users nothing changes, so the version stays. @return false if it is no longer that one */
    public static boolean rehash(UUID id, String from, String to) {
        return update("passwordHash = ?3 where id = ?1 and passwordHash = ?2", id, from, to) == 1;
    }

    /** As it is now, and as it stays until the transaction ends; null if it is gone. */
    public static User lockUnchanged(UUID id) {
        return find("id", id).withLock(LockModeType.PESSIMISTIC_READ).firstResult();
    }

    public static boolean anyAdmin() {
        return countAdmins() > 0;
    }

    static long countAdmins() {
        return count("role", Role.admin);
    }

    /**
     * Locked until the transaction ends, and if it is an admin all admins with it, in the order of their ids: whoever
     * takes an admin away then sees what others have just done to the rest.
     */
    static User lockWithAdmins(UUID id) {
        return User.<User>find("id = ?1 or role = ?2 and ?1 in (select a.id from User a where a.role = ?2) order by id",
                id, Role.admin).withLock(LockModeType.PESSIMISTIC_WRITE).stream()
                .filter(user -> user.id.equals(id)).findFirst().orElse(null);
    }

    static Slice<User> page(Listing<User, UserFilter> asked, boolean admin) {
        return Slice.read(User.class, asked, asked.filter().where(admin));
    }
}
