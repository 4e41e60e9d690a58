package dev.taskward.post;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.hibernate.validator.constraints.CodePointLength;

import dev.taskward.http.Input;

/** What a client may set of a post: all of it, in a create or a replace; a patch is merged onto it. */
@Input
@Schema
public record PostInput(
        @NotBlank @CodePointLength(max = 200, message = "must be at most 200 characters long") @Schema(required = true, minLength = 1, maxLength = 200, examples = "Hello, world") String title,
        @NotNull @CodePointLength(max = 100_000, message = "must be at most 100000 characters long") @Schema(maxLength = 100_000, defaultValue = "", examples = "It is **good** to be here.") String body,
        @NotNull @Schema(defaultValue = "draft", examples = "published") PostStatus status) {

    public PostInput {
        body = body == null ? "" : body;
        status = status == null ? PostStatus.draft : status;
    }

    static PostInput of(Post post) {
        return new PostInput(post.title, post.body, post.status);
    }
}
