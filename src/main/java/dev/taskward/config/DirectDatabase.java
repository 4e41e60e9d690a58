package dev.taskward.config;

import java.util.Optional;

import io.smallrye.config.ConfigMapping;

/** The database by the way that leads past a pooler, for what needs a session of its own. */
@ConfigMapping(prefix = "taskward.direct-database")
public interface DirectDatabase {
    /** As the driver takes it. */
    String url();

    Optional<String> username();

    Optional<String> password();
}
