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

import dev.taskward.auth.PasswordHasher;
import dev.taskward.auth.Reauthentication;
import dev.taskward.auth.Reauthentication.Confirmation;
import dev.taskward.auth.Registration;
import dev.taskward.data.Listing;
import dev.taskward.http.Changes;
import dev.taskward.http.Fields;
import dev.taskward.http.Idempotency;
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
    private static final String RECENT = "An admin who creates an admin, makes a user an admin or sets another user's "
            + "password or email, and a user who sets a new email, must have signed in within the last 15 minutes or "
            + "send `currentPassword`, the caller's own; else the answer is 403 with the code "
            + "`REAUTHENTICATION_REQUIRED`.";

    @Inject
    Registration registration;

    @Inject
    Reauthentication reauthentication;

    @Inject
    AccountChanges accounts;

    @Inject
    PasswordHasher hasher;

    @Inject
    Idempotency idempotency;

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
    @Idempotent(begins = false)
    @SecurityRequirement(name = "bearer")
    @Operation(summary = "Create an account", description = "The same as registering. An admin who sends a token may set "
            + "the role. " + RECENT)
    @APIResponseSchema(value = UserView.class, responseCode = "201", responseDescription = "The new account")
    @APIResponse(responseCode = "401", ref = "TOKEN_INVALID-TOKEN_EXPIRED")
    @APIResponse(responseCode = "403", ref = "REAUTHENTICATION_REQUIRED")
    @APIResponse(responseCode = "409", ref = "CONFLICT")
    public Response create(Fields<NewUser> fields, UriInfo uri) throws Exception {
        boolean admin = caller.isSignedIn() && caller.isAdmin();
        NewUser asked = (admin ? fields : fields.without("role")).bind();
        Confirmation confirmed = admin && asked.role() == Role.admin
                ? reauthentication.demandRecentOrPassword(asked.currentPassword())
                : null;
        String hash = hasher.hash(asked.password());
        return idempotency.once(() -> {
            User user = admin
                    ? registration.register(asked, asked.role() == null ? Role.user : asked.role(), hash, caller.id(),
                            confirmed)
                    : registration.register(asked, hash);
            return replies.created(user, UserView.of(user), uri, "Account created");
        });
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
            + "sessions and revokes the personal tokens; a new email is unverified, and a link to verify it is mailed. "
            + RECENT)
    @APIResponseSchema(value = UserView.class, responseCode = "200", responseDescription = "The account")
    @APIResponse(responseCode = "403", ref = "REAUTHENTICATION_REQUIRED")
    @APIResponse(responseCode = "409", ref = "CONFLICT-LAST_ADMIN")
    public Response replace(@PathParam("id") UUID id, Fields<UserInput> fields) {
        return accounts.update(id, present -> allowed(fields).bind());
    }

    @PATCH
    @Path("/{id}")
    @Consumes({MediaTypes.MERGE_PATCH, MediaTypes.JSON, MediaTypes.FORM, MediaTypes.MULTIPART})
    @Operation(summary = "Change an account in part", description = "A merge patch (RFC 7396), by its user or an admin. "
            + RECENT)
    @APIResponseSchema(value = UserView.class, responseCode = "200", responseDescription = "The account")
    @APIResponse(responseCode = "403", ref = "REAUTHENTICATION_REQUIRED")
    @APIResponse(responseCode = "409", ref = "CONFLICT-LAST_ADMIN")
    public Response patch(@PathParam("id") UUID id, Fields<UserInput> patch) {
        return accounts.update(id, present -> allowed(patch).onto(UserInput.of(present)));
    }

    @DELETE
    @Path("/{id}")
    @Operation(summary = "Delete an account", description = "With all that belongs to it. Users delete their own with "
            + "their current password, users of an external issuer with a sign-in within the last 15 minutes, admins any "
            + "other.")
    @APIResponse(responseCode = "204", description = "Deleted")
    @APIResponse(responseCode = "403", ref = "REAUTHENTICATION_REQUIRED")
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
