package dev.taskward.user;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.hibernate.validator.constraints.CodePointLength;

import dev.taskward.http.Input;
import dev.taskward.http.Untrimmed;

/** What deleting an account takes. */
@Input(optional = true)
@Schema(name = "UserDeletionInput")
public record DeletionInput(
        @CodePointLength(max = 1000, message = "must be at most 1000 characters long") @Untrimmed @Schema(format = "password", maxLength = 1000, description = "Required of users who delete their own account, unless an external issuer signs them in.", examples = "Correct-horse-7") String currentPassword) {}
