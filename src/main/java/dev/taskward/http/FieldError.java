package dev.taskward.http;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What is wrong with one field of a body, or one parameter. */
@Schema
public record FieldError(
        @Schema(required = true, maxLength = 8192, pattern = "^[\\s\\S]*$", description = "Its name, as it was sent.", examples = "title") String field,
        @Schema(required = true, maxLength = 1000, examples = "must not be blank") String message) {
    /** The same error, of a field within something that has this place in the body. */
    public FieldError in(String place) {
        return new FieldError(place + "." + field, message);
    }

    /** The field of the body itself that this one is, or is within. */
    String root() {
        int end = 0;
        while (end < field.length() && field.charAt(end) != '.' && field.charAt(end) != '[') {
            end++;
        }
        return field.substring(0, end);
    }
}
