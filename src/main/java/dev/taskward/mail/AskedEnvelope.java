package dev.taskward.mail;

import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The answer to whoever asks for a link: the same whether a mail is sent or not. */
@Schema(name = "MessageResponse", extensions = @Extension(name = "x-bare", value = "true"))
public record AskedEnvelope(
        @Schema(required = true, enumeration = "true") boolean success,
        @Schema(required = true, maxLength = 200, examples = AskedEnvelope.MESSAGE) String message) {

    static final String MESSAGE = "If this is the address of such an account, a link is on its way";

    static AskedEnvelope answer() {
        return new AskedEnvelope(true, MESSAGE);
    }
}
