package dev.taskward.http;

import io.netty.bootstrap.ChannelInitializerExtension;
import io.netty.channel.Channel;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** Puts a {@link ConnectionGate} in front of each connection that the HTTP servers accept; Netty finds it as a service. */
@RegisterForReflection
public class ConnectionInitializer extends ChannelInitializerExtension {
    private static final String MAX_DIRECT_MEMORY = "io.netty.maxDirectMemory";

    /** Has Netty look for it. To be called before the first server starts. */
    public static void enable() {
        System.setProperty(EXTENSIONS_SYSTEM_PROPERTY, "serviceload");
        // By default as much again as the heap.
        if (System.getProperty(MAX_DIRECT_MEMORY) == null) {
            long third = Runtime.getRuntime().maxMemory() / 3;
            System.setProperty(MAX_DIRECT_MEMORY, Long.toString(third));
        }
    }

    @Override
    public void postInitializeServerChildChannel(Channel connection) {
        connection.pipeline().addFirst(new ConnectionGate());
    }
}
