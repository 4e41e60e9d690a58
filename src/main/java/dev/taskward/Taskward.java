package dev.taskward;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import sun.misc.Signal;

import dev.taskward.config.StartupChecks;
import dev.taskward.dev.DevDatabase;

/** Starts the service; in development with a PostgreSQL of its own, otherwise only with all it needs configured. */
@QuarkusMain
public class Taskward {
    public static void main(String... args) {
        // The server would answer a malformed request target with an empty 400; http/RequestPipeline checks it instead.
        System.setProperty("vertx.disableURIValidation", "true");
        if (DevDatabase.isOnClassPath()) {
            DevDatabase.startUnlessConfigured();
        } else {
            StartupChecks.exitUnlessConfigured();
            // The same orderly stop as by default, and a success instead of 143.
            Signal.handle(new Signal("TERM"), signal -> System.exit(0));
        }
        Quarkus.run(args);
    }
}
