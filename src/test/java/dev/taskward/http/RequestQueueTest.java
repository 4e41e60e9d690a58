package dev.taskward.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;

import dev.taskward.support.Account;
import dev.taskward.support.Call;
import dev.taskward.support.Refusal;
import dev.taskward.support.Reply;
import dev.taskward.support.ServiceTest;

/** More requests than there are workers: they wait, in turns, and not for too long. */
@QuarkusTest
@TestProfile(RequestQueueTest.Few.class)
public class RequestQueueTest extends ServiceTest {
    /** Four workers, three of them at most for one caller. */
    public static class Few implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("taskward.http.workers", "4", "quarkus.datasource.jdbc.max-size", "4",
                    "taskward.http.max-queue-wait", "PT2S");
        }
    }

    private static CompletableFuture<Reply> later(Call call) {
        return CompletableFuture.supplyAsync(call::send);
    }

    private static List<CompletableFuture<Reply>> asleep(Account account, int requests, int millis) {
        List<CompletableFuture<Reply>> replies = new ArrayList<>();
        for (int i = 0; i < requests; i++) {
            replies.add(later(Call.get("/test-only/sleep/" + millis).by(account)));
        }
        pause(300);
        return replies;
    }

    private static void pause(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void onesSlowRequestsLeaveAWorkerToOthers() {
        Account ada = Account.register();
        Account bob = Account.register();
        List<CompletableFuture<Reply>> slow = asleep(ada, 6, 900);
        assertThat(Call.get(bob.tasks()).by(bob).send().status()).isEqualTo(200);
        assertThat(slow).anyMatch(reply -> !reply.isDone());
        assertThat(slow.stream().map(reply -> reply.join().status())).containsOnly(200);
    }

    @Test
    void whatWaitsForTooLongIsAnswered503() {
        Account ada = Account.register();
        List<CompletableFuture<Reply>> slow = asleep(ada, 3, 4_000);
        Reply late = later(Call.get(ada.tasks()).by(ada)).join();
        Refusal.envelope(late, 503, "UNAVAILABLE");
        assertThat(late.header("Retry-After")).isEqualTo("1");
        assertThat(slow.stream().map(reply -> reply.join().status())).containsOnly(200);
        assertThat(Call.get(ada.tasks()).by(ada).send().status()).isEqualTo(200);
    }

    @Test
    void probesDoNotWait() {
        List<CompletableFuture<Reply>> slow = asleep(Account.register(), 3, 1_500);
        slow.addAll(asleep(Account.register(), 3, 1_500));
        for (String probe : List.of("/q/health/live", "/q/health/ready", "/health")) {
            assertThat(Call.get(probe).send().status()).isEqualTo(200);
        }
        assertThat(slow).anyMatch(reply -> !reply.isDone());
        slow.forEach(CompletableFuture::join);
    }

    @Test
    void aClientThatHangsUpDoesNotMakeRoomWhileItsWorkerIsBusy() throws Exception {
        Account ada = Account.register();
        for (int i = 0; i < 3; i++) {
            try (var wire = new dev.taskward.support.Wire()) {
                Call.get("/test-only/sleep/1200").by(ada).on(wire);
                Thread.sleep(150);
            }
        }
        CompletableFuture<Reply> next = later(Call.get(ada.tasks()).by(ada));
        Thread.sleep(300);
        assertThat(next.isDone()).isFalse();
        assertThat(next.join().status()).isEqualTo(200);
    }
}
