package dev.taskward.http;

import java.util.List;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

import dev.taskward.data.BaseEntity;

/** The conditional requests of RFC 9110 section 13 for the request at hand. */
@RequestScoped
public class Preconditions {
    @Context
    HttpHeaders headers;

    @Inject
    HttpLimits settings;

    /** 304 if the client has this state already, else null. */
    Response unchanged(Etag etag) {
        String held = header(HttpHeaders.IF_NONE_MATCH);
        if (held == null || !etag.isIn(held, true)) {
            return null;
        }
        return Response.notModified().header("ETag", etag.toString()).build();
    }

    /** Passes if the client meant this very state, or did not say which it meant. */
    public void check(BaseEntity entity) {
        String meant = ifMatch();
        if (meant != null && !Etag.of(entity).isIn(meant, false)) {
            throw new ApiException(ErrorCode.PRECONDITION_FAILED, "The resource has changed since it was read");
        }
    }

    /** Whether the request is conditional; refused where it must be and is not. */
    boolean conditional() {
        return ifMatch() != null;
    }

    private String ifMatch() {
        String meant = header(HttpHeaders.IF_MATCH);
        if (meant == null && settings.requireIfMatch()) {
            throw new ApiException(ErrorCode.PRECONDITION_REQUIRED, "If-Match is required");
        }
        return meant;
    }

    /** The header, its repeated lines joined as RFC 9110 section 5.3 says; null if absent. */
    private String header(String name) {
        List<String> lines = headers.getRequestHeader(name);
        return lines == null || lines.isEmpty() ? null : String.join(",", lines);
    }
}
