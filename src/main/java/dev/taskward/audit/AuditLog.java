package dev.taskward.audit;

import java.time.Duration;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.Arc;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.ext.web.RoutingContext;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.hibernate.Session;

import dev.taskward.auth.Client;
import dev.taskward.data.BaseEntity;
import dev.taskward.data.Sweep;
import dev.taskward.http.ClientAddress;
import dev.taskward.http.RequestId;

/** Writes down what happens to accounts, tokens and keys, in the transaction in which it happens. */
@ApplicationScoped
public class AuditLog {
    /** At each event as many as this that are too old go: more than come, so that none stay. */
    private static final int SWEEP = 20;

    @ConfigProperty(name = "taskward.audit.retention")
    Duration retention;

    @Inject
    Session database;

    @Inject
    CurrentVertxRequest request;

    @Inject
    ClientAddress addresses;

    @Inject
    MeterRegistry metrics;

    /**
     * Joins the transaction at hand, so that there is no event of what was rolled back, or has one of its own. Where the
     * request came from is added by itself.
     *
     * @param actor who did it; null where nobody was signed in
     * @param subject the account it was done to; null where it concerns none
     * @param detail more about it, in up to 200 characters, never a secret; null if there is no more to say
     */
    @Transactional
    public void record(AuditAction action, UUID actor, UUID subject, String detail) {
        record(action, actor, subject, detail, origin());
    }

    /** The same of what is done after the answer to the request that it came from. */
    @Transactional
    public void record(AuditAction action, UUID actor, UUID subject, String detail, AuditOrigin origin) {
        AuditEvent event = new AuditEvent();
        event.action = action;
        event.actorId = actor;
        event.subjectId = subject;
        event.detail = detail;
        event.address = origin.address();
        event.userAgent = origin.userAgent();
        event.requestId = origin.requestId();
        event.persist();
        metrics.counter("taskward.audit.events", "action", action.name()).increment();
        sweep();
    }

    /** Of the request at hand. */
    public AuditOrigin origin() {
        RoutingContext origin = Arc.container().requestContext().isActive() ? request.getCurrent() : null;
        if (origin == null) {
            return new AuditOrigin(null, null, null);
        }
        Client client = Client.of(origin.request(), addresses.of(origin.request()));
        return new AuditOrigin(client.address(), client.userAgent(), RequestId.of(origin));
    }

    private void sweep() {
        database.createNativeMutationQuery(Sweep.sql("audit_events", "id", "created_at", ":old", SWEEP))
                .setParameter("old", BaseEntity.now().minus(retention)).executeUpdate();
    }
}
