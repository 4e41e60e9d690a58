package dev.taskward.config;

import java.util.List;
import java.util.Map;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.SmallRyeConfigBuilderCustomizer;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Turns tracing off unless OTEL_EXPORTER_OTLP_ENDPOINT says where to, or where OTEL_SDK_DISABLED says so. The platform would
 * else make spans for each request, fail to send them to a collector on this machine, and say so again and again.
 */
public class TracingSwitch implements SmallRyeConfigBuilderCustomizer {
    @Override
    public void configBuilder(SmallRyeConfigBuilder builder) {
        builder.withSources(TracingSwitch::sources);
    }

    private static Iterable<ConfigSource> sources(ConfigSourceContext context) {
        boolean off = DatabaseSettings.value(context, "OTEL_EXPORTER_OTLP_ENDPOINT") == null
                || "true".equalsIgnoreCase(DatabaseSettings.value(context, "OTEL_SDK_DISABLED"));
        return List.of(new PropertiesConfigSource(Map.of("quarkus.otel.sdk.disabled", Boolean.toString(off)), "tracing",
                DatabaseSettings.ORDINAL));
    }
}
