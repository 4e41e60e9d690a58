package dev.taskward.data;

import java.util.List;
import java.util.UUID;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * Where a walk through a list stands: the order it is in, and the keys and id of the last row. It names no owner, so one
 * that was tampered with, or is another's, moves within the caller's own rows and nowhere else.
 */
@RegisterForReflection
public record Cursor(String order, List<String> values, UUID id) {}
