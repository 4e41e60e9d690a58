package dev.taskward.auth;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;

import org.jboss.logging.Logger;

import dev.taskward.audit.AuditAction;
import dev.taskward.audit.AuditLog;
import dev.taskward.data.BaseEntity;
import dev.taskward.data.Listing;
import dev.taskward.data.Slice;
import dev.taskward.user.User;
import dev.taskward.user.UserView;

/** Opens, goes on with and ends sessions, with the tokens of each. */
@ApplicationScoped
public class Sessions {
    private static final Logger LOG = Logger.getLogger(Sessions.class);

    @Inject
    TokenIssuer issuer;

    @Inject
    RefreshSettings settings;

    @Inject
    Revocations revocations;

    @Inject
    AuditLog audit;

    @Inject
    ExpiredSessions expired;

    /**
     * A change of the account or its deletion, which ends all sessions, waits for this or is seen by it.
     *
     * @param passwordHash the hash that the password was checked against
     * @return empty if the account has another one by now, or none, or is gone
     */
    @Transactional
    public Optional<TokenPair> open(UUID userId, String passwordHash, Client client) {
        User user = User.lockUnchanged(userId);
        if (user == null || !user.hasPassword() || !user.passwordHash.equals(passwordHash)) {
            return Optional.empty();
        }
        Instant now = BaseEntity.now();
        expired.sweepSessions(now);
        Session session = new Session();
        session.userId = user.id;
        session.secret = RefreshTokens.randomBytes();
        session.expiresAt = now.plus(settings.sessionLifetime());
        session.address = client.address();
        session.userAgent = client.userAgent();
        session.persist();
        String token = RefreshTokens.first();
        store(token, session, now);
        audit.record(AuditAction.LOGIN, user.id, user.id, null);
        return Optional.of(pair(user, session, token));
    }

    /**
     * Exchanges a refresh token for a new pair (RFC 9700 section 4.14.2). A token works once; within the reuse window it
     * answers again, with the living token of its family; later it ends the family, because one of two holders stole it.
     *
     * @return empty if the token is unknown, expired, or of a session that has ended, perhaps just now
     */
    @Transactional
    public Optional<TokenPair> refresh(String token) {
        Instant now = BaseEntity.now();
        Session session = Session.lockByToken(RefreshTokens.hash(token));
        if (session == null || !session.isAlive(now)) {
            return Optional.empty();
        }
        RefreshToken stored = RefreshToken.byHash(RefreshTokens.hash(token));
        boolean replayed = stored.usedAt != null;
        String living = token;
        while (stored.usedAt != null) {
            if (now.isAfter(stored.usedAt.plus(settings.reuseWindow()))) {
                LOG.warnf("A used refresh token was replayed: session %s of user %s is ended", session.id,
                        session.userId);
                end(session, now);
                PersonalToken.deleteMadeIn(session.id, session.userId);
                audit.record(AuditAction.REFRESH_REPLAYED, null, session.userId, "session " + session.id);
                return Optional.empty();
            }
            living = RefreshTokens.successor(living, session.secret);
            stored = RefreshToken.byHash(RefreshTokens.hash(living));
        }
        if (!now.isBefore(stored.expiresAt)) {
            return Optional.empty();
        }
        session.lastUsedAt = now;
        if (!replayed) {
            stored.usedAt = now;
            living = RefreshTokens.successor(living, session.secret);
            store(living, session, now);
            expired.sweepTokens(now);
        }
        return Optional.of(pair(User.byId(session.userId), session, living));
    }

    /** @return a page of the user's living sessions */
    public Slice<Session> page(UUID owner, Listing<Session, SessionFilter> asked) {
        return Session.pageLiving(owner, BaseEntity.now().minus(settings.lifetime()), asked);
    }

    /** Ends this session of the user. @return false if it had ended or expired before */
    @Transactional
    public boolean end(UUID sessionId, UUID owner) {
        Session session = Session.lockOwned(sessionId, owner);
        if (session == null || session.endedAt != null) {
            return false;
        }
        Instant now = BaseEntity.now();
        end(session, now);
        return now.isBefore(session.expiresAt);
    }

    /** Ends the caller's session and revokes its tokens, even if its row is gone. */
    @Transactional
    public void signOut(UUID sessionId, UUID caller) {
        if (!end(sessionId, caller)) {
            revocations.revokeSession(sessionId);
        }
    }

    /** Ends all sessions of the user and deletes the personal tokens: no way in is left. */
    @Transactional
    public void endAll(UUID owner) {
        endOthers(owner, null);
    }

    /** Ends all sessions of the user except this one, and deletes the personal tokens. */
    @Transactional
    public void endOthers(UUID owner, UUID kept) {
        revocations.revokeEarlier(owner, kept);
        endRows(owner, kept);
    }

    /** The account is being deleted: every token of it is refused, whatever the token says. */
    @Transactional
    public void endForDeletion(UUID owner) {
        revocations.revokeUser(owner);
        endRows(owner, null);
    }

    private void endRows(UUID owner, UUID kept) {
        Instant now = BaseEntity.now();
        Session.lockNotEnded(owner).stream().filter(session -> !session.id.equals(kept))
                .forEach(session -> end(session, now));
        PersonalToken.deleteOwned(owner);
    }

    private void end(Session session, Instant now) {
        session.endedAt = now;
        revocations.revokeSession(session.id);
    }

    private void store(String token, Session session, Instant now) {
        RefreshToken stored = new RefreshToken();
        stored.tokenHash = RefreshTokens.hash(token);
        stored.sessionId = session.id;
        Instant unused = now.plus(settings.lifetime());
        stored.expiresAt = unused.isBefore(session.expiresAt) ? unused : session.expiresAt;
        stored.persist();
    }

    private TokenPair pair(User user, Session session, String refreshToken) {
        TokenIssuer.Issued access = issuer.issue(user, session);
        return new TokenPair(access.token(), "Bearer", access.lifetime(), refreshToken, UserView.of(user));
    }
}
