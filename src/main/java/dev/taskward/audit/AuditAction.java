package dev.taskward.audit;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What is told of in the audit log. Names are stored and answered: a name that has been released stays. */
@Schema(examples = "ROLE_CHANGED")
public enum AuditAction {
    REGISTERED,
    LOGIN,
    LOGIN_FAILED,
    LOGIN_LOCKED,
    /** A wrong current password for a sensitive change. */
    REAUTHENTICATION_FAILED,
    LOGOUT,
    LOGOUT_EVERYWHERE,
    SESSION_ENDED,
    REFRESH_REPLAYED,
    ROLE_CHANGED,
    PASSWORD_CHANGED,
    PASSWORD_RESET_ASKED,
    PASSWORD_RESET,
    USERNAME_CHANGED,
    EMAIL_CHANGED,
    EMAIL_VERIFIED,
    /** An account lost an address that it had not verified to a user who has proven it. */
    EMAIL_RELEASED,
    ACCOUNT_DELETED,
    TOKEN_CREATED,
    TOKEN_REVOKED,
    KEY_ACTIVATED,
    KEY_RETIRED,
    EXTERNAL_USER_CREATED
}
