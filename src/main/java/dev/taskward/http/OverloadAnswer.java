package dev.taskward.http;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** The answer to a connection that is one too many, which costs next to nothing: no request is parsed for it. */
final class OverloadAnswer {
    private OverloadAnswer() {
    }

    static byte[] bytes() {
        String id = UUID.randomUUID().toString();
        String body = "{\"success\":false,\"error\":\"The service is overloaded\",\"code\":\"UNAVAILABLE\",\"status\":503,"
                + "\"details\":[],\"requestId\":\"" + id + "\"}";
        return ("HTTP/1.1 503 Service Unavailable\r\nContent-Type: application/json;charset=UTF-8\r\nRetry-After: 1\r\n"
                + "Cache-Control: no-store\r\nX-Request-Id: " + id + "\r\nConnection: close\r\nContent-Length: "
                + body.length()
                + "\r\n\r\n" + body).getBytes(StandardCharsets.US_ASCII);
    }
}
