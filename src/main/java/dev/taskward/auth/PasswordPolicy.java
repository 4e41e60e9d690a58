package dev.taskward.auth;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

import com.nulabinc.zxcvbn.StandardDictionaries;

import dev.taskward.http.ApiException;
import dev.taskward.http.FieldError;

/** Which passwords are accepted: NIST SP 800-63B-4 section 3.1.1.2, with a composition rule for the short ones alone. */
public final class PasswordPolicy {
    private static final int MIN_LENGTH = 8;
    /** From here on length is strength enough. */
    private static final int ANY_COMPOSITION_LENGTH = 15;
    /** bcrypt reads no more. */
    static final int MAX_BYTES = 72;

    private PasswordPolicy() {
    }

    /** What is wrong with it, for the user; nothing if it is null, which is another rule's to refuse. */
    static List<String> violations(NewPassword asked) {
        List<String> broken = new ArrayList<>();
        String password = asked.password();
        if (password == null) {
            return broken;
        }
        int length = password.codePointCount(0, password.length());
        if (length < MIN_LENGTH) {
            broken.add("must be at least " + MIN_LENGTH + " characters long");
        }
        if (password.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            broken.add("must be at most " + MAX_BYTES + " bytes long");
        }
        if (length < ANY_COMPOSITION_LENGTH && !isMixed(password)) {
            broken.add("must contain an upper-case letter, a lower-case letter and a digit, or be at least "
                    + ANY_COMPOSITION_LENGTH + " characters long");
        }
        if (Common.PASSWORDS.contains(password.toLowerCase(Locale.ROOT))) {
            broken.add("must not be a commonly used password");
        }
        if (password.equalsIgnoreCase(asked.email()) || password.equalsIgnoreCase(asked.username())) {
            broken.add("must not be the email or username");
        }
        return broken;
    }

    /** @throws ApiException 400 if it is not acceptable as the password of the account with these names */
    public static void demand(String password, String email, String username) {
        List<FieldError> errors = violations(new Of(email, username, password)).stream()
                .map(rule -> new FieldError("password", rule)).toList();
        if (!errors.isEmpty()) {
            throw ApiException.invalid(errors);
        }
    }

    private record Of(String email, String username, String password) implements NewPassword {}

    private static boolean isMixed(String password) {
        return password.codePoints().anyMatch(Character::isUpperCase)
                && password.codePoints().anyMatch(Character::isLowerCase)
                && password.codePoints().anyMatch(Character::isDigit);
    }

    /** zxcvbn's list of leaked passwords, those long enough to matter, read when the first password is set. */
    private static final class Common {
        static final Set<String> PASSWORDS = load();

        private static Set<String> load() {
            try {
                return StandardDictionaries.PASSWORDS_LOADER.load().getFrequencies().stream()
                        .filter(word -> word.length() >= MIN_LENGTH)
                        .collect(Collectors.toUnmodifiableSet());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
