package dev.taskward.auth;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Follows the signing keys while the service serves; a migration is given none. */
@ApplicationScoped
public class KeyWatch {
    @ConfigProperty(name = "taskward.serve")
    boolean serve;

    @Inject
    Instance<SigningKeys> keys;

    void start(@Observes StartupEvent event) {
        if (serve) {
            keys.get().start();
        }
    }

    void stop(@Observes ShutdownEvent event) {
        if (serve) {
            keys.get().stop();
        }
    }
}
