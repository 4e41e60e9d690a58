package dev.taskward.http;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import io.vertx.core.http.HttpServerRequest;

/**
 * Whose requests take turns with each other: those of one user at one address, or of one address where nobody is signed in.
 * Tokens are not verified yet: who makes one up for another user does so at an address of their own, and nothing but the turn
 * rests on it.
 */
@Singleton
class CallerLane {
    private static final String BEARER = "Bearer ";
    private static final String SUBJECT = "\"sub\":\"";
    private static final int MAX_TOKEN = 4096;

    @Inject
    ClientAddress addresses;

    Object of(HttpServerRequest request) {
        String authorization = request.getHeader("Authorization");
        return authorization == null || !authorization.startsWith(BEARER)
                ? addresses.network(request)
                : List.of(addresses.network(request), subject(authorization));
    }

    /** The subject that an access token claims; of any other token the token itself. */
    private static String subject(String authorization) {
        int start = authorization.indexOf('.') + 1;
        int end = authorization.indexOf('.', start);
        if (start == 0 || end < 0 || authorization.length() > MAX_TOKEN) {
            return authorization;
        }
        try {
            String claims = new String(Base64.getUrlDecoder().decode(authorization.substring(start, end)),
                    StandardCharsets.ISO_8859_1);
            int subject = claims.indexOf(SUBJECT);
            int close = claims.indexOf('"', subject + SUBJECT.length());
            return subject < 0 || close < 0 ? authorization : claims.substring(subject + SUBJECT.length(), close);
        } catch (IllegalArgumentException e) {
            return authorization;
        }
    }
}
