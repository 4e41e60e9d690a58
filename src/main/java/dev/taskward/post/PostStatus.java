package dev.taskward.post;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Whether a post is for everyone or for its author alone. Lower case as in JSON and in the database. */
@Schema(examples = "published")
public enum PostStatus {
    draft,
    published
}
