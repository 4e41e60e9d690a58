package dev.taskward.http;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Lets as many requests in as there are workers for them. The others wait here, where they cost no thread, and are answered 503
 * when they have waited too long. Callers take turns: each has a lane, no lane has more than its share of the workers, and
 * lanes with waiting requests are served in rotation. So one caller's slow requests do not delay the others'.
 */
@ApplicationScoped
public class RequestQueue {
    private final int workers;
    private final int share;
    private final Duration maxWait;
    private final Map<Object, Lane> lanes = new HashMap<>();
    /** Lanes that have a request waiting and are below their share, in the order of their turns. */
    private final ArrayDeque<Lane> turns = new ArrayDeque<>();
    /** All that wait, the longest first. */
    private final Set<InFlight> waiting = new LinkedHashSet<>();
    private final Set<InFlight> running = ConcurrentHashMap.newKeySet();
    private int runningCount;

    @Inject
    Failures failures;

    @Inject
    Vertx vertx;

    private static final class Lane {
        private final ArrayDeque<InFlight> waiting = new ArrayDeque<>();
        private int running;
        private boolean inTurn;
    }

    @Inject
    RequestQueue(Capacity capacity, HttpLimits limits,
            @ConfigProperty(name = "quarkus.datasource.jdbc.max-size") int connections) {
        this(capacity.workers(), share(connections), limits.maxQueueWait());
    }

    RequestQueue(int workers, int share, Duration maxWait) {
        this.workers = workers;
        this.share = share;
        this.maxWait = maxWait;
    }

    /** So that some connections to the database are always left for others. */
    private static int share(int connections) {
        return Math.max(2, connections * 3 / 4);
    }

    /** Passes the request on at its turn; on its event loop. */
    void await(RoutingContext request, Object lane) {
        InFlight entry = new InFlight(request, vertx.getOrCreateContext(), lane, this::leave);
        request.addEndHandler(ignored -> entry.ended());
        if (enter(entry)) {
            request.next();
        }
    }

    /** Returns whether it can go on at once. */
    private synchronized boolean enter(InFlight entry) {
        Lane lane = lanes.computeIfAbsent(entry.lane, ignored -> new Lane());
        if (runningCount < workers && lane.running < share && lane.waiting.isEmpty()) {
            start(entry, lane);
            return true;
        }
        waiting.add(entry);
        lane.waiting.add(entry);
        takeTurn(lane);
        return false;
    }

    private void start(InFlight entry, Lane lane) {
        lane.running++;
        runningCount++;
        running.add(entry);
    }

    private void takeTurn(Lane lane) {
        if (!lane.inTurn && !lane.waiting.isEmpty() && lane.running < share) {
            lane.inTurn = true;
            turns.add(lane);
        }
    }

    /** It has ended, whether it had its turn or not. */
    private void leave(InFlight entry) {
        List<InFlight> next = new ArrayList<>();
        synchronized (this) {
            Lane lane = lanes.get(entry.lane);
            if (running.remove(entry)) {
                lane.running--;
                runningCount--;
                takeTurn(lane);
            } else if (waiting.remove(entry)) {
                lane.waiting.remove(entry);
            }
            forget(entry.lane, lane);
            while (runningCount < workers && !turns.isEmpty()) {
                next.addAll(admitNext());
            }
        }
        next.forEach(admitted -> admitted.loop.runOnContext(ignored -> admitted.request.next()));
    }

    private List<InFlight> admitNext() {
        Lane lane = turns.poll();
        lane.inTurn = false;
        InFlight entry = lane.waiting.poll();
        if (entry == null) {
            return List.of();
        }
        waiting.remove(entry);
        start(entry, lane);
        takeTurn(lane);
        return List.of(entry);
    }

    private void forget(Object key, Lane lane) {
        if (lane != null && lane.running == 0 && lane.waiting.isEmpty() && !lane.inTurn) {
            lanes.remove(key);
        }
    }

    /** Refuses those that have waited too long. To be called several times a second. */
    void expire(long now) {
        List<InFlight> late = new ArrayList<>();
        synchronized (this) {
            for (InFlight entry : waiting) {
                if (now - entry.arrived < maxWait.toNanos()) {
                    break;
                }
                late.add(entry);
            }
            late.forEach(entry -> {
                waiting.remove(entry);
                Lane lane = lanes.get(entry.lane);
                lane.waiting.remove(entry);
                forget(entry.lane, lane);
            });
        }
        late.forEach(entry -> entry.loop.runOnContext(ignored -> failures
                .send(ApiException.overloaded("The service is overloaded"), entry.request)));
    }

    Set<InFlight> running() {
        return running;
    }

    synchronized int waitingCount() {
        return waiting.size();
    }
}
