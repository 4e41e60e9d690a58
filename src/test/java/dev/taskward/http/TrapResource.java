package dev.taskward.http;

import java.sql.SQLException;

import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;

import org.eclipse.microprofile.openapi.annotations.Operation;

/** What the service must not have: bugs, and a route that nobody has said who may use. It is in the JVM tests alone. */
@Path("/test-only")
@Produces(MediaTypes.JSON)
public class TrapResource {
    static final String SECRET = "select password_hash from users at dev.taskward.user.User";

    @GET
    @Path("/bug")
    @PermitAll
    @Operation(hidden = true)
    public String bug() {
        throw new IllegalStateException(SECRET);
    }

    @GET
    @Path("/sql/{state}")
    @PermitAll
    @Operation(hidden = true)
    public String sql(@PathParam("state") String state) {
        throw new IllegalStateException(SECRET, new SQLException("constraint users_email_unique", state));
    }

    @GET
    @Path("/unannotated")
    @Operation(hidden = true)
    public String readByAnybody() {
        return SECRET;
    }

    @POST
    @Path("/unannotated")
    @Operation(hidden = true)
    public String writtenByAnybody() {
        return SECRET;
    }

    @GET
    @Path("/denied")
    @DenyAll
    @Operation(hidden = true)
    public String denied() {
        return SECRET;
    }
}
