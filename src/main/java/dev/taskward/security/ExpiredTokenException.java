package dev.taskward.security;

import io.smallrye.jwt.auth.principal.ParseException;

/** The token is good in every way but that its time is over: the client should refresh, not sign in again. */
public class ExpiredTokenException extends ParseException {
    private static final long serialVersionUID = 1L;

    public ExpiredTokenException(Throwable cause) {
        super("expired", cause);
    }
}
