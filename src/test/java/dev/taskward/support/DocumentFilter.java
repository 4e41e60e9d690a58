package dev.taskward.support;

import static io.restassured.RestAssured.given;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.report.LevelResolver;
import com.atlassian.oai.validator.report.ValidationReport;
import com.atlassian.oai.validator.restassured.RestAssuredRequest;
import com.atlassian.oai.validator.restassured.RestAssuredResponse;
import io.restassured.filter.Filter;
import io.restassured.filter.FilterContext;
import io.restassured.response.Response;
import io.restassured.specification.FilterableRequestSpecification;
import io.restassured.specification.FilterableResponseSpecification;

/**
 * Holds every answer against the OpenAPI document of the service that gave it. Requests are not held against it: the
 * tests send wrong ones on purpose.
 */
public final class DocumentFilter implements Filter {
    private static OpenApiInteractionValidator validator;

    @Override
    public Response filter(FilterableRequestSpecification request, FilterableResponseSpecification expected,
            FilterContext context) {
        Response answer = context.next(request, expected);
        if (request.getURI().contains("/api/") || request.getURI().contains("/.well-known/")) {
            ValidationReport report = validator()
                    .validate(RestAssuredRequest.of(request), RestAssuredResponse.of(answer));
            if (report.hasErrors()) {
                throw new AssertionError("The document does not know this answer to " + request.getMethod() + " "
                        + request.getURI() + ": " + answer.statusLine() + answer.asString() + "\n"
                        + report.getMessages());
            }
        }
        return answer;
    }

    private static synchronized OpenApiInteractionValidator validator() {
        if (validator == null) {
            String document = given().noFilters().get("/q/openapi?format=json").asString();
            validator = OpenApiInteractionValidator.createForInlineApiSpecification(document)
                    .withLevelResolver(LevelResolver.create()
                            .withLevel("validation.request", ValidationReport.Level.IGNORE)
                            // Answers to what is no operation: unknown paths and methods, in the shape of all failures.
                            .withLevel("validation.request.path.missing", ValidationReport.Level.IGNORE)
                            .withLevel("validation.request.operation.notAllowed", ValidationReport.Level.IGNORE)
                            .build())
                    .build();
        }
        return validator;
    }
}
