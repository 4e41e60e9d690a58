package dev.taskward.auth;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import jakarta.annotation.security.PermitAll;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import dev.taskward.http.MediaTypes;
import dev.taskward.http.Replies;

/** The keys by which others can check our access tokens. */
@Path("/.well-known/jwks.json")
@Tag(name = "Authentication")
public class JwksResource {
    /** A key signs later than this after it was published: see JWT_KEY_ACTIVATION. */
    private static final Duration FRESH = Duration.ofMinutes(5);

    @Inject
    SigningKeys keys;

    @Inject
    Replies replies;

    @GET
    @PermitAll
    @Produces(MediaTypes.JSON)
    @Operation(summary = "The public keys", description = "A JWK set (RFC 7517): the key that "
            + "signs, the one that is to sign next, and those that did. To be fetched again when a token names another.")
    @APIResponseSchema(value = JwkSet.class, responseCode = "200", responseDescription = "The keys")
    public Response readPublicKeys() {
        return replies.shared(new JwkSet(keys.publicKeys().stream().map(Jwk::of).toList()), FRESH);
    }

    /** RFC 7517 section 5. */
    @Schema(extensions = @Extension(name = "x-bare", value = "true"))
    public record JwkSet(
            @Schema(required = true, minItems = 1, maxItems = 100, description = "Every key that a living token may be signed with.") List<Jwk> keys) {}

    /** An RSA public key: RFC 7517 section 4 and RFC 7518 section 6.3.1. */
    @Schema(description = "An RSA public key (RFC 7517).")
    public record Jwk(
            @Schema(required = true, enumeration = "RSA") String kty,
            @Schema(required = true, maxLength = 100, pattern = BASE64URL, description = "Its thumbprint (RFC 7638): the `kid` of the tokens it signs.", examples = "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs") String kid,
            @Schema(required = true, enumeration = "sig") String use,
            @Schema(required = true, enumeration = "RS256") String alg,
            @Schema(required = true, maxLength = 3000, pattern = BASE64URL, description = "The modulus, in base64url.", examples = "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAt") String n,
            @Schema(required = true, maxLength = 100, pattern = BASE64URL, description = "The exponent, in base64url.", examples = "AQAB") String e) {

        private static final String BASE64URL = "^[A-Za-z0-9_-]+$";

        static Jwk of(Map<String, Object> key) {
            return new Jwk((String) key.get("kty"), (String) key.get("kid"), (String) key.get("use"),
                    (String) key.get("alg"), (String) key.get("n"), (String) key.get("e"));
        }
    }
}
