package dev.taskward.auth;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;

import dev.taskward.user.NewUser;
import dev.taskward.user.Role;
import dev.taskward.user.User;

/** Makes accounts. The password is hashed before the transaction begins: a hash takes longer than all the rest. */
@ApplicationScoped
public class Registration {
    @Inject
    PasswordHasher hasher;

    @Inject
    Registration transactional;

    public User register(NewUser asked, Role role) {
        return transactional.store(asked, role, hasher.hash(asked.password()));
    }

    @Transactional
    User store(NewUser asked, Role role, String passwordHash) {
        User user = new User();
        user.email = asked.email();
        user.username = asked.username();
        user.passwordHash = passwordHash;
        user.role = role;
        user.persistAndFlush();
        return user;
    }
}
