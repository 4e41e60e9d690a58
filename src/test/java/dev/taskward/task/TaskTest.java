package dev.taskward.task;

import static io.restassured.RestAssured.given;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;

import dev.taskward.support.Account;
import dev.taskward.support.Environment;
import dev.taskward.support.ServiceTest;

/** What the tests of tasks share: two users a class, as a hash costs its time, and a look into the table. */
abstract class TaskTest extends ServiceTest {
    private static final Map<String, Account> ACCOUNTS = new ConcurrentHashMap<>();

    /** The user that acts; the same in all tests of a class. */
    Account ada() {
        return account("ada");
    }

    /** Somebody else. */
    Account bob() {
        return account("bob");
    }

    private Account account(String who) {
        return ACCOUNTS.computeIfAbsent(getClass().getName() + who, any -> Account.register());
    }

    /** A request that says nothing about a body. */
    static RequestSpecification bare(Account account) {
        return given().auth().oauth2(account.token());
    }

    /** The task as a read shows it now. */
    static Map<String, Object> read(Account account, Object id) {
        return account.request().get(account.tasks(id)).then().statusCode(200).extract().path("data");
    }

    static String etag(Account account, Object id) {
        return account.request().get(account.tasks(id)).then().statusCode(200).extract().header("ETag");
    }

    /** A request byte for byte, where a client library would add headers or encode the body its own way. */
    static HttpResponse<String> send(Account account, String method, String path, String contentType,
            BodyPublisher body) {
        HttpRequest.Builder request = HttpRequest
                .newBuilder(URI.create(RestAssured.baseURI + ":" + RestAssured.port + path))
                .version(HttpClient.Version.HTTP_1_1).header("Authorization", "Bearer " + account.token())
                .method(method, body);
        if (contentType != null) {
            request.header("Content-Type", contentType);
        }
        try {
            return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Changes rows behind the service's back; strings that are UUIDs are given as such. */
    static int update(String sql, Object... values) {
        try (Connection connection = Environment.connect();
                PreparedStatement statement = prepare(connection, sql, values)) {
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The first column of what the query finds. */
    static List<Object> column(String sql, Object... values) {
        try (Connection connection = Environment.connect();
                PreparedStatement statement = prepare(connection, sql, values);
                ResultSet rows = statement.executeQuery()) {
            List<Object> column = new ArrayList<>();
            while (rows.next()) {
                column.add(rows.getObject(1));
            }
            return column;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    static PreparedStatement prepare(Connection connection, String sql, Object... values) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < values.length; i++) {
            boolean id = values[i] instanceof String text && text.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
            statement.setObject(i + 1, id ? UUID.fromString((String) values[i]) : values[i]);
        }
        return statement;
    }

    /** A JSON string literal, escaped to ASCII, so that it can hold what no encoder would send. */
    static String json(String text) {
        StringBuilder literal = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            literal.append(String.format("\\u%04x", (int) c));
        }
        return literal.append('"').toString();
    }
}
