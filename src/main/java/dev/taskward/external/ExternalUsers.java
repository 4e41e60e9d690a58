package dev.taskward.external;

import java.time.Duration;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.smallrye.jwt.auth.principal.ParseException;
import org.hibernate.exception.ConstraintViolationException;

/**
 * Finds the account of an outside user. What it has found holds for half a second, so that a busy user costs two reads a
 * second and not one a request, and a deletion or a change of role counts on every replica within a second.
 */
@ApplicationScoped
public class ExternalUsers {
    private static final Duration KEPT = Duration.ofMillis(500);
    private static final int MAX_KEPT = 10_000;

    private final Cache<Identity, KnownUser> known = Caffeine.newBuilder().maximumSize(MAX_KEPT).expireAfterWrite(KEPT)
            .build();

    @Inject
    FirstSight firstSight;

    private record Identity(String issuer, String subject) {}

    /** @throws ParseException if the account was deleted after the token was issued */
    KnownUser of(ExternalToken token) throws ParseException {
        Identity identity = new Identity(token.issuer(), token.subject());
        KnownUser user = known.getIfPresent(identity);
        if (user == null || user.isOutdatedBy(token)) {
            user = find(token);
            known.put(identity, user);
        }
        return user;
    }

    /** Whoever took the email or the username in the meantime is seen at the second try. */
    private KnownUser find(ExternalToken token) throws ParseException {
        try {
            return firstSight.find(token);
        } catch (ConstraintViolationException e) {
            return firstSight.find(token);
        }
    }
}
