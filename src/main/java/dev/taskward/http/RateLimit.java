package dev.taskward.http;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** So many requests in such a window, written as {@code 100/15m}, with s, m, h or d; {@code off} is none. */
public record RateLimit(long requests, Duration window) {
    private static final Pattern FORM = Pattern.compile("([1-9]\\d{0,8})/([1-9]\\d{0,4})([smhd])");

    /** @throws IllegalArgumentException if it is neither */
    public static Optional<RateLimit> parse(String text) {
        if (text.strip().toLowerCase(Locale.ROOT).equals("off")) {
            return Optional.empty();
        }
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches()) {
            throw new IllegalArgumentException("must look like 100/15m (with s, m, h or d), or be off");
        }
        String designator = form.group(3).equals("d") ? "P" : "PT";
        return Optional.of(new RateLimit(Long.parseLong(form.group(1)),
                Duration.parse(designator + form.group(2) + form.group(3))));
    }
}
