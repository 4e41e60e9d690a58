package dev.taskward.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.throwable;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.taskward.http.ApiException;
import dev.taskward.http.ErrorCode;

/** What the hashes are, and how many of them run and wait at once; the work here lasts as long as a test wants. */
class PasswordHasherTest {
    private static final int CORES = 2;
    private static final int WORKERS = 32;
    private static final int WAITING = 4 * CORES;
    private static final int CHEAP = 4;

    private final PasswordHasher hasher = new PasswordHasher(CHEAP, CORES, WORKERS);
    private final List<Thread> started = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(this::thread);
    private final CountDownLatch finish = new CountDownLatch(1);
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger mostRunning = new AtomicInteger();

    @AfterEach
    void endAll() throws InterruptedException {
        finish.countDown();
        threads.shutdownNow();
        assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aPasswordMatchesItsHashAndNoOther() {
        String hash = hasher.hash("Correct-horse-7");
        assertThat(hasher.matches("Correct-horse-7", hash)).isTrue();
        assertThat(hasher.matches("Correct-horse-8", hash)).isFalse();
    }

    @Test
    void theSamePasswordHasAnotherHashEachTime() {
        assertThat(hasher.hash("Correct-horse-7")).isNotEqualTo(hasher.hash("Correct-horse-7"));
    }

    @Test
    void theHashSaysItsCost() {
        assertThat(new PasswordHasher(5, CORES, WORKERS).hash("Correct-horse-7")).startsWith("$2b$05$");
    }

    @Test
    void theWholePasswordIsCompared() {
        String longest = "x".repeat(72);
        String hash = hasher.hash(longest);
        assertThat(hasher.matches(longest, hash)).isTrue();
        assertThat(hasher.matches("x".repeat(71) + "y", hash)).isFalse();
        assertThat(hasher.matches(longest + "y", hash)).isFalse();
    }

    @Test
    void nothingMatchesAnAccountThatDoesNotExist() {
        assertThat(hasher.matches("decoy", null)).isFalse();
    }

    @Test
    void noMoreRunAtOnceThanThereAreCores() throws Exception {
        List<Future<?>> all = start(CORES + WAITING);
        awaitWaiting(WAITING);
        finish.countDown();
        for (Future<?> each : all) {
            each.get(30, TimeUnit.SECONDS);
        }
        assertThat(mostRunning).hasValue(CORES);
    }

    @Test
    void theSurplusIsRefusedWhileThoseBeforeItStillWait() {
        List<Future<?>> all = start(CORES + WAITING);
        awaitWaiting(WAITING);
        assertThatThrownBy(() -> hasher.bounded(() -> "admitted")).satisfies(PasswordHasherTest::isBusy);
        assertThat(running).hasValue(CORES);
        assertThat(all).noneMatch(Future::isDone);
    }

    @ParameterizedTest
    @ValueSource(ints = {7, 16, 64})
    void onManyCoresHalfOfTheWorkersAreLeftToOthers(int cores) {
        PasswordHasher large = new PasswordHasher(CHEAP, cores, WORKERS);
        await().until(() -> {
            // Those that wait give up after a while.
            for (int i = 0; i < WORKERS / 2; i++) {
                threads.submit(() -> large.bounded(this::untilFinish));
            }
            return running.get() == Math.min(cores, WORKERS / 2) && refuses(large);
        });
    }

    /** At once, and not after the wait for a core. */
    private static boolean refuses(PasswordHasher hasher) {
        long begun = System.nanoTime();
        assertThatThrownBy(() -> hasher.bounded(() -> "admitted")).satisfies(PasswordHasherTest::isBusy);
        return System.nanoTime() - begun < TimeUnit.SECONDS.toNanos(1);
    }

    @Test
    void whoWaitsTooLongIsRefused() {
        List<Future<?>> first = start(CORES);
        awaitWaiting(0);
        assertThatThrownBy(() -> hasher.bounded(() -> "admitted")).satisfies(PasswordHasherTest::isBusy);
        assertThat(first).noneMatch(Future::isDone);
    }

    @Test
    void afterAStormThereIsRoomAgain() throws Exception {
        List<Future<?>> storm = start(3 * (CORES + WAITING));
        awaitWaiting(WAITING);
        finish.countDown();
        for (Future<?> each : storm) {
            try {
                each.get(30, TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                isBusy(e.getCause());
            }
        }
        // A place that one of them had kept would be missing now.
        assertThat(start(CORES + WAITING)).allSatisfy(each -> each.get(30, TimeUnit.SECONDS));
    }

    @Test
    void workThatFailsGivesItsPlaceBack() {
        for (int i = 0; i < 2 * (CORES + WAITING); i++) {
            assertThatThrownBy(() -> hasher.bounded(() -> {
                throw new IllegalStateException("on purpose");
            })).isInstanceOf(IllegalStateException.class);
        }
        assertThat(hasher.matches("Correct-horse-7", null)).isFalse();
    }

    @Test
    void anInterruptedOneGivesItsPlaceBackAndStaysInterrupted() {
        start(CORES);
        awaitWaiting(0);
        for (int i = 0; i < 2 * WAITING; i++) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> hasher.bounded(() -> "admitted")).satisfies(PasswordHasherTest::isBusy);
            assertThat(Thread.interrupted()).isTrue();
        }
        finish.countDown();
        assertThat(hasher.bounded(() -> "admitted")).isEqualTo("admitted");
    }

    /** So many at once, each of which runs until {@link #finish}. */
    private List<Future<?>> start(int count) {
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(threads.submit(() -> hasher.bounded(this::untilFinish)));
        }
        return all;
    }

    private Thread thread(Runnable work) {
        Thread thread = new Thread(work);
        started.add(thread);
        return thread;
    }

    /** Until every core has its work and this many wait for one, which they do for a limited time. */
    private void awaitWaiting(int count) {
        await().pollInterval(10, TimeUnit.MILLISECONDS).until(() -> running.get() == CORES && started.stream()
                .filter(thread -> thread.getState() == Thread.State.TIMED_WAITING).count() >= count);
    }

    private String untilFinish() {
        mostRunning.accumulateAndGet(running.incrementAndGet(), Math::max);
        try {
            finish.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            running.decrementAndGet();
        }
        return "done";
    }

    private static void isBusy(Throwable failure) {
        assertThat(failure).asInstanceOf(throwable(ApiException.class)).satisfies(busy -> {
            assertThat(busy.code()).isEqualTo(ErrorCode.UNAVAILABLE);
            assertThat(busy.headers()).containsEntry("Retry-After", "1");
        });
    }
}
