package dev.taskward.auth;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import io.smallrye.jwt.build.Jwt;
import org.eclipse.microprofile.jwt.Claims;

import dev.taskward.user.Role;
import dev.taskward.user.User;

/** The only signer: makes the access tokens (RFC 9068). */
@ApplicationScoped
public class TokenIssuer {
    /** RFC 8176: how the user has signed in. */
    private static final List<String> PASSWORD = List.of("pwd");

    @Inject
    SigningKeys keys;

    @Inject
    AccessToken settings;

    /** @param lifetime in seconds */
    record Issued(String token, long lifetime) {}

    /** A token that expires with its session at the latest. */
    Issued issue(User user, Session session) {
        Instant now = Instant.now();
        Instant latest = now.plus(settings.lifetime());
        Instant end = session.expiresAt.isBefore(latest) ? session.expiresAt : latest;
        return new Issued(sign(user, session, now, end), Math.max(1, end.getEpochSecond() - now.getEpochSecond()));
    }

    private String sign(User user, Session session, Instant now, Instant end) {
        SigningKey key = keys.signing();
        return Jwt.issuer(settings.issuer())
                .audience(settings.audience())
                .subject(user.id.toString())
                .groups(user.role == Role.admin ? Set.of(Role.USER, Role.ADMIN) : Set.of(Role.USER))
                .claim("jti", UUID.randomUUID().toString())
                .claim(AccessToken.SESSION_CLAIM, session.id.toString())
                .claim(AccessToken.GENERATION_CLAIM, user.tokenGeneration)
                .claim(Claims.auth_time, session.createdAt.getEpochSecond())
                .claim("amr", PASSWORD)
                .issuedAt(now)
                .expiresAt(end)
                .jws()
                .header("typ", AccessToken.TYPE)
                .keyId(key.id())
                .sign(key.privateKey());
    }
}
