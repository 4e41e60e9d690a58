package dev.taskward.support;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;

/**
 * A network between the service and its database that toxiproxy makes slow, narrow or silent, for the connections that there
 * are and for new ones.
 */
public final class BadNetwork implements AutoCloseable {
    private static final String PROGRAM = "toxiproxy-server";
    private static final List<String> DIRECTIONS = List.of("upstream", "downstream");

    private final HttpClient http = HttpClient.newHttpClient();
    private final int control = ServiceProcess.freePort();
    private final int port = ServiceProcess.freePort();
    private final Tool server;

    private BadNetwork() throws IOException {
        server = Tool.start(Files.createTempDirectory("taskward-toxiproxy"), PROGRAM, "-host", "127.0.0.1", "-port",
                Integer.toString(control));
    }

    public static void assumeInstalled() {
        Tool.assumeInstalled(PROGRAM);
    }

    /** @param port where it leads, on this machine; as good as any network until a toxic is added */
    public static BadNetwork to(int port) {
        try {
            BadNetwork network = new BadNetwork();
            await().ignoreExceptionsInstanceOf(ConnectException.class)
                    .until(() -> network.call("GET", "/version", "").statusCode() == 200);
            network.done("POST", "/proxies",
                    "{\"name\": \"database\", \"listen\": \"127.0.0.1:%d\", \"upstream\": \"127.0.0.1:%d\"}"
                            .formatted(network.port, port));
            return network;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return port;
    }

    /** Every byte is on its way for so long, in either direction. */
    public void delay(Duration oneWay) {
        poison("latency", "{\"latency\": " + oneWay.toMillis() + "}");
    }

    /** So many kilobytes a second go through each connection, in either direction. */
    public void narrow(int kilobytes) {
        poison("bandwidth", "{\"rate\": " + kilobytes + "}");
    }

    /** Nothing arrives any more, and nobody hears of it. */
    public void silence() {
        poison("timeout", "{\"timeout\": 0}");
    }

    private void poison(String type, String attributes) {
        for (String direction : DIRECTIONS) {
            done("POST", "/proxies/database/toxics",
                    "{\"name\": \"%1$s-%2$s\", \"type\": \"%1$s\", \"stream\": \"%2$s\", \"attributes\": %3$s}"
                            .formatted(type, direction, attributes));
        }
    }

    /** It is a good network again. */
    public void heal() {
        done("POST", "/reset", "");
    }

    private void done(String method, String path, String body) {
        try {
            HttpResponse<String> answer = call(method, path, body);
            if (answer.statusCode() >= 300) {
                throw new AssertionError(method + " " + path + ": " + answer.body());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpResponse<String> call(String method, String path, String body) throws IOException {
        try {
            return http.send(HttpRequest.newBuilder(URI.create("http://localhost:" + control + path))
                    .timeout(Duration.ofSeconds(20)).method(method, BodyPublishers.ofString(body)).build(),
                    BodyHandlers.ofString());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
