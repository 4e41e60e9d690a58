package dev.taskward.support;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import org.awaitility.Awaitility;
import org.jboss.logmanager.ExtLogRecord;

/** What the service writes to a log category, and below it, while this is open; "" is all of it. */
public final class LogCapture extends Handler implements AutoCloseable {
    private final Logger logger;
    private final Level before;
    private final List<ExtLogRecord> records = new CopyOnWriteArrayList<>();

    public LogCapture(String category) {
        logger = Logger.getLogger(category);
        before = logger.getLevel();
        setLevel(Level.ALL);
        logger.addHandler(this);
    }

    /** With what is not written by default, too. */
    public LogCapture at(Level level) {
        logger.setLevel(level);
        return this;
    }

    /** Waits for the first line of which this is true. */
    public ExtLogRecord await(Predicate<ExtLogRecord> wanted) {
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> records.stream().anyMatch(wanted));
        return records.stream().filter(wanted).findFirst().orElseThrow();
    }

    public List<ExtLogRecord> records() {
        return records;
    }

    /** All of it: each message with its context and its exception. */
    public String text() {
        StringBuilder text = new StringBuilder();
        records.forEach(line -> text.append(line.getFormattedMessage()).append(' ').append(line.getMdcCopy())
                .append(' ').append(line.getThrown()).append('\n'));
        return text.toString();
    }

    @Override
    public void publish(LogRecord line) {
        ExtLogRecord record = ExtLogRecord.wrap(line);
        record.copyAll();
        records.add(record);
    }

    @Override
    public void flush() {
        // nothing is held back
    }

    @Override
    public void close() {
        logger.removeHandler(this);
        logger.setLevel(before);
    }
}
