package dev.taskward.config;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.PropertiesConfigSource;
import org.eclipse.microprofile.config.spi.ConfigSource;

/** Turns REDIS_URL into the platform's setting; without it there is none, and the platform makes no client. */
public class RedisSettings implements ConfigSourceFactory {
    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        String url = DatabaseSettings.value(context, "REDIS_URL");
        if (url == null) {
            return List.of();
        }
        try {
            return List.of(new PropertiesConfigSource(Map.of("quarkus.redis.hosts", RedisUrl.parse(url)), "redis",
                    DatabaseSettings.ORDINAL));
        } catch (IllegalArgumentException e) {
            // StartupChecks tells it, in words
            return List.of();
        }
    }

    @Override
    public OptionalInt getPriority() {
        return OptionalInt.of(DatabaseSettings.ORDINAL);
    }
}
