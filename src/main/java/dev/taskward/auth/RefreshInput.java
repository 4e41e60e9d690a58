package dev.taskward.auth;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.taskward.http.Input;

/** A refresh token to exchange, under its RFC 6749 name. */
@Input
public record RefreshInput(
        @NotNull @Size(max = 64) @Schema(name = "refresh_token", required = true, maxLength = 64, examples = "twr_0gQvXwJ7m0E5xg8m0s1bq3y3n4m5p6q7r8s9t0u1v2w") String refresh_token) {}
