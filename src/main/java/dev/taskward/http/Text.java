package dev.taskward.http;

import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;

/** Normalizes text and checks it, always in time that grows with its length and no faster. */
final class Text {
    static final String CONTROL_CHARACTERS = "must not contain control characters or unpaired surrogates";
    static final String TOO_MANY_MARKS = "must not have more than 30 combining marks in a row";

    /**
     * UAX #15 section 13 (Stream-Safe Text Format): no language needs more. Putting a run of marks in order takes time that
     * grows with the square of its length.
     */
    private static final int MAX_MARKS_IN_A_ROW = 30;
    private static final int MARK_TYPES = 1 << Character.NON_SPACING_MARK | 1 << Character.ENCLOSING_MARK
            | 1 << Character.COMBINING_SPACING_MARK;
    private static final int DECODED_AT_ONCE = 1024;

    private Text() {
    }

    /** NFC, with newlines as line ends. Check {@link #hasTooManyMarks} first. */
    static String normalize(String text) {
        String unified = text.indexOf('\r') < 0 ? text : text.replace("\r\n", "\n");
        return Normalizer.isNormalized(unified, Normalizer.Form.NFC)
                ? unified
                : Normalizer.normalize(unified, Normalizer.Form.NFC);
    }

    /** Removes white space of any kind from both ends, invisible characters included, so that blank text becomes empty. */
    static String trim(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isSpace(text.charAt(start))) {
            start++;
        }
        while (end > start && isSpace(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    private static boolean isSpace(char c) {
        return c >= '\t' && c <= '\r' || Character.isSpaceChar(c) || c == '\u200B' || c == '\uFEFF';
    }

    static boolean hasTooManyMarks(String text) {
        int marks = 0;
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int c = text.codePointAt(i);
            // No mark has a code point below U+0300.
            marks = c >= 0x300 && (MARK_TYPES >> Character.getType(c) & 1) == 1 ? marks + 1 : 0;
            if (marks > MAX_MARKS_IN_A_ROW) {
                return true;
            }
        }
        return false;
    }

    /** The text of these bytes; null if they are not UTF-8. */
    static String ofUtf8(byte[] bytes) {
        return isUtf8(bytes) ? new String(bytes, StandardCharsets.UTF_8) : null;
    }

    /** Whether the bytes are UTF-8; decodes them in pieces, so that a large body needs no second copy. */
    static boolean isUtf8(byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(Math.min(bytes.length + 1, DECODED_AT_ONCE));
        CoderResult result;
        do {
            out.clear();
            result = decoder.decode(in, out, true);
        } while (result.isOverflow());
        return result.isUnderflow();
    }

    /**
     * Whether the percent-escapes of a URI or a form stand for UTF-8.
     *
     * @throws IllegalArgumentException if one of them is not a percent-escape
     */
    static boolean isUtf8Escaped(String text) {
        Charset bytes = StandardCharsets.ISO_8859_1;
        return text.indexOf('%') < 0 || isUtf8(URLDecoder.decode(text, bytes).getBytes(bytes));
    }

    /** Whether every character can be stored and shown: PostgreSQL has no NUL, UTF-8 has no unpaired surrogate. */
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
