package dev.taskward.external;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;

import dev.taskward.user.EmailAddress;
import dev.taskward.user.Role;

/**
 * What a verified token of the outside issuer says.
 *
 * @param role what it makes of its user here
 * @param issuedAt 1970 if the token does not say
 * @param signedInAt when the user last proved to the issuer who they are; 1970 if the token does not say
 * @param email null unless the issuer has verified it
 * @param name what the user likes to be called; may be null
 */
record ExternalToken(String issuer, String subject, Role role, Instant issuedAt, Instant signedInAt, String email,
        String name) {
    /** OpenID Connect Core section 2. */
    private static final int MAX_SUBJECT = 255;
    /** The end of the year 9999. */
    private static final long MAX_SECONDS = 253_402_300_799L;

    static ExternalToken of(JwtClaims claims, String roleClaim, String adminRole) throws MalformedClaimException {
        String subject = claims.getSubject();
        if (!subject.matches("[\\x21-\\x7e]{1," + MAX_SUBJECT + "}")) {
            throw new MalformedClaimException("sub");
        }
        boolean admin = adminRole != null && roles(claims.getClaimsMap(), roleClaim).contains(adminRole);
        return new ExternalToken(claims.getIssuer(), subject, admin ? Role.admin : Role.user,
                claims.getIssuedAt() == null
                        ? Instant.EPOCH
                        : Instant.ofEpochSecond(claims.getIssuedAt().getValue()),
                signedInAt(claims),
                email(claims), claims.getClaimValue("preferred_username") instanceof String name ? name : null);
    }

    /** Only {@code auth_time} counts: an issuer gives a user who signed in long ago a token with a new {@code iat}. */
    private static Instant signedInAt(JwtClaims claims) {
        return claims.getClaimValue("auth_time") instanceof Number seconds && seconds.longValue() > 0
                && seconds.longValue() <= MAX_SECONDS ? Instant.ofEpochSecond(seconds.longValue()) : Instant.EPOCH;
    }

    private static String email(JwtClaims claims) {
        Object verified = claims.getClaimValue("email_verified");
        boolean isVerified = Boolean.TRUE.equals(verified) || "true".equals(verified);
        if (!isVerified || !(claims.getClaimValue("email") instanceof String email)) {
            return null;
        }
        String address = email.strip().toLowerCase(Locale.ROOT);
        return EmailAddress.Check.isValid(address) ? address : null;
    }

    /** The claim of this very name, which may have dots, or else what the path leads to; a list, or words in a text. */
    private static Collection<?> roles(Map<?, ?> claims, String path) {
        Object value = claims.get(path);
        int dot = path.indexOf('.');
        if (value instanceof Collection<?> list) {
            return list;
        }
        if (value instanceof String text) {
            return List.of(text.split(" "));
        }
        return dot > 0 && claims.get(path.substring(0, dot)) instanceof Map<?, ?> inner
                ? roles(inner, path.substring(dot + 1))
                : List.of();
    }
}
