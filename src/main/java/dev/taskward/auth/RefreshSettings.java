package dev.taskward.auth;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How long sessions live. */
@ConfigMapping(prefix = "taskward.refresh")
public interface RefreshSettings {
    /** How long a refresh token is good for when it is not used. */
    @WithDefault("P30D")
    Duration lifetime();

    /** How long a session lasts however often it is refreshed. */
    @WithDefault("P90D")
    Duration sessionLifetime();

    /** How long a used token still answers, so that a lost answer or two browser tabs sign nobody out. */
    @WithDefault("PT10S")
    Duration reuseWindow();
}
