package dev.taskward.mail;

import jakarta.annotation.security.PermitAll;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import dev.taskward.http.MediaTypes;

/** What users do by mailed links: reset a forgotten password, and verify their address. */
@Path("/api/v1/auth")
@Tag(name = "Mailed links", description = "A forgotten password, and the proof of an address, by links that are mailed. "
        + "Where the service has no mail server, these routes answer 501 with the code `MAIL_OFF`.")
@Produces(MediaTypes.JSON)
@Consumes({MediaTypes.JSON, MediaTypes.FORM, MediaTypes.MULTIPART})
@PermitAll
public class MailResource {
    @Inject
    MailedLinks links;

    @Inject
    PasswordReset passwords;

    @Inject
    EmailVerification addresses;

    @POST
    @Path("/password/forgot")
    @Operation(summary = "Ask for a link to reset a password", description = "The answer is the same, and as fast, "
            + "whether there is such an account or not. The link works once within 30 minutes, until a newer one is mailed "
            + "or the address changes. An account is sent at most 5 in an hour, and one more when the last link expires "
            + "within 15 minutes.")
    @APIResponseSchema(value = AskedEnvelope.class, responseCode = "202", responseDescription = "Asked for")
    @APIResponse(responseCode = "501", ref = "MAIL_OFF")
    public Response forgotPassword(AddressInput asked) {
        links.resetPassword(asked.email());
        return Response.accepted(AskedEnvelope.answer()).build();
    }

    @POST
    @Path("/password/reset")
    @Operation(summary = "Reset a password", description = "By the token of a mailed link. Ends all sessions of the "
            + "account, revokes its personal tokens, and verifies its address, since the link has reached it. A token that is not good, or no longer, "
            + "changes nothing and is a 400 with the code `MAIL_TOKEN_INVALID` about the field `token`.")
    @APIResponse(responseCode = "204", description = "The password is the new one")
    @APIResponse(responseCode = "400", ref = "MAIL_TOKEN_INVALID")
    @APIResponse(responseCode = "501", ref = "MAIL_OFF")
    public Response resetPassword(ResetInput asked) {
        links.demandOn();
        passwords.reset(asked);
        return Response.noContent().build();
    }

    @POST
    @Path("/email/verify")
    @Operation(summary = "Verify an address", description = "By the token of a mailed link. One that is not good, or no "
            + "longer, is a 400 with the code `MAIL_TOKEN_INVALID` about the field `token`.")
    @APIResponse(responseCode = "204", description = "The address is verified")
    @APIResponse(responseCode = "400", ref = "MAIL_TOKEN_INVALID")
    @APIResponse(responseCode = "501", ref = "MAIL_OFF")
    public Response verifyEmail(VerifyInput asked) {
        links.demandOn();
        addresses.verify(asked.token());
        return Response.noContent().build();
    }

    @POST
    @Path("/email/resend")
    @Operation(summary = "Ask for another link to verify an address", description = "The first is mailed by itself, when "
            + "an account is made and when its address changes. For who cannot sign in yet, too, so it is public; the "
            + "answer is the same whether there is such an account, verified or not. The link is good for one use within "
            + "24 hours, until a newer one is mailed or the address changes. An account is sent at most 5 in an hour.")
    @APIResponseSchema(value = AskedEnvelope.class, responseCode = "202", responseDescription = "Asked for")
    @APIResponse(responseCode = "501", ref = "MAIL_OFF")
    public Response resendVerification(AddressInput asked) {
        links.verifyEmail(asked.email());
        return Response.accepted(AskedEnvelope.answer()).build();
    }
}
