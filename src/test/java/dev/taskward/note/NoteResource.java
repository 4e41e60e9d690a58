package dev.taskward.note;

import java.util.UUID;

import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import dev.taskward.http.Changes;
import dev.taskward.http.Fields;
import dev.taskward.http.Idempotent;
import dev.taskward.http.ListOf;
import dev.taskward.http.MediaTypes;
import dev.taskward.http.Resource;
import dev.taskward.security.PersonalTokensAllowed;
import dev.taskward.user.Role;

/** A user's notes. */
@Path("/api/{user_id}/notes")
@Tag(name = "Notes")
@Produces(MediaTypes.JSON)
@Consumes({MediaTypes.JSON, MediaTypes.FORM, MediaTypes.MULTIPART})
@RolesAllowed(Role.USER)
@PersonalTokensAllowed
public class NoteResource extends Resource {
    @GET
    @ListOf(view = NoteView.class, filter = NoteFilter.class)
    public Response list(UriInfo uri) {
        var asked = lists.parse(uri, NoteFilter.class, NoteFilter.SORTING);
        return lists.answer(Note.pageOwned(caller.id(), asked), asked, NoteView::of, uri);
    }

    @POST
    @Idempotent
    @Transactional
    @APIResponseSchema(value = NoteView.class, responseCode = "201")
    public Response create(NoteInput input, UriInfo uri) {
        Note note = new Note();
        note.userId = caller.id();
        note.set(input);
        note.persistAndFlush();
        return replies.created(note, NoteView.of(note), uri, "Note created");
    }

    @GET
    @Path("/{id}")
    @APIResponseSchema(NoteView.class)
    public Response read(@PathParam("id") UUID id) {
        Note note = Changes.found(Note.findOwned(id, caller.id()));
        return replies.read(note, NoteView.of(note));
    }

    @PUT
    @Path("/{id}")
    @Transactional
    @APIResponseSchema(NoteView.class)
    public Response replace(@PathParam("id") UUID id, NoteInput input) {
        return changes.update(Note.lockOwned(id, caller.id()), note -> note.set(input), NoteView::of, "Note updated");
    }

    @PATCH
    @Path("/{id}")
    @Transactional
    @Consumes({MediaTypes.MERGE_PATCH, MediaTypes.JSON, MediaTypes.FORM, MediaTypes.MULTIPART})
    @APIResponseSchema(NoteView.class)
    public Response patch(@PathParam("id") UUID id, Fields<NoteInput> patch) {
        return changes.update(Note.lockOwned(id, caller.id()), note -> note.set(patch.onto(NoteInput.of(note))),
                NoteView::of, "Note updated");
    }

    @DELETE
    @Path("/{id}")
    @Transactional
    @APIResponse(responseCode = "204", description = "Deleted")
    public Response delete(@PathParam("id") UUID id) {
        return changes.delete(Note.lockOwned(id, caller.id()));
    }
}
