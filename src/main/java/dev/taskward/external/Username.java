package dev.taskward.external;

import java.text.Normalizer;
import java.util.UUID;

/** Makes the name that an issuer knows a user by into a username. */
final class Username {
    static final int MIN = 3;
    private static final int MAX = 30;
    private static final int RANDOM = 8;

    private Username() {
    }

    /** As much of it as a username can have: letters without their accents, digits, underscores. May be too short. */
    static String fitting(String name) {
        String plain = Normalizer.normalize(name, Normalizer.Form.NFD).replaceAll("\\p{M}", "")
                .replaceAll("[^A-Za-z0-9]+", "_").replaceAll("^_+|_+$", "");
        return cut(plain, MAX);
    }

    /** The same with an end that makes it nobody else's. */
    static String distinct(String fitting) {
        String random = UUID.randomUUID().toString().substring(0, RANDOM);
        return cut(fitting.isEmpty() ? "user" : fitting, MAX - RANDOM - 1) + "_" + random;
    }

    private static String cut(String text, int length) {
        return text.substring(0, Math.min(text.length(), length));
    }
}
