package dev.taskward.openapi;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;

import dev.taskward.http.Envelope;
import dev.taskward.http.Lists;
import dev.taskward.http.MediaTypes;
import dev.taskward.http.Meta;

/** What operations answer: views in the {@link Envelope}, what follows from conditional requests, and each failure. */
final class Answers {
    private final Schemas schemas;
    private final Examples examples;
    private final FailureAnswers failures;

    Answers(Components components, Schemas schemas) {
        this.schemas = schemas;
        this.examples = new Examples(schemas);
        this.failures = new FailureAnswers(components);
    }

    void complete(Operation operation, Endpoint endpoint) {
        Map<String, APIResponse> declared = operation.getResponses().getAPIResponses();
        APIResponses answers = OASFactory.createAPIResponses();
        declared.forEach((status, answer) -> {
            if (status.startsWith("2")) {
                answers.addAPIResponse(status, success(status, answer, endpoint));
            }
        });
        if (endpoint.honoursIfNoneMatch()) {
            answers.addAPIResponse("304", Headers.onSuccess(OASFactory.createAPIResponse()
                    .description("The state is still the one that `If-None-Match` names"), endpoint.isLimited(),
                    List.of("ETag")));
        }
        failures.of(endpoint, operation.getRequestBody() != null, declared).forEach(answers::addAPIResponse);
        operation.setResponses(answers);
    }

    private APIResponse success(String status, APIResponse answer, Endpoint endpoint) {
        List<String> headers = new ArrayList<>();
        MediaType json = answer.getContent() == null ? null : answer.getContent().getMediaType(MediaTypes.JSON);
        if (json != null) {
            boolean many = Schemas.is(json.getSchema(), Schema.SchemaType.ARRAY);
            boolean bare = endpoint.list() == null && isBare(json.getSchema());
            if (!bare) {
                wrap(json, endpoint, answer);
            }
            examples.of(json.getSchema()).ifPresent(json::setExample);
            if (bare ? endpoint.honoursIfNoneMatch() : endpoint.answersEtag() && !many) {
                headers.add("ETag");
            }
        }
        if (endpoint.isIdempotent()) {
            headers.add("Idempotency-Replayed");
        }
        if (status.equals("201")) {
            headers.add("Location");
        }
        if (endpoint.list() != null) {
            headers.add("Link");
        }
        return Headers.onSuccess(answer, endpoint.isLimited(), headers);
    }

    private void wrap(MediaType json, Endpoint endpoint, APIResponse answer) {
        if (endpoint.list() != null) {
            json.setSchema(list(Schemas.nameOf(endpoint.list().view())));
            answer.setDescription("A page of the list");
        } else {
            json.setSchema(one(json.getSchema()));
        }
    }

    private boolean isBare(Schema view) {
        String name = Schemas.nameOf(view);
        return name != null && schemas.get(name).hasExtension(Schemas.BARE);
    }

    private Schema one(Schema view) {
        boolean many = Schemas.is(view, Schema.SchemaType.ARRAY);
        String name = many ? Endpoint.plural(Schemas.nameOf(view.getItems())) : Schemas.nameOf(view) + "Response";
        return schemas.named(name, () -> envelope(view)
                .addProperty("message", Schemas.string(200, Patterns.TEXT)
                        .description("After a change, what was done."))
                .required(List.of("success", "data")));
    }

    private Schema list(String view) {
        Schema rows = OASFactory.createSchema().type(List.of(Schema.SchemaType.ARRAY))
                .items(Schemas.reference(view)).maxItems(Lists.MAX_LIMIT);
        return schemas.named(view + "List", () -> envelope(rows)
                .addProperty("meta", Schemas.reference(Schemas.nameOf(Meta.class)))
                .required(List.of("success", "data", "meta")));
    }

    private static Schema envelope(Schema data) {
        Schema success = OASFactory.createSchema().type(List.of(Schema.SchemaType.BOOLEAN))
                .enumeration(List.of(true));
        Map<String, Schema> properties = new LinkedHashMap<>();
        properties.put("success", success);
        properties.put("data", data);
        return OASFactory.createSchema().type(List.of(Schema.SchemaType.OBJECT)).properties(properties);
    }
}
