package dev.taskward.post;

import java.time.Instant;
import java.util.UUID;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Table;

import org.hibernate.annotations.DynamicUpdate;

import dev.taskward.data.BaseEntity;
import dev.taskward.security.CurrentUser;

/** Something a user writes for the others. Every way to reach one takes its reader: a draft exists for few. */
@Entity
@Table(name = "posts")
@DynamicUpdate
public class Post extends BaseEntity {
    @Column(name = "author_id", updatable = false)
    public UUID authorId;

    public String title;
    public String body;

    @Enumerated(EnumType.STRING)
    public PostStatus status;

    @Column(name = "published_at")
    public Instant publishedAt;

    public static Post findVisible(UUID id, Reader reader) {
        return find("id = ?1 and (?3 = true or status = ?4 or authorId = ?2)", id, reader.id(), reader.admin(),
                PostStatus.published).firstResult();
    }

    /** Locked until the transaction ends, so that of two writers the second works on what the first has left. */
    public static Post lockVisible(UUID id, Reader reader) {
        return find("id = ?1 and (?3 = true or status = ?4 or authorId = ?2)", id, reader.id(), reader.admin(),
                PostStatus.published).withLock(LockModeType.PESSIMISTIC_WRITE).firstResult();
    }

    boolean isChangeableBy(Reader reader) {
        return reader.admin() || authorId.equals(reader.id());
    }

    /** Takes on what a client may set. */
    public void set(PostInput input) {
        title = input.title();
        body = input.body();
        if (input.status() != status) {
            status = input.status();
            publishedAt = status == PostStatus.published ? now() : null;
        }
    }

    /** Who asks. */
    public record Reader(UUID id, boolean admin) {
        static Reader of(CurrentUser caller) {
            return new Reader(caller.id(), caller.isAdmin());
        }
    }
}
