package dev.taskward.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Turns DATABASE_URL, or DB_HOST, DB_PORT, DB_NAME, DB_USER and DB_PASSWORD, into the platform's datasource settings. A
 * single DB_USER or DB_PASSWORD goes before that part of the URL, so that a secret can come from elsewhere. Migrations and
 * what listens go to DATABASE_DIRECT_URL, if that is set.
 */
public class DatabaseSettings implements ConfigSourceFactory {
    /** Above application.properties (250), below the environment (300), where the platform's own names still win. */
    static final int ORDINAL = 275;

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        try {
            DatabaseUrl url = read(name -> value(context, name));
            if (url != null) {
                DatabaseUrl direct = readDirect(name -> value(context, name));
                return List.of(new PropertiesConfigSource(properties(url, direct), "database", ORDINAL));
            }
        } catch (IllegalArgumentException e) {
            // StartupChecks tells it, in words
        }
        return List.of();
    }

    @Override
    public OptionalInt getPriority() {
        return OptionalInt.of(ORDINAL);
    }

    /** @return null if no database is configured */
    static DatabaseUrl read(UnaryOperator<String> setting) {
        DatabaseUrl url;
        if (setting.apply("DATABASE_URL") != null) {
            url = DatabaseUrl.parse(setting.apply("DATABASE_URL"));
        } else if (setting.apply("DB_HOST") != null) {
            String port = setting.apply("DB_PORT");
            String name = setting.apply("DB_NAME");
            if (name == null) {
                throw new IllegalArgumentException("DB_NAME is missing");
            }
            url = DatabaseUrl.of(setting.apply("DB_HOST"), port == null ? "5432" : port, name, null, null);
        } else {
            return null;
        }
        return url.withAccount(setting.apply("DB_USER"), setting.apply("DB_PASSWORD"));
    }

    /**
     * DATABASE_DIRECT_URL, with the user and password of the other address where it has none; that itself if it is not
     * set, and null if none is.
     */
    static DatabaseUrl readDirect(UnaryOperator<String> setting) {
        DatabaseUrl url = read(setting);
        String text = setting.apply("DATABASE_DIRECT_URL");
        if (text == null || url == null) {
            return url;
        }
        DatabaseUrl given = DatabaseUrl.parse(text);
        DatabaseUrl direct = url.withAccount(given.user(), given.password())
                .withAccount(setting.apply("DB_USER"), setting.apply("DB_PASSWORD")).at(given);
        if (!direct.hasAccount()) {
            // Migrations, which are given no address without one, would go by the pooler unnoticed.
            throw new IllegalArgumentException("needs a user and a password: its own, those of DATABASE_URL, or "
                    + "DB_USER and DB_PASSWORD");
        }
        return direct;
    }

    private static Map<String, String> properties(DatabaseUrl url, DatabaseUrl direct) {
        Map<String, String> properties = new HashMap<>();
        properties.put("quarkus.datasource.jdbc.url", url.jdbc());
        account(properties, "quarkus.datasource", url);
        properties.put("taskward.direct-database.url", direct.jdbc());
        account(properties, "taskward.direct-database", direct);
        if (direct.hasAccount()) {
            properties.put("quarkus.flyway.jdbc-url", direct.migrating());
            account(properties, "quarkus.flyway", direct);
        }
        return properties;
    }

    private static void account(Map<String, String> properties, String of, DatabaseUrl url) {
        if (url.user() != null) {
            properties.put(of + ".username", literal(url.user()));
        }
        if (url.password() != null) {
            properties.put(of + ".password", literal(url.password()));
        }
    }

    /** A dollar sign in a password is one, and not the start of an expression; a backslash escapes nothing else. */
    static String literal(String value) {
        return value.replace("$", "\\$");
    }

    static String value(ConfigSourceContext context, String name) {
        ConfigValue value = context.getValue(name);
        return value == null || value.getRawValue() == null || value.getRawValue().isBlank()
                ? null
                : value.getRawValue();
    }
}
