package dev.taskward.auth;

import java.util.UUID;

import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import dev.taskward.audit.AuditAction;
import dev.taskward.audit.AuditLog;
import dev.taskward.http.ApiException;
import dev.taskward.http.ListOf;
import dev.taskward.http.Lists;
import dev.taskward.http.MediaTypes;
import dev.taskward.security.CurrentUser;
import dev.taskward.user.Role;

/** The caller's sessions: where one is signed in, and signing out there. */
@Path("/api/v1/auth/sessions")
@Tag(name = "Authentication")
@Produces(MediaTypes.JSON)
@RolesAllowed(Role.USER)
public class SessionResource {
    @Inject
    CurrentUser caller;

    @Inject
    Sessions sessions;

    @Inject
    Lists lists;

    @Inject
    AuditLog audit;

    @GET
    @Operation(summary = "List the caller's sessions", description = "Those that live, newest first, with where and with "
            + "what the user signed in.")
    @ListOf(view = SessionView.class, filter = SessionFilter.class)
    public Response list(UriInfo uri) {
        var asked = lists.parse(uri, SessionFilter.class, SessionFilter.SORTING);
        return lists.answer(sessions.page(caller.id(), asked), asked,
                session -> SessionView.of(session, caller.session().orElse(null)), uri);
    }

    @DELETE
    @Path("/{id}")
    @Transactional
    @Operation(summary = "End a session", description = "Signs out there: every replica refuses its refresh token "
            + "and its access tokens within a second. Revokes the personal tokens that were made in it, too, so that "
            + "an intruder keeps no way in. Signing out with `POST /api/v1/auth/logout` leaves personal tokens valid.")
    @APIResponse(responseCode = "204", description = "Ended")
    public Response end(@PathParam("id") UUID id) {
        if (!sessions.end(id, caller.id())) {
            throw ApiException.noSuchResource();
        }
        long revoked = PersonalToken.deleteMadeIn(id, caller.id());
        audit.record(AuditAction.SESSION_ENDED, caller.id(), caller.id(),
                "session " + id + (revoked == 0 ? "" : ", personal tokens revoked: " + revoked));
        return Response.noContent().build();
    }
}
