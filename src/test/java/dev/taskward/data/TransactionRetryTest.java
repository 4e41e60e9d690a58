package dev.taskward.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.taskward.support.Account;
import dev.taskward.support.Call;
import dev.taskward.support.ServiceTest;

/** Transactions that PostgreSQL ends for the sake of others. */
@QuarkusTest
public class TransactionRetryTest extends ServiceTest {
    @Test
    void theVictimOfADeadlockIsTriedOnceMore() {
        Account ada = Account.register();
        Account bob = Account.register();
        List<CompletableFuture<Integer>> both = List.of(lock(ada, bob), lock(bob, ada));
        assertThat(both.stream().map(CompletableFuture::join)).containsExactly(200, 200);
    }

    private static CompletableFuture<Integer> lock(Account first, Account second) {
        return CompletableFuture.supplyAsync(
                () -> Call.post("/test-only/lock/" + first.id() + "/" + second.id()).send().status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"40P01", "40001"})
    void itIsTriedOnceMoreAndNotForEver(String state) {
        AtomicInteger tries = new AtomicInteger();
        assertThatThrownBy(() -> TransactionRetry.call(() -> {
            tries.incrementAndGet();
            throw new IllegalStateException(new SQLException("victim", state));
        })).hasRootCauseInstanceOf(SQLException.class);
        assertThat(tries).hasValue(2);
    }

    @Test
    void whatFailsForAnotherReasonIsNotTriedAgain() {
        AtomicInteger tries = new AtomicInteger();
        assertThatThrownBy(() -> TransactionRetry.call(() -> {
            tries.incrementAndGet();
            throw new IllegalStateException(new SQLException("taken", "23505"));
        })).isInstanceOf(IllegalStateException.class);
        assertThat(tries).hasValue(1);
    }
}
