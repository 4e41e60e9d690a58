package dev.taskward.post;

import java.time.Instant;
import java.util.UUID;

import jakarta.persistence.Basic;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.Table;

import org.hibernate.annotations.Formula;
import org.hibernate.annotations.Immutable;

import dev.taskward.data.BaseEntity;
import dev.taskward.data.Listing;
import dev.taskward.data.Slice;

/** A post as lists show it, with the beginning of its body alone: the bodies of a page could have 10 MB. */
@Entity
@Immutable
@Table(name = "posts")
public class PostSummary extends BaseEntity {
    /** Characters of a body that lists show. */
    static final int BEGINNING = 1_000;

    @Column(name = "author_id")
    public UUID authorId;

    public String title;

    /** One character more than lists show, which tells whether there are more. */
    @Formula("left(body, 1001)")
    public String beginning;

    /** To be searched, and never loaded. */
    @Basic(fetch = FetchType.LAZY)
    public String body;

    @Enumerated(EnumType.STRING)
    public PostStatus status;

    @Column(name = "published_at")
    public Instant publishedAt;

    static Slice<PostSummary> pageVisible(Post.Reader reader, UUID author, Listing<PostSummary, PostFilter> asked) {
        return Slice.read(PostSummary.class, asked, asked.filter().where(reader, author));
    }

    boolean isTruncated() {
        return beginning.codePointCount(0, beginning.length()) > BEGINNING;
    }

    String shownBody() {
        return isTruncated() ? beginning.substring(0, beginning.offsetByCodePoints(0, BEGINNING)) : beginning;
    }
}
