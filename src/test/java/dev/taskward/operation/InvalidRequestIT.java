package dev.taskward.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.taskward.support.OwnPostgres;
import dev.taskward.support.Refusal;
import dev.taskward.support.Reply;
import dev.taskward.support.ServiceProcess;
import dev.taskward.support.Wire;

/** Invalid HTTP is answered like any other failure, and ends the connection. */
class InvalidRequestIT {
    private static final String LOGIN = "POST /api/v1/auth/login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";
    private static final String NEXT = "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n";

    private static OwnPostgres database;
    private static ServiceProcess service;

    @BeforeAll
    static void start() {
        database = OwnPostgres.started();
        service = ServiceProcess.start(database.settings()).awaitReady();
    }

    @AfterAll
    static void stop() {
        service.close();
        database.close();
    }

    private static void refuses(String bytes, int status, String code) {
        try (Wire wire = new Wire(service.port())) {
            Reply reply = wire.write(bytes).read();
            Refusal.envelope(reply, status, code);
            assertThat(wire.isClosed()).isTrue();
            String id = reply.header("X-Request-Id");
            await().until(() -> service.log().lines()
                    .anyMatch(line -> line.contains("request=" + id) && line.contains(" " + status + " ")));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"garbage\r\n\r\n", "GET /health\r\n\r\n", "GET /health HTTP/9.9\r\nHost: localhost\r\n\r\n",
            "GET /health HTTP/1.1\r\nHost: localhost\r\nNope\r\n\r\n",
            "GET /health HTTP/1.1\r\nHost: localhost\r\nX : y\r\n\r\n",
            "GET /health HTTP/1.1\r\nHost: localhost\r\nX: a\0b\r\n\r\n", "\u0016\u0003\u0001\0\u00a5\u0001\r\n\r\n"})
    void aHeadThatIsNotOne(String bytes) {
        refuses(bytes, 400, "BAD_REQUEST");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 5\r\nContent-Length: 6\r\n\r\n{\"\":1}",
            "Content-Length: 5, 6\r\n\r\n{\"\":1}",
            "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + NEXT})
    void aLengthThatIsAMatterOfOpinion(String rest) {
        refuses(LOGIN + rest, 400, "BAD_REQUEST");
    }

    /** Were this not the end, the body could be a request of its own, which nobody in front has seen. */
    @ParameterizedTest
    @ValueSource(strings = {"gzip", "xchunked", "gzip, chunked", "chunked, identity",
            "chunked\r\nTransfer-Encoding: x"})
    void aTransferCodingThatIsNotKnown(String coding) {
        refuses(LOGIN + "Transfer-Encoding: " + coding + "\r\n\r\n" + NEXT, 400, "BAD_REQUEST");
    }

    /** RFC 9112 section 6.1. */
    @Test
    void aTransferCodingInHttp10() {
        refuses(LOGIN.replace("1.1", "1.0") + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + NEXT, 400, "BAD_REQUEST");
    }

    @ParameterizedTest
    @ValueSource(strings = {"100000002", "ffffffffffffffff2", "zz", "-1", "0x2"})
    void aChunkSizeThatIsNotOneOrTooLarge(String size) {
        refuses(LOGIN + "Transfer-Encoding: chunked\r\n\r\n" + size + "\r\n{}\r\n0\r\n\r\n" + NEXT, 400, "BAD_REQUEST");
    }

    @ParameterizedTest
    @ValueSource(ints = {14_000, 1_000_000})
    void aRequestLineThatIsTooLong(int length) {
        refuses("GET /" + "a".repeat(length) + " HTTP/1.1\r\nHost: localhost\r\n\r\n", 414, "URI_TOO_LONG");
    }

    @ParameterizedTest
    @ValueSource(ints = {17_000, 1_000_000})
    void aHeaderThatIsTooLong(int length) {
        refuses("GET /health HTTP/1.1\r\nHost: localhost\r\nX-A: " + "a".repeat(length) + "\r\n\r\n", 431,
                "HEADERS_TOO_LARGE");
    }

    /** By closing while the client sends, the service would reset the connection, and the answer would be lost. */
    @ParameterizedTest
    @ValueSource(ints = {2, 20})
    void theAnswerToABodyThatIsTooLargeComesThrough(int mebibytes) {
        for (int i = 0; i < 10; i++) {
            String body = "x".repeat(mebibytes * 1024 * 1024);
            refuses(LOGIN + "Content-Length: " + body.length() + "\r\n\r\n" + body, 413, "BODY_TOO_LARGE");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {";", ";;", "/", ",", "\"", "a/b/c", "text/html;=", ";application/problem+json"})
    void anAcceptHeaderThatNamesNothing(String accept) {
        try (Wire wire = new Wire(service.port())) {
            Refusal.envelope(
                    wire.write("GET /health HTTP/1.1\r\nHost: localhost\r\nAccept: " + accept + "\r\n\r\n").read(), 406,
                    "NOT_ACCEPTABLE");
        }
    }
}
