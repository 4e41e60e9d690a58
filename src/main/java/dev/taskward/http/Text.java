package dev.taskward.http;

import java.text.Normalizer;

/** How text is normalized and what of it is refused, before anything else looks at it. */
final class Text {
    static final String CONTROL_CHARACTERS = "must not contain control characters or unpaired surrogates";

    private Text() {
    }

    /** NFC with line ends as newlines; trimmed too, unless the spaces may be meant, as in a password. */
    static String normalize(String text, boolean trim) {
        String unified = text.indexOf('\r') < 0 ? text : text.replace("\r\n", "\n");
        String composed = Normalizer.isNormalized(unified, Normalizer.Form.NFC)
                ? unified
                : Normalizer.normalize(unified, Normalizer.Form.NFC);
        return trim ? composed.strip() : composed;
    }

    /** Whether every character can be stored and shown: PostgreSQL has no NUL, UTF-8 has no lone surrogate. */
    static boolean isClean(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c) || Character.isISOControl(c) && c != '\t' && c != '\n') {
                return false;
            }
        }
        return true;
    }
}
