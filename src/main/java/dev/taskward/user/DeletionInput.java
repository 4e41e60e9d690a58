package dev.taskward.user;

import jakarta.validation.constraints.Size;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.taskward.http.Input;
import dev.taskward.http.Untrimmed;

/** What deleting an account takes. */
@Input(optional = true)
@Schema(name = "UserDeletionInput")
public record DeletionInput(
        @Size(max = 1000) @Untrimmed @Schema(format = "password", maxLength = 1000, description = "Required of users who delete their own account.", examples = "Correct-horse-7") String currentPassword) {}
