package dev.taskward.auth;

import java.time.Duration;
import java.time.Instant;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.hibernate.Session;

import dev.taskward.data.Sweep;

/** Deletes sessions and refresh tokens that are past their end, also of users who never come back: a few with each new one. */
@ApplicationScoped
public class ExpiredSessions {
    /** More than come at a time, and few, because the refresh tokens of a session are deleted with it. */
    private static final int SESSIONS = 2;
    private static final int TOKENS = 10;
    /** An ended session says for a while why it did. */
    private static final Duration KEPT = Duration.ofDays(1);

    @Inject
    Session database;

    @Inject
    Revocations revocations;

    /** With a new session, in its transaction. A session stays while an access token of it may be valid. */
    void sweepSessions(Instant now) {
        Instant kept = now.minus(KEPT);
        Instant tokensGone = revocations.tokensGone();
        Instant old = tokensGone.isBefore(kept) ? tokensGone : kept;
        delete(Sweep.sql("sessions", "id", "expires_at", ":old", SESSIONS), old);
        delete(Sweep.sql("sessions", "id", "ended_at", ":old", SESSIONS), old);
    }

    /** With a new refresh token, in its transaction. */
    void sweepTokens(Instant now) {
        delete(Sweep.sql("refresh_tokens", "token_hash", "expires_at", ":old", TOKENS), now.minus(KEPT));
    }

    private void delete(String sql, Instant old) {
        database.createNativeMutationQuery(sql).setParameter("old", old).executeUpdate();
    }
}
