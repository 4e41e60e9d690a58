package dev.taskward.post;

import java.time.Instant;
import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.taskward.data.SearchText;
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
        @SearchText @Schema(minLength = SearchText.MIN_LENGTH, maxLength = SearchText.MAX_LENGTH, description = "Only those with this text in title or body, whatever its case.") String search) {

    static final Sorting<PostSummary> SORTING = new Sorting<PostSummary>().byTimes()
            .by(new SortKey<>("publishedAt", "publishedAt", Instant.class, true, post -> post.publishedAt))
            .by("title", String.class, post -> post.title);

    /** @param by only those by this user, besides what is filtered; null for anyone's */
    Where where(Post.Reader reader, UUID by) {
        Where where = Where.all();
        if (!reader.admin()) {
            // Of drafts, those of the reader are in an index, and "published or my own" is not.
            where.matching(status == PostStatus.draft
                    ? "authorId = :reader"
                    : "(status = dev.taskward.post.PostStatus.published or authorId = :reader)", "reader", reader.id());
        }
        if (by != null) {
            where.matching("authorId = :by", "by", by);
        }
        return where.eq("authorId", author).eq("status", status).contains(search, "title", "body");
    }
}
