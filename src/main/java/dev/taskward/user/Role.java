package dev.taskward.user;

/** What a user may do. Lower case as in JSON, in tokens and in the database, so that they are the same everywhere. */
public enum Role {
    user,
    admin;

    /** The names by which annotations and tokens know them. */
    public static final String USER = "user";
    public static final String ADMIN = "admin";
}
