package dev.taskward.audit;

/** Where a request came from, for what happens because of it after its answer; all null where there was no request. */
public record AuditOrigin(String address, String userAgent, String requestId) {}
