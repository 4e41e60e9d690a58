package dev.taskward.auth;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.jboss.logging.Logger;

/**
 * The keys of JWT_KEYS_DIR, one in each {@code *.pem}, by file name. What it holds when the service starts has to be good;
 * of what it holds later, a file that is not leaves its key as it was.
 */
final class KeyDirectory {
    private static final Logger LOG = Logger.getLogger(KeyDirectory.class);
    private static final String SUFFIX = ".pem";
    private static final int MAX_BYTES = 64 * 1024;
    /** As many as the JWK set may have. */
    private static final int MAX_FILES = 100;
    private static final String MEND = "; it is to hold files named *.pem, each with one RSA key in PEM, and at least "
            + "one of them private (BEGIN PRIVATE KEY)";

    private final Path directory;
    private SortedMap<String, String> texts;
    private SortedMap<String, SigningKey> keys;
    private String complaint;

    /** @throws IllegalArgumentException saying what is wrong with which file, and nothing of its content */
    KeyDirectory(String path) {
        directory = Path.of(path);
        try {
            texts = read();
            keys = parsed();
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot be read" + MEND);
        }
        if (keys.values().stream().noneMatch(SigningKey::canSign)) {
            throw new IllegalArgumentException("holds no private key" + MEND);
        }
    }

    SortedMap<String, SigningKey> keys() {
        return keys;
    }

    /** Looks again. A key that has been taken away is gone; what is wrong is told once, until it changes. */
    void refresh() {
        try {
            SortedMap<String, String> now = read();
            if (now.equals(texts)) {
                return;
            }
            texts = now;
            complaint = null;
            SortedMap<String, SigningKey> next = reparsed();
            if (next.values().stream().noneMatch(SigningKey::canSign)) {
                complain("JWT_KEYS_DIR holds no private key any more: the keys stay as they were" + MEND);
            } else {
                keys = next;
            }
        } catch (IOException | IllegalArgumentException e) {
            complain("JWT_KEYS_DIR cannot be read: the keys stay as they were");
        }
    }

    private SortedMap<String, SigningKey> parsed() {
        SortedMap<String, SigningKey> parsed = new TreeMap<>();
        texts.forEach((name, text) -> {
            try {
                parsed.put(name, PemKeys.signingKey(text));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("has " + name + ", which " + e.getMessage() + MEND);
            }
        });
        return parsed;
    }

    private SortedMap<String, SigningKey> reparsed() {
        SortedMap<String, SigningKey> parsed = new TreeMap<>();
        texts.forEach((name, text) -> {
            try {
                parsed.put(name, PemKeys.signingKey(text));
            } catch (IllegalArgumentException e) {
                LOG.errorf("JWT_KEYS_DIR has %s, which %s: %s", name, e.getMessage(),
                        keys.containsKey(name) ? "its key stays as it was" : "it is left out");
                if (keys.containsKey(name)) {
                    parsed.put(name, keys.get(name));
                }
            }
        });
        return parsed;
    }

    private void complain(String what) {
        if (!what.equals(complaint)) {
            complaint = what;
            LOG.error(what);
        }
    }

    private SortedMap<String, String> read() throws IOException {
        SortedMap<String, String> read = new TreeMap<>();
        try (Stream<Path> entries = Files.list(directory)) {
            for (Path file : (Iterable<Path>) entries::iterator) {
                String name = file.getFileName().toString();
                if (name.endsWith(SUFFIX) && !name.startsWith(".")) {
                    read(file).ifPresent(text -> read.put(name, text));
                }
            }
        }
        if (read.size() > MAX_FILES) {
            throw new IllegalArgumentException("holds more than " + MAX_FILES + " keys" + MEND);
        }
        return read;
    }

    /** Empty if the file went between listing and reading, as when a mounted Secret is swapped for the next. */
    private static Optional<String> read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return Optional.of(new String(in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            // Told by who parses it.
            return Optional.of("");
        }
    }
}
