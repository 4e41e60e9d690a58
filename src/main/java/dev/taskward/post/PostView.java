package dev.taskward.post;

import java.time.Instant;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A post as its readers see it. */
@Schema(name = "Post")
public record PostView(
        @Schema(required = true, examples = "01936f3e-5b7a-7c3d-9a41-2f6b8c0d1e2f") UUID id,
        @Schema(required = true, examples = "01936f3e-1111-7c3d-9a41-2f6b8c0d1e2f") UUID authorId,
        @Schema(required = true, minLength = 1, maxLength = 200, examples = "Hello, world") String title,
        @Schema(required = true, maxLength = 100_000, examples = "It is **good** to be here.") String body,
        @Schema(description = "In lists, and true if `body` is only the first 1,000 characters; absent otherwise.") @JsonInclude(JsonInclude.Include.NON_NULL) Boolean bodyTruncated,
        @Schema(required = true, examples = "published") PostStatus status,
        @Schema(required = true, nullable = true, examples = "2026-11-21T02:06:00.000Z") Instant publishedAt,
        @Schema(required = true, examples = "2026-11-21T02:06:00.000Z") Instant createdAt,
        @Schema(required = true, examples = "2026-11-21T02:06:00.000Z") Instant updatedAt) {

    public static PostView of(Post post) {
        return new PostView(post.id, post.authorId, post.title, post.body, null, post.status, post.publishedAt,
                post.createdAt, post.updatedAt);
    }

    static PostView of(PostSummary post) {
        return new PostView(post.id, post.authorId, post.title, post.shownBody(), post.isTruncated() ? true : null,
                post.status, post.publishedAt, post.createdAt, post.updatedAt);
    }
}
