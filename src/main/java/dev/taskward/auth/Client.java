package dev.taskward.auth;

import io.vertx.core.http.HttpServerRequest;

/** From where and with what someone signed in, so that they know the session again in a list. */
public record Client(String address, String userAgent) {
    private static final int MAX_USER_AGENT = 256;

    public static Client of(HttpServerRequest request, String address) {
        String agent = request.getHeader("User-Agent");
        if (agent != null) {
            agent = agent.replaceAll("\\p{Cntrl}|[^\\x20-\\x7e]", "?");
            agent = agent.substring(0, Math.min(agent.length(), MAX_USER_AGENT));
        }
        return new Client(address, agent);
    }
}
