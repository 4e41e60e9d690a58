package dev.taskward.config;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import org.eclipse.microprofile.config.spi.ConfigSource;

import dev.taskward.external.ExternalIssuer;

/**
 * Says whose claims JWT_ISSUER and JWT_AUDIENCE are: with JWT_JWKS_URL or JWT_SECRET those of an outside issuer's tokens,
 * while our own keep their default; else those of our own.
 */
public class IssuerSettings implements ConfigSourceFactory {
    /** Above application.properties, as {@link DatabaseSettings}. */
    private static final int ORDINAL = 275;

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        if (isSet(context, "JWT_JWKS_URL") || isSet(context, "JWT_SECRET")) {
            return List.of(new PropertiesConfigSource(Map.of(
                    "taskward.jwt.issuer", ExternalIssuer.OURSELVES, "taskward.jwt.audience", ExternalIssuer.OURSELVES,
                    "taskward.external.issuer", "${JWT_ISSUER:}", "taskward.external.audience", "${JWT_AUDIENCE:}"),
                    "issuer", ORDINAL));
        }
        return List.of();
    }

    @Override
    public OptionalInt getPriority() {
        return OptionalInt.of(ORDINAL);
    }

    private static boolean isSet(ConfigSourceContext context, String name) {
        ConfigValue value = context.getValue(name);
        return value != null && value.getRawValue() != null && !value.getRawValue().isBlank();
    }
}
