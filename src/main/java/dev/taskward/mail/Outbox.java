package dev.taskward.mail;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.ext.mail.SMTPException;
import org.jboss.logging.Logger;

/**
 * Writes and sends letters after the answer to the request that they are about: queued in memory, up to a bound, tried a
 * few times, and lost when the process ends; whoever misses one asks for another.
 */
@ApplicationScoped
public class Outbox {
    private static final Logger LOG = Logger.getLogger(Outbox.class);
    private static final int CAPACITY = 1_000;
    /** A server that hangs holds one up for as long as {@link #PATIENCE}; the others go on. */
    private static final int THREADS = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final List<Duration> PAUSES = List.of(Duration.ofSeconds(2), Duration.ofSeconds(5),
            Duration.ofSeconds(15), Duration.ofMinutes(1), Duration.ofMinutes(5));
    private static final Duration STOP = Duration.ofSeconds(5);

    @Inject
    MailSettings settings;

    @Inject
    Vertx vertx;

    private final AtomicInteger undone = new AtomicInteger();
    private final AtomicInteger due = new AtomicInteger();
    private Context context;
    private final ScheduledThreadPoolExecutor threads = new ScheduledThreadPoolExecutor(THREADS, task -> {
        Thread thread = new Thread(task, "outbox");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * @param writer writes the letter, in a transaction of its own; null if there is none to send
     * @return whether there was room for it
     */
    boolean add(Supplier<Letter> writer) {
        if (undone.incrementAndGet() > CAPACITY) {
            undone.decrementAndGet();
            return false;
        }
        enqueue(new Job(writer));
        return true;
    }

    void start(@Observes StartupEvent event) {
        if (!settings.isOn()) {
            LOG.info("Mail is off: no address is verified and no password reset, unless MAIL_HOST says how to send");
        }
    }

    /** What is due is still sent, if that is soon done; what waits for another try is not. */
    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        long end = System.nanoTime() + STOP.toNanos();
        while (due.get() > 0 && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        threads.shutdownNow();
        if (undone.get() > 0) {
            LOG.warnf("%d mails were not sent before the service stopped", undone.get());
        }
    }

    /** One letter on its way. Its tries follow one another, so that it is never at hand to two threads at once. */
    private final class Job implements Runnable {
        private final Supplier<Letter> writer;
        private Letter letter;
        private int tries;

        Job(Supplier<Letter> writer) {
            this.writer = writer;
        }

        @Override
        public void run() {
            tries++;
            try {
                letter = letter == null ? writer.get() : letter;
                if (letter != null) {
                    send(letter);
                }
                undone.decrementAndGet();
            } catch (RuntimeException e) {
                failed(cause(e));
            } finally {
                due.decrementAndGet();
            }
        }

        private void failed(Throwable cause) {
            boolean last = tries > PAUSES.size() || cause instanceof SMTPException answer && answer.isPermanent();
            LOG.warnf("A mail could not be %s, %s: %s", letter == null ? "written" : "sent: " + letter,
                    last ? "and is given up after try " + tries : "try " + tries, reason(cause));
            if (last) {
                undone.decrementAndGet();
            } else {
                threads.schedule(() -> enqueue(this), PAUSES.get(tries - 1).toMillis(), TimeUnit.MILLISECONDS);
            }
        }
    }

    private void enqueue(Job job) {
        due.incrementAndGet();
        threads.execute(job);
    }

    private void send(Letter letter) {
        if (settings.host().isPresent()) {
            Uni.createFrom().voidItem().emitOn(next -> context().runOnContext(ignored -> next.run()))
                    .chain(() -> letter.mail().send()).await().atMost(PATIENCE);
        } else {
            LOG.infof("No MAIL_HOST is set; %s would be mailed this link:%n%n  %s%n", letter.user().email,
                    letter.link());
        }
    }

    /**
     * One event loop for all of them: where a connection is made by one and used by another, the mail client (Vert.x
     * 4.5) can miss the server's greeting and waits for it without end; 2 of 240 mails from 4 threads did.
     */
    private synchronized Context context() {
        context = context == null ? vertx.getOrCreateContext() : context;
        return context;
    }

    /** What the mail server or the network did, or else what is behind it all. */
    private static Throwable cause(Throwable failure) {
        boolean telling = failure instanceof SMTPException || failure instanceof IOException;
        return telling || failure.getCause() == null ? failure : cause(failure.getCause());
    }

    /** A mail server's own words may repeat the address, and a database's the row: their kind has to do. */
    private static String reason(Throwable cause) {
        if (cause instanceof SMTPException answer) {
            return "the mail server answered " + answer.getReplyCode();
        }
        String kind = cause.getClass().getSimpleName();
        return cause instanceof IOException ? kind + ", " + root(cause).getMessage() : kind;
    }

    private static Throwable root(Throwable failure) {
        return failure.getCause() == null ? failure : root(failure.getCause());
    }
}
