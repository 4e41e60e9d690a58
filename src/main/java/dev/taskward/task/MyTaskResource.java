package dev.taskward.task;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Path;

import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import dev.taskward.user.Role;

/** The same for clients that leave their id to the token. */
@Path("/api/v1/tasks")
@Tag(name = "Tasks")
@RolesAllowed(Role.USER)
public class MyTaskResource extends TaskRoutes {
}
