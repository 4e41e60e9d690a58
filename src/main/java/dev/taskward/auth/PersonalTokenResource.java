package dev.taskward.auth;

import java.util.UUID;

import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import dev.taskward.audit.AuditAction;
import dev.taskward.audit.AuditLog;
import dev.taskward.auth.Reauthentication.Confirmation;
import dev.taskward.http.Changes;
import dev.taskward.http.ListOf;
import dev.taskward.http.MediaTypes;
import dev.taskward.http.Resource;
import dev.taskward.user.Role;

/** The caller's personal tokens; they are made and revoked by who is signed in, never by one of them. */
@Path("/api/v1/auth/tokens")
@Tag(name = "Personal tokens", description = "For scripts: named, scoped, expiring, and shown once.")
@Produces(MediaTypes.JSON)
@Consumes({MediaTypes.JSON, MediaTypes.FORM, MediaTypes.MULTIPART})
@RolesAllowed(Role.USER)
public class PersonalTokenResource extends Resource {
    @Inject
    PersonalTokens tokens;

    @Inject
    Reauthentication reauthentication;

    @Inject
    AuditLog audit;

    @GET
    @Operation(summary = "List personal tokens", description = "The caller's own. An expired one is listed until the "
            + "next is made.")
    @ListOf(view = PersonalTokenView.class, filter = PersonalTokenFilter.class)
    public Response list(UriInfo uri) {
        var asked = lists.parse(uri, PersonalTokenFilter.class, PersonalTokenFilter.SORTING);
        return lists.answer(PersonalToken.pageOwned(caller.id(), asked), asked, PersonalTokenView::of, uri);
    }

    @POST
    @Operation(summary = "Create a personal token", description = "This answer alone shows the token; an "
            + "`Idempotency-Key` does not replay it. Within 15 minutes of signing in the request needs no password; later "
            + "it needs `currentPassword`, else the answer is 403 with the code `REAUTHENTICATION_REQUIRED`. The token has "
            + "the rights of a `user`, an admin's too, within its scopes, and no say in accounts, sessions and tokens. "
            + "Signing out leaves it valid; ending the session it was made in at `DELETE /api/v1/auth/sessions/{id}` "
            + "revokes it. A user has at most 50 living tokens.")
    @APIResponseSchema(value = NewPersonalTokenView.class, responseCode = "201", responseDescription = "The new token")
    @APIResponse(responseCode = "403", ref = "REAUTHENTICATION_REQUIRED")
    @APIResponse(responseCode = "409", ref = "CONFLICT")
    public Response create(NewPersonalToken asked, UriInfo uri) {
        UUID session = caller.sessionId();
        Confirmation confirmed = reauthentication.demandRecentOrPassword(asked.currentPassword());
        PersonalTokens.Made made = tokens.make(asked, caller.id(), session, confirmed);
        PersonalToken token = made.stored();
        Response answer = replies.created(token, NewPersonalTokenView.of(token, made.text()), uri, "Token created");
        // RFC 6749 section 5.1: no cache is to keep a token.
        return Response.fromResponse(answer).header(HttpHeaders.CACHE_CONTROL, "no-store").build();
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "Read a personal token", description = "All about it but the token.")
    @APIResponseSchema(value = PersonalTokenView.class, responseCode = "200", responseDescription = "The token")
    public Response read(@PathParam("id") UUID id) {
        PersonalToken token = Changes.found(PersonalToken.findOwned(id, caller.id()));
        return replies.read(token, PersonalTokenView.of(token));
    }

    @DELETE
    @Path("/{id}")
    @Transactional
    @Operation(summary = "Revoke a personal token", description = "At once, and for good.")
    @APIResponse(responseCode = "204", description = "Revoked")
    public Response delete(@PathParam("id") UUID id) {
        Response answer = changes.delete(PersonalToken.lockOwned(id, caller.id()));
        audit.record(AuditAction.TOKEN_REVOKED, caller.id(), caller.id(), "token " + id);
        return answer;
    }
}
