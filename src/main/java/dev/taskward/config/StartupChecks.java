package dev.taskward.config;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

import dev.taskward.auth.NewAdmin;
import dev.taskward.auth.PemKeys;
import dev.taskward.http.ClientAddress;
import dev.taskward.http.RateLimit;

/** Stops a start that lacks what it needs or has it weak, naming every such variable and its mend, and no value. */
public final class StartupChecks {
    /** EX_CONFIG of sysexits.h. */
    private static final int EXIT_CODE = 78;

    private final Config config = ConfigProvider.getConfig();
    private final List<String> problems = new ArrayList<>();

    private StartupChecks() {
    }

    public static void exitUnlessConfigured() {
        List<String> problems = new StartupChecks().problems();
        if (!problems.isEmpty()) {
            System.err.println("Taskward cannot start:");
            problems.forEach(problem -> System.err.println("  - " + problem));
            System.exit(EXIT_CODE);
        }
    }

    private List<String> problems() {
        database();
        if (value("JWT_PRIVATE_KEY") == null) {
            problems.add("JWT_PRIVATE_KEY is missing: set it to an RSA key in PKCS#8 PEM, as made by "
                    + "`openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048`");
        }
        check("JWT_PRIVATE_KEY", PemKeys::privateKey);
        check("JWT_PREVIOUS_PUBLIC_KEYS", PemKeys::publicKeys);
        if (value("ADMIN_EMAIL") != null ^ value("ADMIN_PASSWORD") != null) {
            problems.add("ADMIN_EMAIL and ADMIN_PASSWORD go together: set both or neither");
        } else if (value("ADMIN_EMAIL") != null) {
            NewAdmin.problems(value("ADMIN_EMAIL"), value("ADMIN_PASSWORD")).forEach(problems::add);
        }
        check("CLIENT_URL", StartupChecks::origins);
        check("BCRYPT_COST", StartupChecks::cost);
        check("TRUSTED_PROXIES", list -> List.of(list.split(",")).forEach(ClientAddress::network));
        for (String limit : List.of("RATE_LIMIT_PUBLIC", "RATE_LIMIT_USER", "RATE_LIMIT_LOGIN")) {
            check(limit, RateLimit::parse);
        }
        return problems;
    }

    private void database() {
        if (config.getOptionalValue("quarkus.datasource.jdbc.url", String.class).isPresent()) {
            return;
        }
        try {
            if (DatabaseSettings.read(this::value) == null) {
                problems.add("DATABASE_URL is missing: set it to postgresql://user:password@host:5432/name, or set "
                        + "DB_HOST, DB_NAME, DB_USER and DB_PASSWORD");
            }
        } catch (IllegalArgumentException e) {
            problems.add(value("DATABASE_URL") != null ? "DATABASE_URL " + e.getMessage() : e.getMessage());
        }
    }

    private static void origins(String list) {
        for (String origin : list.split(",")) {
            if (!origin.strip().matches("https?://[A-Za-z0-9.:\\[\\]-]+")) {
                throw new IllegalArgumentException("must be a comma-separated list of origins such as "
                        + "https://app.example.com, without a path; * is not one");
            }
        }
    }

    private static void cost(String text) {
        if (!text.matches("\\d+") || Integer.parseInt(text) < 10 || Integer.parseInt(text) > 16) {
            throw new IllegalArgumentException("must be a number from 10 (OWASP) to 16");
        }
    }

    private void check(String variable, Consumer<String> check) {
        String value = value(variable);
        if (value == null) {
            return;
        }
        try {
            check.accept(value);
        } catch (IllegalArgumentException e) {
            problems.add(variable + " " + e.getMessage());
        }
    }

    private String value(String variable) {
        String value = config.getConfigValue(variable).getRawValue();
        return value == null || value.isBlank() ? null : value;
    }
}
