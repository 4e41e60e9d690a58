package dev.taskward.openapi;

/** What text the service accepts, as patterns that ECMAScript, Java and Python read alike. */
final class Patterns {
    /** All but tab and newline. A carriage return is accepted before a newline alone. */
    private static final String CONTROLS = "\\u0000-\\u0008\\u000B-\\u001F\\u007F-\\u009F";
    /** What the service trims, without the carriage return. */
    private static final String SPACES = "\\t\\n \\u00A0\\u1680\\u2000-\\u200B\\u2028\\u2029\\u202F\\u205F\\u3000\\uFEFF";
    private static final String REST = "[^" + CONTROLS + "]*(\\r\\n[^" + CONTROLS + "]*)*$";
    private static final String NOT_BLANK = "^([" + SPACES + "]|\\r\\n)*[^" + SPACES + CONTROLS + "]" + REST;
    /** What the scanner makes of {@code @NotBlank}. */
    private static final String SCANNED_NOT_BLANK = "\\S";

    static final String TEXT = "^" + REST;

    private Patterns() {
    }

    /** @param scanned what the scanner has found; null if nothing */
    static String text(String scanned) {
        return scanned == null ? TEXT : scanned.equals(SCANNED_NOT_BLANK) ? NOT_BLANK : scanned;
    }

    /** The service converts an address to lower case before it validates it. */
    static String inAnyCase(String scanned) {
        return scanned == null ? null : scanned.replace("a-z", "A-Za-z");
    }
}
