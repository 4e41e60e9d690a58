package dev.taskward.user;

import java.util.Locale;
import java.util.UUID;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;

import org.hibernate.annotations.DynamicUpdate;

import dev.taskward.data.BaseEntity;

/** An account. */
@Entity
@Table(name = "users")
@DynamicUpdate
public class User extends BaseEntity {
    public String email;
    public String username;

    @Column(name = "password_hash")
    public String passwordHash;

    @Enumerated(EnumType.STRING)
    public Role role = Role.user;

    public static User byId(UUID id) {
        return findById(id);
    }

    /** By email, which is kept in lower case, or by username, whatever its case; null if there is none. */
    public static User byLogin(String email, String username) {
        return email != null
                ? find("email", email).firstResult()
                : find("lower(username) = ?1", username.toLowerCase(Locale.ROOT)).firstResult();
    }

    public static boolean anyAdmin() {
        return count("role", Role.admin) > 0;
    }
}
