package dev.taskward.http;

import java.sql.SQLException;
import java.util.UUID;

import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.PermitAll;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;

import io.quarkus.hibernate.orm.panache.Panache;
import org.eclipse.microprofile.openapi.annotations.Operation;

import dev.taskward.user.User;

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
    @Path("/sleep/{millis}")
    @PermitAll
    @Operation(hidden = true)
    public String sleep(@PathParam("millis") long millis) throws InterruptedException {
        Thread.sleep(millis);
        return "\"slept\"";
    }

    /** Runs for so long in the database, in one statement. */
    @GET
    @Path("/statement/{seconds}")
    @PermitAll
    @Operation(hidden = true)
    public String statement(@PathParam("seconds") int seconds) {
        Panache.getSession().createNativeQuery("select 1 from pg_sleep(" + seconds + ")", Integer.class)
                .getSingleResult();
        return "\"ran\"";
    }

    /** What PostgreSQL has for this setting on the connection that serves the request. */
    @GET
    @Path("/setting/{name}")
    @PermitAll
    @Operation(hidden = true)
    public String setting(@PathParam("name") String name) {
        return '"' + Panache.getSession().createNativeQuery("select current_setting(:name)", String.class)
                .setParameter("name", name).getSingleResult() + '"';
    }

    /** Locks two accounts one after the other: two such requests in the other order are a deadlock. */
    @POST
    @Path("/lock/{first}/{second}")
    @PermitAll
    @Transactional
    @Operation(hidden = true)
    public String lock(@PathParam("first") UUID first, @PathParam("second") UUID second) throws InterruptedException {
        User.lock(first);
        Thread.sleep(300);
        User.lock(second);
        return "\"locked\"";
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
