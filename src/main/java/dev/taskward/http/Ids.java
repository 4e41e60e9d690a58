package dev.taskward.http;

import java.util.regex.Pattern;

/** Ids in their canonical text form, RFC 9562 section 4; {@code UUID.fromString} alone takes "1-1-1-1-1" too. */
public final class Ids {
    public static final String PATTERN = "^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$";
    private static final Pattern UUID = Pattern.compile(PATTERN);

    private Ids() {
    }

    public static boolean isUuid(String text) {
        return UUID.matcher(text).matches();
    }
}
