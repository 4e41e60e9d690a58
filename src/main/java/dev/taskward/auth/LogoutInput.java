package dev.taskward.auth;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.taskward.http.Input;

/** What to end: this session, or all of the user's. */
@Input(optional = true)
public record LogoutInput(
        @Schema(description = "End all of the caller's sessions, not only this one.", examples = "false") Boolean everywhere) {}
