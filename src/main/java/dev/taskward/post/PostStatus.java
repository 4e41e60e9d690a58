package dev.taskward.post;

/** Whether a post is for everyone or for its author alone. Lower case as in JSON and in the database. */
public enum PostStatus {
    draft,
    published
}
