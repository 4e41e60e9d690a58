package dev.taskward.user;

import java.util.UUID;

import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
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

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import dev.taskward.auth.Registration;
import dev.taskward.data.Listing;
import dev.taskward.http.Changes;
import dev.taskward.http.Fields;
import dev.taskward.http.Idempotent;
import dev.taskward.http.ListOf;
import dev.taskward.http.MediaTypes;
import dev.taskward.http.Resource;
import dev.taskward.security.PersonalTokensAllowed;

/** Accounts, as far as the caller may see and change them. */
@Path("/api/v1/users")
@Tag(name = "Users", description = "Accounts: one's own and, for admins, all; of the others the public profile.")
@Produces(MediaTypes.JSON)
@Consumes({MediaTypes.JSON, MediaTypes.FORM, MediaTypes.MULTIPART})
@RolesAllowed(Role.USER)
public class UserResource extends Resource {
    @Inject
    Registration registration;

    @Inject
    AccountChanges accounts;

    @GET
    @PersonalTokensAllowed
    @Operation(summary = "List users", description = "Admins see the accounts, others the public profiles.")
    @ListOf(view = UserView.class, filter = UserFilter.class)
    public Response list(UriInfo uri) {
        boolean admin = caller.isAdmin();
        Listing<User, UserFilter> asked = lists.parse(uri, UserFilter.class,
                admin ? UserFilter.SORTING : UserFilter.PUBLIC_SORTING);
        return lists.answer(User.page(asked, admin), asked, admin ? UserView::of : UserView::publicly, uri);
    }

    @POST
    @PermitAll
    @Idempotent
    @SecurityRequirement(name = "bearer")
    @Operation(summary = "Create an account", description = "The same as registering. An admin who sends a token may set the role.")
    @APIResponseSchema(value = UserView.class, responseCode = "201", responseDescription = "The new account")
    @APIResponse(responseCode = "401", ref = "TOKEN_INVALID-TOKEN_EXPIRED")
    @APIResponse(responseCode = "409", ref = "CONFLICT")
    public Response create(Fields<NewUser> fields, UriInfo uri) {
        boolean admin = caller.isSignedIn() && caller.isAdmin();
        NewUser asked = (admin ? fields : fields.without("role")).bind();
        User user = registration.register(asked, asked.role() == null ? Role.user : asked.role(),
                admin ? caller.id() : null);
        return replies.created(user, UserView.of(user), uri, "Account created");
    }

    @GET
    @Path("/{id}")
    @PersonalTokensAllowed
    @Operation(summary = "Read an account", description = "All of it for its user and admins, else the public profile.")
    @APIResponseSchema(value = UserView.class, responseCode = "200", responseDescription = "The account")
    public Response read(@PathParam("id") UUID id) {
        User user = Changes.found(User.byId(id));
        return caller.isAdmin() || caller.id().equals(id)
                ? replies.read(user, UserView.of(user))
                : replies.readPart(UserView.publicly(user));
    }

    @PUT
    @Path("/{id}")
    @Operation(summary = "Replace an account", description = "Its user or an admin. A new password ends all other "
            + "sessions and revokes the personal tokens; a new email is unverified, and a link to verify it is mailed.")
    @APIResponseSchema(value = UserView.class, responseCode = "200", responseDescription = "The account")
    @APIResponse(responseCode = "409", ref = "CONFLICT-LAST_ADMIN")
    public Response replace(@PathParam("id") UUID id, Fields<UserInput> fields) {
        return accounts.update(id, present -> allowed(fields).bind());
    }

    @PATCH
    @Path("/{id}")
    @Consumes({MediaTypes.MERGE_PATCH, MediaTypes.JSON, MediaTypes.FORM, MediaTypes.MULTIPART})
    @Operation(summary = "Change an account in part", description = "A merge patch (RFC 7396), by its user or an admin.")
    @APIResponseSchema(value = UserView.class, responseCode = "200", responseDescription = "The account")
    @APIResponse(responseCode = "409", ref = "CONFLICT-LAST_ADMIN")
    public Response patch(@PathParam("id") UUID id, Fields<UserInput> patch) {
        return accounts.update(id, present -> allowed(patch).onto(UserInput.of(present)));
    }

    @DELETE
    @Path("/{id}")
    @Operation(summary = "Delete an account", description = "With all that belongs to it. Users delete their own with "
            + "their current password, admins any other.")
    @APIResponse(responseCode = "204", description = "Deleted")
    @APIResponse(responseCode = "409", ref = "LAST_ADMIN")
    public Response delete(@PathParam("id") UUID id, DeletionInput input) {
        return accounts.delete(id, input.currentPassword());
    }

    @DELETE
    @Path("/{id}/sessions")
    @Operation(summary = "Sign a user out everywhere", description = "By the user or an admin: ends all sessions, whose "
            + "access tokens every replica refuses within a second, and revokes the personal tokens. Tokens of another "
            + "issuer are for that to end.")
    @APIResponse(responseCode = "204", description = "Signed out")
    public Response signOut(@PathParam("id") UUID id) {
        accounts.signOut(id);
        return Response.noContent().build();
    }

    private Fields<UserInput> allowed(Fields<UserInput> fields) {
        return caller.isAdmin() ? fields : fields.without("role");
    }
}
