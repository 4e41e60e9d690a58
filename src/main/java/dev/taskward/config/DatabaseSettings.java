package dev.taskward.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Turns DATABASE_URL, or DB_HOST, DB_PORT, DB_NAME, DB_USER and DB_PASSWORD, into the platform's datasource settings. A
 * single DB_USER or DB_PASSWORD goes before that part of the URL, so that a secret can come from elsewhere.
 */
public class DatabaseSettings implements ConfigSourceFactory {
    /** Above application.properties (250), below the environment (300), where the platform's own names still win. */
    static final int ORDINAL = 275;

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        try {
            DatabaseUrl url = read(name -> value(context, name));
            if (url != null) {
                return List.of(new PropertiesConfigSource(properties(url), "database", ORDINAL));
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
    static DatabaseUrl read(java.util.function.UnaryOperator<String> setting) {
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
        String user = setting.apply("DB_USER");
        String password = setting.apply("DB_PASSWORD");
        return new DatabaseUrl(url.jdbc(), user == null ? url.user() : user,
                password == null ? url.password() : password);
    }

    private static Map<String, String> properties(DatabaseUrl url) {
        Map<String, String> properties = new HashMap<>();
        properties.put("quarkus.datasource.jdbc.url", url.jdbc());
        if (url.user() != null) {
            properties.put("quarkus.datasource.username", literal(url.user()));
        }
        if (url.password() != null) {
            properties.put("quarkus.datasource.password", literal(url.password()));
        }
        if (url.user() != null && url.password() != null) {
            properties.put("quarkus.flyway.jdbc-url", url.migrating());
            properties.put("quarkus.flyway.username", literal(url.user()));
            properties.put("quarkus.flyway.password", literal(url.password()));
        }
        return properties;
    }

    /** A dollar sign in a password is one, and not the start of an expression; a backslash escapes nothing else. */
    private static String literal(String value) {
        return value.replace("$", "\\$");
    }

    static String value(ConfigSourceContext context, String name) {
        ConfigValue value = context.getValue(name);
        return value == null || value.getRawValue() == null || value.getRawValue().isBlank()
                ? null
                : value.getRawValue();
    }
}
