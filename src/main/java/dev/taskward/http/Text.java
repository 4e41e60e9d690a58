package dev.taskward.http;

import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.regex.Pattern;

/** How text is normalized and what of it is refused, before anything else looks at it. */
final class Text {
    static final String CONTROL_CHARACTERS = "must not contain control characters or unpaired surrogates";

    private static final Pattern EDGES = Pattern.compile("\\A[\\s\\p{Z}\\u200B\\uFEFF]+|[\\s\\p{Z}\\u200B\\uFEFF]+\\z");

    private Text() {
    }

    /** NFC with line ends as newlines. */
    static String normalize(String text) {
        String unified = text.indexOf('\r') < 0 ? text : text.replace("\r\n", "\n");
        return Normalizer.isNormalized(unified, Normalizer.Form.NFC)
                ? unified
                : Normalizer.normalize(unified, Normalizer.Form.NFC);
    }

    /** Without outer white space of any kind, the invisible ones too, so that blank text is known for blank. */
    static String trim(String text) {
        return EDGES.matcher(text).replaceAll("");
    }

    /** The text of these bytes; null if they are not UTF-8, which a lenient reading would store as something else. */
    static String ofUtf8(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    /**
     * Whether the percent-escapes of a URI or a form stand for UTF-8.
     *
     * @throws IllegalArgumentException if they are no escapes
     */
    static boolean isUtf8Escaped(String text) {
        Charset bytes = StandardCharsets.ISO_8859_1;
        return text.indexOf('%') < 0 || ofUtf8(URLDecoder.decode(text, bytes).getBytes(bytes)) != null;
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
