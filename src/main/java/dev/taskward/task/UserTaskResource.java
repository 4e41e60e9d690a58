package dev.taskward.task;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Path;

import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import dev.taskward.http.RequestFilter;
import dev.taskward.user.Role;

/** A user's tasks by the user's id, which {@link RequestFilter} holds to be the caller's. */
@Path("/api/{user_id}/tasks")
@Tag(name = "Tasks", description = "The caller's tasks; nobody else sees them, admins neither.")
@RolesAllowed(Role.USER)
public class UserTaskResource extends TaskRoutes {
}
