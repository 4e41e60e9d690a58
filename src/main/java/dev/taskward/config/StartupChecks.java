package dev.taskward.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.DotEnvConfigSourceProvider;
import io.smallrye.config.PropertiesConfigSourceLoader;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.eclipse.microprofile.config.Config;

import dev.taskward.auth.NewAdmin;
import dev.taskward.http.ClientAddress;
import dev.taskward.http.RateLimit;

/** Stops a start that lacks what it needs or has it weak, naming every such variable and its mend, and no value. */
public final class StartupChecks {
    /** EX_CONFIG of sysexits.h. */
    private static final int EXIT_CODE = 78;
    /** As the platform has it. */
    private static final int FILE_ORDINAL = 260;
    private static final int MAX_PORT = 65_535;
    private static final int MAX_POOL = 1_000;
    /** Of the 40 threads, some are for what happens beside the requests. */
    private static final int MAX_WORKERS = 32;
    private static final int MAX_CONNECTIONS = 100_000;
    private static final List<String> DURATIONS = List.of("ACCESS_TOKEN_LIFETIME", "REFRESH_TOKEN_LIFETIME",
            "SESSION_LIFETIME", "REFRESH_REUSE_WINDOW", "DB_ACQUISITION_TIMEOUT", "REDIS_TIMEOUT", "SHUTDOWN_DELAY",
            "AUDIT_RETENTION", "JWT_KEY_ACTIVATION", "BODY_TIMEOUT", "REQUEST_TIMEOUT");
    private static final List<String> SWITCHES = List.of("MIGRATE_AT_START", "REQUIRE_IF_MATCH",
            "REQUIRE_VERIFIED_EMAIL");

    private final Config config = environment();
    private final List<String> problems = new ArrayList<>();

    private StartupChecks() {
    }

    public static void exitUnlessConfigured() {
        exitUnlessNone(new StartupChecks().problems());
    }

    /** What migrations need: a job that brings the schema up to date is given no key and no admin. */
    public static void exitUnlessDatabaseConfigured() {
        exitUnlessNone(new StartupChecks().databaseProblems());
    }

    /** Where operators put settings. The platform's own configuration is, before it runs, that of a native image's build. */
    private static Config environment() {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        return new SmallRyeConfigBuilder().addSystemSources()
                .withSources(DotEnvConfigSourceProvider.dotEnvSources(loader))
                .withSources(PropertiesConfigSourceLoader.inFileSystem(
                        Path.of("config", "application.properties").toUri().toString(), FILE_ORDINAL, loader))
                .build();
    }

    private static void exitUnlessNone(List<String> problems) {
        if (!problems.isEmpty()) {
            System.err.println("Taskward cannot start:");
            problems.forEach(problem -> System.err.println("  - " + problem));
            System.exit(EXIT_CODE);
        }
    }

    private List<String> databaseProblems() {
        database();
        check("DB_PORT", text -> number(text, 1, MAX_PORT));
        return problems;
    }

    private List<String> problems() {
        databaseProblems();
        problems.addAll(TokenChecks.problems(this::value));
        if (value("ADMIN_EMAIL") != null ^ value("ADMIN_PASSWORD") != null) {
            problems.add("ADMIN_EMAIL and ADMIN_PASSWORD go together: set both or neither");
        } else if (value("ADMIN_EMAIL") != null) {
            NewAdmin.problems(value("ADMIN_EMAIL"), value("ADMIN_PASSWORD")).forEach(problems::add);
        }
        check("CLIENT_URL", StartupChecks::origins);
        problems.addAll(MailServer.problems(this::value));
        check("MAIL_HOST", MailServer::checkHost);
        check("MAIL_PORT", text -> number(text, 1, MAX_PORT));
        check("MAIL_TLS", MailServer::checkTls);
        check("MAIL_FROM", MailServer::checkFrom);
        check("APP_URL", MailServer::checkAppUrl);
        check("TRUSTED_PROXIES", list -> List.of(list.split(",")).forEach(ClientAddress::network));
        for (String limit : List.of("RATE_LIMIT_PUBLIC", "RATE_LIMIT_USER", "RATE_LIMIT_LOGIN")) {
            check(limit, RateLimit::parse);
        }
        check("REDIS_URL", RedisUrl::parse);
        check("BCRYPT_COST", text -> number(text, 10, 16));
        check("PORT", text -> number(text, 0, MAX_PORT));
        check("MANAGEMENT_PORT", text -> number(text, 0, MAX_PORT));
        check("DB_POOL_MIN", text -> number(text, 0, MAX_POOL));
        check("DB_POOL_MAX", text -> number(text, 1, MAX_POOL));
        DURATIONS.forEach(variable -> check(variable, StartupChecks::duration));
        SWITCHES.forEach(variable -> check(variable, StartupChecks::onOrOff));
        check("MAX_BODY_SIZE", StartupChecks::size);
        check("HTTP_WORKERS", text -> number(text, 1, MAX_WORKERS));
        check("MAX_CONNECTIONS", text -> number(text, 1, MAX_CONNECTIONS));
        check("DB_STATEMENT_TIMEOUT", StartupChecks::statementTimeout);
        List.of("QUOTA_TASKS", "QUOTA_POSTS").forEach(variable -> check(variable, StartupChecks::quota));
        return problems;
    }

    private void database() {
        try {
            if (DatabaseSettings.read(this::value) == null
                    && config.getOptionalValue("quarkus.datasource.jdbc.url", String.class).isEmpty()) {
                problems.add("DATABASE_URL is missing: set it to postgresql://user:password@host:5432/name, or set "
                        + "DB_HOST, DB_NAME, DB_USER and DB_PASSWORD");
            }
            check("DATABASE_DIRECT_URL", url -> DatabaseSettings.readDirect(this::value));
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

    private static void number(String text, int least, int most) {
        if (!text.matches("\\d{1,9}") || Integer.parseInt(text) < least || Integer.parseInt(text) > most) {
            throw new IllegalArgumentException("must be a number from " + least + " to " + most);
        }
    }

    private static void duration(String text) {
        try {
            if (DurationConverter.parseDuration(text).compareTo(Duration.ZERO) > 0) {
                return;
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        throw new IllegalArgumentException("must be a duration such as 15m or PT15M, longer than none");
    }

    private static void size(String text) {
        if (!text.matches("[1-9]\\d{0,8}[kKmM]?")) {
            throw new IllegalArgumentException("must be a size such as 512K or 1M");
        }
    }

    /** As PostgreSQL takes it; it has to end before the driver gives up (see {@link DatabaseUrl}). */
    private static void statementTimeout(String text) {
        if (!text.matches("[1-9]\\d{0,2}ms|[1-4]\\d{3}ms|[1-4]s")) {
            throw new IllegalArgumentException("must be a time such as 500ms or 4s, and less than 5s");
        }
    }

    private static void quota(String text) {
        if (!text.equals("off") && !text.matches("[1-9]\\d{0,8}")) {
            throw new IllegalArgumentException("must be a number from 1 on, or off");
        }
    }

    private static void onOrOff(String text) {
        if (!text.equals("true") && !text.equals("false")) {
            throw new IllegalArgumentException("must be true or false");
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
