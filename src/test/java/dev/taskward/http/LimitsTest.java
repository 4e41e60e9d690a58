package dev.taskward.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import java.util.stream.Stream;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.taskward.support.Account;
import dev.taskward.support.Call;
import dev.taskward.support.Refusal;
import dev.taskward.support.Reply;
import dev.taskward.support.ServiceTest;
import dev.taskward.support.Wire;

/** How large a request may be, and that what is larger is refused in good order. */
@QuarkusTest
public class LimitsTest extends ServiceTest {
    private static final int BODY = 1024 * 1024;
    private static final int CHUNK = 64 * 1024;
    private static final String TASKS = "/api/v1/tasks";
    private static Account ada;

    @BeforeEach
    void someone() {
        ada = ada == null ? Account.register() : ada;
    }

    @Test
    void aBodyOfOneMebibyteIsRead() {
        assertThat(Call.post(TASKS).by(ada).json(task(BODY)).send().status()).isEqualTo(201);
        try (Wire wire = new Wire()) {
            assertThat(chunked("application/json", task(BODY)).apply(wire).read().status()).isEqualTo(201);
        }
    }

    /** Over ours and over twice that, where the server's own limit is. */
    static Stream<Integer> tooLarge() {
        return Stream.of(BODY + 1, 2 * BODY - 1_000, 2 * BODY + 1, 3 * BODY);
    }

    @ParameterizedTest
    @MethodSource("tooLarge")
    void aLargerBodyIsRefusedAndEndsTheConnection(int size) {
        isRefused(wire -> Call.post(TASKS).by(ada).json(task(size)).on(wire));
    }

    @ParameterizedTest
    @MethodSource("tooLarge")
    void aLargerBodyThatDoesNotSayHowLargeItIsTheSame(int size) {
        isRefused(chunked("application/json", task(size)));
        isRefused(chunked("application/x-www-form-urlencoded", "title=x&p=" + "a".repeat(size)));
    }

    @Test
    void aLargerBodyIsRefusedBeforeItIsSent() {
        isRefused(wire -> Call.post(TASKS).by(ada).header("Content-Length", "50000000").on(wire));
        isRefused(wire -> Call.post(TASKS).by(ada).header("Expect", "100-continue")
                .header("Content-Length", "999999999999999999").on(wire));
    }

    @Test
    void theRefusalIsAProblemForWhoWantsOne() {
        Call call = Call.post(TASKS).header("Accept", "application/problem+json").json(task(BODY + 1));
        Refusal.problem(call.send(), 413, "BODY_TOO_LARGE");
    }

    private static void isRefused(Function<Wire, Wire> request) {
        try (Wire wire = new Wire()) {
            Reply reply = Refusal.envelope(request.apply(wire).read(), 413, "BODY_TOO_LARGE");
            assertThat(reply.header("Connection")).isEqualTo("close");
            assertThat(wire.isClosed()).isTrue();
        }
        assertThat(Call.get("/health").send().status()).isEqualTo(200);
    }

    @Test
    void fourKibibytesOfTargetAreRead() {
        Refusal.envelope(Call.get("/" + "a".repeat(4095)).send(), 404, "NOT_FOUND");
    }

    @ParameterizedTest
    @ValueSource(ints = {4096, 5000, 8000})
    void aLongerTargetIsRefused(int length) {
        Refusal.envelope(Call.get("/" + "a".repeat(length)).send(), 414, "URI_TOO_LONG");
        Refusal.problem(Call.get("/api/v1/tasks?search=" + "a".repeat(length))
                .header("Accept", "application/problem+json").send(), 414, "URI_TOO_LONG");
    }

    @Test
    void sevenKibibytesOfHeadersAreRead() {
        assertThat(Call.get("/health").header("X-Big", "a".repeat(7 * 1024)).send().status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(ints = {8192, 12_000, 16_000})
    void moreThanEightKibibytesOfHeadersAreRefused(int length) {
        Refusal.envelope(Call.get("/health").header("X-Big", "a".repeat(length)).send(), 431, "HEADERS_TOO_LARGE");
        Refusal.envelope(Call.get(TASKS).header("Authorization", "Bearer " + "a".repeat(length)).send(), 431,
                "HEADERS_TOO_LARGE");
    }

    @Test
    void manySmallHeadersAreAsLargeAsTheyAreTogether() {
        Call call = Call.get("/health");
        for (int i = 0; i < 1_000; i++) {
            call.header("X-" + i, "a");
        }
        Refusal.envelope(call.send(), 431, "HEADERS_TOO_LARGE");
    }

    @ParameterizedTest
    @ValueSource(ints = {20_000, 200_000})
    void whatIsFarTooLargeIsCutOff(int length) {
        for (Call call : new Call[]{Call.get("/" + "a".repeat(length)),
                Call.get("/health").header("X-Big", "a".repeat(length))}) {
            try (Wire wire = new Wire()) {
                assertThat(call.on(wire).read().status()).isIn(414, 431);
                assertThat(wire.isClosed()).isTrue();
            }
        }
        assertThat(Call.get("/health").send().status()).isEqualTo(200);
    }

    private static String task(int size) {
        String start = "{\"title\":\"large\",\"padding\":\"";
        return start + "a".repeat(size - start.length() - 2) + "\"}";
    }

    private static Function<Wire, Wire> chunked(String type, String body) {
        return wire -> {
            Call.post(TASKS).by(ada).header("Content-Type", type).header("Transfer-Encoding", "chunked").on(wire);
            for (int at = 0; at < body.length(); at += CHUNK) {
                String chunk = body.substring(at, Math.min(body.length(), at + CHUNK));
                wire.write(Integer.toHexString(chunk.length()) + "\r\n" + chunk + "\r\n");
            }
            return wire.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        };
    }
}
