package dev.taskward.http;

import java.time.Duration;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.taskward.data.BaseEntity;

/** The answers that a resource gives, each with its ETag. */
@ApplicationScoped
public class Replies {
    private static final MediaType JSON_TYPE = MediaType.APPLICATION_JSON_TYPE.withCharset("UTF-8");

    @Inject
    Preconditions preconditions;

    @Inject
    ObjectMapper json;

    /** 200, or 304 if the client has this state. */
    public Response read(BaseEntity entity, Object view) {
        Etag etag = Etag.of(entity);
        Response unchanged = preconditions.unchanged(etag);
        return unchanged != null ? unchanged : written(etag, bytes(Envelope.of(view)));
    }

    /** The same for a view that shows less than the entity's version would tell. */
    public Response readPart(Object view) {
        return shown(Envelope.of(view));
    }

    /** What is the same for everybody, bare of the envelope: anyone may keep it for this long. */
    public Response shared(Object body, Duration fresh) {
        // RFC 9110 section 15.4.5: a 304 has the same header fields.
        return Response.fromResponse(shown(body)).header("Cache-Control", "public, max-age=" + fresh.toSeconds())
                .build();
    }

    /** 200 with this body and an ETag over it, or 304 if the client has it. */
    Response shown(Object body) {
        byte[] bytes = bytes(body);
        Etag etag = Etag.over(bytes);
        Response unchanged = preconditions.unchanged(etag);
        return unchanged != null ? unchanged : written(etag, bytes);
    }

    private byte[] bytes(Object body) {
        try {
            return json.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Response written(Etag etag, byte[] body) {
        if (body.length > Connections.SMALL && !Connections.ALL.hasRoomFor(body.length)) {
            throw ApiException.overloaded("Too many clients do not read their answers, try again shortly");
        }
        // The type's charset and the length by themselves would be missing from the answer to HEAD.
        return Response.ok(body, JSON_TYPE).header("ETag", etag.toString()).header("Content-Length", body.length)
                .build();
    }

    /** 201 with a Location below the collection that was posted to. */
    public Response created(BaseEntity entity, Object view, UriInfo collection, String message) {
        return created(entity, view, collection.getRequestUri().getRawPath().replaceAll("/+$", "") + "/" + entity.id,
                message);
    }

    /** 201 with this Location. */
    public Response created(BaseEntity entity, Object view, String location, String message) {
        // A relative reference (RFC 9110 section 10.2.2) holds behind any proxy.
        return answer(Response.status(Response.Status.CREATED).header("Location", location),
                Etag.of(entity), Envelope.of(view, message));
    }

    /** 200 after a change. */
    public Response updated(BaseEntity entity, Object view, String message) {
        return answer(Response.ok(), Etag.of(entity), Envelope.of(view, message));
    }

    private static Response answer(Response.ResponseBuilder response, Etag etag, Envelope<?> envelope) {
        return response.header("ETag", etag.toString()).entity(envelope).build();
    }
}
