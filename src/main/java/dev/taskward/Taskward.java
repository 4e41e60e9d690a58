package dev.taskward;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import sun.misc.Signal;

import dev.taskward.config.StartupChecks;
import dev.taskward.dev.DevDatabase;
import dev.taskward.health.Migration;
import dev.taskward.http.ConnectionInitializer;
import dev.taskward.openapi.DocumentRoute;

/**
 * Starts the service; in development with a PostgreSQL of its own, otherwise only with all it needs configured. With the
 * argument {@code migrate} it brings the schema up to date instead, and ends.
 */
@QuarkusMain
public class Taskward {
    /** Static, and so decided while a native image is built, which then has nothing of development in it. */
    private static final boolean DEVELOPMENT = DevDatabase.isOnClassPath();
    /** EX_USAGE of sysexits.h. */
    private static final int WRONG_ARGUMENTS = 64;

    public static void main(String... args) {
        // The server would answer a malformed request target with an empty 400; http/RequestPipeline checks it instead.
        System.setProperty("vertx.disableURIValidation", "true");
        DocumentRoute.insteadOfThePlatform();
        ConnectionInitializer.enable();
        if (DEVELOPMENT) {
            DevDatabase.startUnlessConfigured();
            Quarkus.run(args);
        } else if (args.length == 0) {
            StartupChecks.exitUnlessConfigured();
            // The same orderly stop as by default, and a success instead of 143.
            Signal.handle(new Signal("TERM"), signal -> System.exit(0));
            Quarkus.run();
        } else if (args.length == 1 && args[0].equals("migrate")) {
            StartupChecks.exitUnlessDatabaseConfigured();
            Migration.run();
        } else {
            System.err.println("Taskward takes no argument to serve, or `migrate` to bring the schema up to date");
            System.exit(WRONG_ARGUMENTS);
        }
    }
}
