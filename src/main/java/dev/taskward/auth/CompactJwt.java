package dev.taskward.auth;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

import io.smallrye.jwt.auth.principal.ParseException;
import org.jose4j.json.JsonUtil;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtContext;
import org.jose4j.jwx.JsonWebStructure;
import org.jose4j.lang.JoseException;

import dev.taskward.http.ApiException;
import dev.taskward.security.ExpiredTokenException;

/** Reads tokens in the compact form, and no other (RFC 7515 section 7.1). */
public final class CompactJwt {
    /** The decoder would skip padding, spaces and all else that is not of its alphabet. */
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");

    private CompactJwt() {
    }

    /** Whether it is spelled in the one way there is: of others, the signature is good, too. */
    public static boolean isWellFormed(String token) {
        return FORM.matcher(token).matches()
                && Arrays.stream(token.split("\\.")).allMatch(CompactJwt::isCanonical);
    }

    /** RFC 4648 section 3.5: the bits of the last character that encode nothing are zero. */
    private static boolean isCanonical(String part) {
        char last = part.charAt(part.length() - 1);
        return switch (part.length() % 4) {
            case 0 -> true;
            case 2 -> "AQgw".indexOf(last) >= 0;
            case 3 -> "AEIMQUYcgkosw048".indexOf(last) >= 0;
            default -> false;
        };
    }

    /**
     * @throws ParseException of its own type if nothing is wrong but that its time is over
     * @throws ApiException what finding the key has thrown
     */
    public static JwtContext verify(String token, JwtConsumer consumer) throws ParseException {
        if (!isWellFormed(token)) {
            throw new ParseException("malformed");
        }
        try {
            JwtContext verified = consumer.process(token);
            refuseExtensions(verified.getJoseObjects().get(0));
            return verified;
        } catch (InvalidJwtException e) {
            if (e.getCause() instanceof ApiException unavailable) {
                // Whether it is good could not be found out.
                throw unavailable;
            }
            if (e.hasExpired() && e.getErrorDetails().size() == 1) {
                throw new ExpiredTokenException(e);
            }
            throw new ParseException("invalid", e);
        }
    }

    /** RFC 7515 section 4.1.11: none is understood, and RFC 7797 section 7 forbids its own one to tokens. */
    private static void refuseExtensions(JsonWebStructure token) throws ParseException {
        if (token.getHeaders().getObjectHeaderValue("crit") != null
                || token.getHeaders().getObjectHeaderValue("b64") != null) {
            throw new ParseException("extension");
        }
    }

    /** The claim {@code iss} as it stands there, by which to choose who is to verify the token, and for nothing else. */
    public static Optional<String> claimedIssuer(String token) {
        if (!isWellFormed(token)) {
            return Optional.empty();
        }
        try {
            byte[] payload = Base64.getUrlDecoder().decode(token.split("\\.")[1]);
            Map<String, Object> claims = JsonUtil.parseJson(new String(payload, StandardCharsets.UTF_8));
            return claims.get("iss") instanceof String issuer ? Optional.of(issuer) : Optional.empty();
        } catch (IllegalArgumentException | JoseException e) {
            return Optional.empty();
        }
    }
}
