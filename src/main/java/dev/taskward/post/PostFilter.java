package dev.taskward.post;

import java.time.Instant;
import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.hibernate.validator.constraints.CodePointLength;

import dev.taskward.data.SortKey;
import dev.taskward.data.Sorting;
import dev.taskward.data.Where;
import dev.taskward.http.Input;

/** How a list of posts can be filtered and sorted: each component is a query parameter. */
@Input
@Schema
public record PostFilter(
        @Schema(description = "Only those by this user.") UUID author,
        @Schema(description = "Only those of this status.") PostStatus status,
        @CodePointLength(max = 200, message = "must be at most 200 characters long") @Schema(maxLength = 200, description = "Only those with this text in title or body, whatever its case.") String search) {

    static final Sorting<Post> SORTING = new Sorting<Post>().byTimes()
            .by(new SortKey<>("publishedAt", "publishedAt", Instant.class, true, post -> post.publishedAt))
            .by("title", String.class, post -> post.title);

    /** @param by only those by this user, besides what is filtered; null for anyone's */
    Where where(Post.Reader reader, UUID by) {
        Where where = reader.admin()
                ? Where.all()
                : Where.all().matching("(status = dev.taskward.post.PostStatus.published or authorId = :reader)",
                        "reader", reader.id());
        if (by != null) {
            where.matching("authorId = :by", "by", by);
        }
        return where.eq("authorId", author).eq("status", status).contains(search, "title", "body");
    }
}
