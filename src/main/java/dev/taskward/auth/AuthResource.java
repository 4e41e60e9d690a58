package dev.taskward.auth;

import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;

import io.vertx.core.http.HttpServerRequest;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import dev.taskward.audit.AuditAction;
import dev.taskward.audit.AuditLog;
import dev.taskward.http.ApiException;
import dev.taskward.http.ClientAddress;
import dev.taskward.http.ErrorCode;
import dev.taskward.http.Fields;
import dev.taskward.http.Idempotency;
import dev.taskward.http.Idempotent;
import dev.taskward.http.MediaTypes;
import dev.taskward.http.Replies;
import dev.taskward.security.CurrentUser;
import dev.taskward.security.PersonalTokensAllowed;
import dev.taskward.user.NewUser;
import dev.taskward.user.Role;
import dev.taskward.user.User;
import dev.taskward.user.UserView;

/** Signing up, in and out. */
@Path("/api/v1/auth")
@Tag(name = "Authentication", description = "Signing up, in and out.")
@Produces(MediaTypes.JSON)
@Consumes({MediaTypes.JSON, MediaTypes.FORM, MediaTypes.MULTIPART})
@RolesAllowed(Role.USER)
public class AuthResource {
    @Inject
    Registration registration;

    @Inject
    SignIn signIn;

    @Inject
    Sessions sessions;

    @Inject
    RefreshRequests refreshes;

    @Inject
    PasswordHasher hasher;

    @Inject
    CurrentUser caller;

    @Inject
    AuditLog audit;

    @Inject
    ClientAddress addresses;

    @Inject
    Replies replies;

    @Inject
    Idempotency idempotency;

    @POST
    @Path("/register")
    @PermitAll
    @Operation(summary = "Register an account", description = "The role is always `user`.")
    @APIResponseSchema(value = UserView.class, responseCode = "201", responseDescription = "The new account")
    @APIResponse(responseCode = "409", ref = "CONFLICT")
    @Idempotent(begins = false)
    public Response register(Fields<NewUser> asked) throws Exception {
        NewUser account = asked.without("role").bind();
        String hash = hasher.hash(account.password());
        return idempotency.once(() -> {
            User user = registration.register(account, hash);
            return replies.created(user, UserView.of(user), "/api/v1/users/" + user.id, "Account created");
        });
    }

    @POST
    @Path("/login")
    @PermitAll
    @Operation(summary = "Sign in", description = "A wrong password and an unknown account are the same answer. "
            + "Where the service asks for a verified address, the right password of an account without one is a 403 with "
            + "the code `EMAIL_UNVERIFIED`.")
    @APIResponseSchema(value = LoginEnvelope.class, responseCode = "200", responseDescription = "A pair of tokens")
    @APIResponse(responseCode = "401", ref = "INVALID_CREDENTIALS")
    @APIResponse(responseCode = "403", ref = "EMAIL_UNVERIFIED")
    public Response login(LoginInput asked, HttpServerRequest request) {
        if (asked.email() == null && asked.username() == null) {
            throw ApiException.invalid("email", "email or username must be given");
        }
        TokenPair pair = signIn.signIn(asked, Client.of(request, addresses.of(request)));
        return Response.ok(LoginEnvelope.of(pair, "Signed in")).build();
    }

    @POST
    @Path("/refresh")
    @PermitAll
    @Operation(summary = "Exchange a refresh token for a new pair", description = "A refresh token works once. Within "
            + "10 seconds it answers again with the living pair; later its whole session is ended (RFC 9700).")
    @APIResponseSchema(value = LoginEnvelope.class, responseCode = "200", responseDescription = "A new pair of tokens")
    @APIResponse(responseCode = "401", ref = "TOKEN_INVALID")
    public Response refresh(RefreshInput asked) {
        TokenPair pair = refreshes.refresh(asked.refresh_token())
                .orElseThrow(() -> new ApiException(ErrorCode.TOKEN_INVALID, "The refresh token is not valid"));
        return Response.ok(LoginEnvelope.of(pair, "Refreshed")).build();
    }

    @POST
    @Path("/logout")
    @Transactional
    @Operation(summary = "Sign out", description = "Ends this session, its access tokens included, or all of the "
            + "caller's and the personal tokens with them. The body may be left out.")
    @APIResponse(responseCode = "204", description = "Signed out")
    public Response logout(LogoutInput asked) {
        if (Boolean.TRUE.equals(asked.everywhere())) {
            sessions.endAll(caller.id());
            audit.record(AuditAction.LOGOUT_EVERYWHERE, caller.id(), caller.id(), null);
        } else {
            sessions.signOut(caller.sessionId(), caller.id());
            audit.record(AuditAction.LOGOUT, caller.id(), caller.id(), null);
        }
        return Response.noContent().build();
    }

    @GET
    @Path("/me")
    @PersonalTokensAllowed
    @Operation(summary = "The caller's account")
    @APIResponseSchema(value = UserView.class, responseCode = "200", responseDescription = "The account")
    public Response me() {
        User user = User.byId(caller.id());
        if (user == null) {
            throw new ApiException(ErrorCode.TOKEN_INVALID);
        }
        return replies.read(user, UserView.of(user));
    }

}
