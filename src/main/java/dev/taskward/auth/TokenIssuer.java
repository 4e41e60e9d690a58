package dev.taskward.auth;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import io.smallrye.jwt.build.Jwt;

import dev.taskward.user.Role;
import dev.taskward.user.User;

/** The only signer: makes the access tokens (RFC 9068). */
@ApplicationScoped
public class TokenIssuer {
    @Inject
    SigningKeys keys;

    @Inject
    AccessToken settings;

    String issue(User user, UUID sessionId) {
        Instant now = Instant.now();
        SigningKey key = keys.signing();
        return Jwt.issuer(settings.issuer())
                .audience(settings.audience())
                .subject(user.id.toString())
                .groups(user.role == Role.admin ? Set.of(Role.USER, Role.ADMIN) : Set.of(Role.USER))
                .claim("jti", UUID.randomUUID().toString())
                .claim(AccessToken.SESSION_CLAIM, sessionId.toString())
                .issuedAt(now)
                .expiresAt(now.plus(settings.lifetime()))
                .jws()
                .header("typ", AccessToken.TYPE)
                .keyId(key.id())
                .sign(key.privateKey());
    }

    long lifetimeSeconds() {
        return settings.lifetime().toSeconds();
    }
}
