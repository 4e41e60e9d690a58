package dev.taskward.auth;

import java.util.List;
import java.util.Map;

import jakarta.annotation.security.PermitAll;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import dev.taskward.http.MediaTypes;

/** The keys by which others can check our access tokens. */
@Path("/.well-known/jwks.json")
@Tag(name = "Authentication")
public class JwksResource {
    @Inject
    SigningKeys keys;

    @GET
    @PermitAll
    @Produces(MediaTypes.JSON)
    @Operation(summary = "The public keys", description = "A JWK set (RFC 7517): the current key and previous ones.")
    @APIResponseSchema(value = JwkSet.class, responseCode = "200", responseDescription = "The keys")
    public Response keys() {
        return Response.ok(new JwkSet(keys.publicKeys())).header("Cache-Control", "public, max-age=300").build();
    }

    /** RFC 7517 section 5. */
    public record JwkSet(List<Map<String, Object>> keys) {}
}
