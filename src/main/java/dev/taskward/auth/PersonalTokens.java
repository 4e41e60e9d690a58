package dev.taskward.auth;

import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import java.util.regex.Pattern;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;

import dev.taskward.audit.AuditAction;
import dev.taskward.audit.AuditLog;
import dev.taskward.auth.Reauthentication.Confirmation;
import dev.taskward.data.BaseEntity;
import dev.taskward.http.ApiException;
import dev.taskward.http.ErrorCode;
import dev.taskward.user.User;

/** Makes personal tokens and finds them by what requests bring; only their hashes are stored. */
@ApplicationScoped
public class PersonalTokens {
    /** Lets secret scanners know one that was leaked, and tells it from every other token. */
    static final String PREFIX = "twp_";
    static final String PATTERN = "^twp_[A-Za-z0-9_-]{43}$";
    private static final Pattern FORM = Pattern.compile(PATTERN);
    private static final Duration DEFAULT_LIFETIME = Duration.ofDays(90);
    /** More than anyone has scripts, and few enough to look through. */
    private static final int MAX_LIVING = 50;
    private static final int HINT_LENGTH = 4;

    @Inject
    Reauthentication reauthentication;

    @Inject
    AuditLog audit;

    /** @param text the token itself, for the answer alone */
    record Made(PersonalToken stored, String text) {}

    /**
     * Locks the user's row, so that parallel requests do not pass the limit, and the session's row: a request that ends the
     * session either finds this token and deletes it, or comes first and is seen here.
     *
     * @throws ApiException 409 at the limit, 401 if the session has just ended
     */
    @Transactional
    Made make(NewPersonalToken asked, UUID owner, UUID sessionId, Confirmation confirmed) {
        Instant now = BaseEntity.now();
        User user = User.lock(owner);
        Session session = Session.lockOwned(sessionId, owner);
        if (user == null || session == null || !session.isAlive(now)) {
            throw new ApiException(ErrorCode.TOKEN_INVALID);
        }
        reauthentication.recheck(confirmed);
        PersonalToken.deleteExpired(owner, now);
        if (PersonalToken.countOwned(owner) >= MAX_LIVING) {
            throw new ApiException(ErrorCode.CONFLICT,
                    "There are " + MAX_LIVING + " personal tokens already: revoke one first");
        }
        String text = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(RefreshTokens.randomBytes());
        PersonalToken stored = store(asked, session, text, now);
        audit.record(AuditAction.TOKEN_CREATED, owner, owner, "token " + stored.id + ": " + stored.scopes);
        return new Made(stored, text);
    }

    private static PersonalToken store(NewPersonalToken asked, Session session, String text, Instant now) {
        PersonalToken token = new PersonalToken();
        token.userId = session.userId;
        token.sessionId = session.id;
        token.name = asked.name();
        token.scopes = Scope.join(asked.scopes());
        token.tokenHash = RefreshTokens.hash(text);
        token.hint = text.substring(text.length() - HINT_LENGTH);
        token.expiresAt = asked.expiresAt() == null ? now.plus(DEFAULT_LIFETIME) : asked.expiresAt();
        token.persistAndFlush();
        return token;
    }

    /** By one statement, in a context of its own where the request has none as yet; null if it is not one of ours. */
    @ActivateRequestContext
    PersonalToken find(String text) {
        return FORM.matcher(text).matches() ? PersonalToken.byHash(RefreshTokens.hash(text)) : null;
    }
}
