package dev.taskward.auth;

import java.time.Instant;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.hibernate.Session;

import dev.taskward.data.Sweep;

/** Writes revocations where every replica reads them. The database announces each row when it is committed. */
@ApplicationScoped
class RevocationTable {
    /** More than one transaction adds, so that old rows do not pile up. */
    private static final int SWEEP = 20;

    @Inject
    Session database;

    /** Begins a new generation of the user's tokens and locks the user's row. @return 0 if there is no such user */
    long nextGeneration(UUID user) {
        return database.createNativeQuery("update users set token_generation = token_generation + 1 "
                + "where id = ?1 returning token_generation", Long.class)
                .setParameter(1, user).getResultList().stream().findFirst().orElse(0L);
    }

    void add(Revocation revocation) {
        if (revocation.generation() == Revocation.NONE_VALID) {
            database.createNativeMutationQuery("insert into revoked_sessions (session_id, revoked_at) values (?1, ?2) "
                    + "on conflict do nothing")
                    .setParameter(1, revocation.id()).setParameter(2, revocation.at()).executeUpdate();
        } else {
            database.createNativeMutationQuery(
                    "insert into revoked_sessions (session_id, user_id, generation, kept_session, "
                            + "revoked_at) values (gen_random_uuid(), ?1, ?2, cast(nullif(?3, '') as uuid), ?4)")
                    .setParameter(1, revocation.id()).setParameter(2, revocation.generation())
                    .setParameter(3, revocation.kept() == null ? "" : revocation.kept().toString())
                    .setParameter(4, revocation.at()).executeUpdate();
        }
    }

    /** Deletes some rows from before this time. */
    void sweep(Instant before) {
        database.createNativeMutationQuery(Sweep.sql("revoked_sessions", "session_id", "revoked_at", "?1", SWEEP))
                .setParameter(1, before).executeUpdate();
    }
}
