package dev.taskward.http;

/** The media types of request bodies; every resource takes all of them, and says so by these constants. */
public final class MediaTypes {
    public static final String JSON = "application/json";
    public static final String FORM = "application/x-www-form-urlencoded";
    public static final String MULTIPART = "multipart/form-data";
    /** RFC 7396. */
    public static final String MERGE_PATCH = "application/merge-patch+json";

    private MediaTypes() {
    }
}
