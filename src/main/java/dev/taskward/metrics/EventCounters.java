package dev.taskward.metrics;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;

import dev.taskward.audit.AuditAction;
import dev.taskward.http.ErrorCode;

/** Has a counter from the start for all that is counted: one that comes with its first event shows no increase by it. */
@ApplicationScoped
public class EventCounters {
    void register(@Observes StartupEvent event, MeterRegistry metrics) {
        for (ErrorCode code : ErrorCode.values()) {
            metrics.counter("taskward.failures", "code", code.name());
        }
        for (AuditAction action : AuditAction.values()) {
            metrics.counter("taskward.audit.events", "action", action.name());
        }
    }
}
