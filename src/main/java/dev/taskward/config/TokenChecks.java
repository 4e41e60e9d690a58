package dev.taskward.config;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import dev.taskward.auth.PemKeys;
import dev.taskward.auth.SigningKeys;
import dev.taskward.external.ExternalIssuer;

/** What {@link StartupChecks} checks of the settings about tokens: the keys of our own, and outside issuers. */
final class TokenChecks {
    private final UnaryOperator<String> settings;
    private final List<String> problems = new ArrayList<>();

    private TokenChecks(UnaryOperator<String> settings) {
        this.settings = settings;
    }

    static List<String> problems(UnaryOperator<String> settings) {
        TokenChecks checks = new TokenChecks(settings);
        checks.keys();
        checks.problems.addAll(ExternalIssuer.problems(settings));
        return checks.problems;
    }

    private void keys() {
        if (isSet("JWT_KEYS_DIR")) {
            for (String other : List.of("JWT_PRIVATE_KEY", "JWT_PREVIOUS_PUBLIC_KEYS")) {
                if (isSet(other)) {
                    problems.add(other + " and JWT_KEYS_DIR exclude each other: put the key into the directory, as a "
                            + "file of its own");
                }
            }
        } else if (!isSet("JWT_PRIVATE_KEY")) {
            problems.add("JWT_PRIVATE_KEY is missing: set it to an RSA key in PKCS#8 PEM, as made by "
                    + "`openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048`, or set JWT_KEYS_DIR to a "
                    + "directory of such keys");
        }
        check("JWT_KEYS_DIR", SigningKeys::check);
        check("JWT_PRIVATE_KEY", PemKeys::privateKey);
        check("JWT_PREVIOUS_PUBLIC_KEYS", PemKeys::publicKeys);
    }

    private void check(String variable, Consumer<String> check) {
        if (isSet(variable)) {
            try {
                check.accept(settings.apply(variable));
            } catch (IllegalArgumentException e) {
                problems.add(variable + " " + e.getMessage());
            }
        }
    }

    private boolean isSet(String variable) {
        return settings.apply(variable) != null;
    }
}
