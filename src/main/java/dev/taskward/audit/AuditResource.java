package dev.taskward.audit;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import dev.taskward.http.ListOf;
import dev.taskward.http.MediaTypes;
import dev.taskward.http.Resource;
import dev.taskward.user.Role;

/** The audit log, for admins to read; nobody writes it by HTTP. */
@Path("/api/v1/audit")
@Tag(name = "Audit", description = "Who signed in, failed to, or changed what about accounts, tokens and keys.")
@Produces(MediaTypes.JSON)
@RolesAllowed(Role.ADMIN)
public class AuditResource extends Resource {
    @GET
    @Operation(summary = "List audit events", description = "For admins. Events are kept for a time that the operators "
            + "of the service choose, and outlive the accounts they are about.")
    @ListOf(view = AuditView.class, filter = AuditFilter.class)
    public Response list(UriInfo uri) {
        var asked = lists.parse(uri, AuditFilter.class, AuditFilter.SORTING);
        return lists.answer(AuditEvent.page(asked), asked, AuditView::of, uri);
    }
}
