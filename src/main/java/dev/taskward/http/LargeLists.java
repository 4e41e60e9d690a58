package dev.taskward.http;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.jboss.resteasy.reactive.server.core.CurrentRequestManager;

import dev.taskward.data.Slice;

/** Admits as many lists with many rows a page as the memory has room for. The others wait, and are answered 503 after a while. */
@ApplicationScoped
class LargeLists {
    private final Semaphore room;

    @Inject
    HttpLimits limits;

    @Inject
    LargeLists(Capacity capacity) {
        room = new Semaphore(capacity.largeLists(), true);
    }

    /** Holds a place for the current request until it is answered, if its page can be large. */
    void admit(int limit) {
        if (limit <= Slice.FETCH) {
            return;
        }
        try {
            if (!room.tryAcquire(limits.maxQueueWait().toMillis(), TimeUnit.MILLISECONDS)) {
                throw ApiException.overloaded("Too many large lists at once, try again shortly");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ApiException.unavailable("The service is stopping", 1);
        }
        CurrentRequestManager.get().registerCompletionCallback(ignored -> room.release());
    }
}
