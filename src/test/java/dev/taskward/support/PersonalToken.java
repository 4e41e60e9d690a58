package dev.taskward.support;

import static io.restassured.RestAssured.given;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import org.awaitility.Awaitility;

/** A personal token of an account, and the requests made with it. */
public record PersonalToken(String id, String token) {
    public static final String TOKENS = "/api/v1/auth/tokens";

    public static PersonalToken of(Account account, String... scopes) {
        Response made = account.request().body(Map.of("name", "Test", "scopes", List.of(scopes))).post(TOKENS);
        made.then().statusCode(201);
        return new PersonalToken(made.path("data.id"), made.path("data.token"));
    }

    public RequestSpecification request() {
        return given().contentType(ContentType.JSON).auth().oauth2(token);
    }

    public Call on(Call call) {
        return call.header("Authorization", "Bearer " + token);
    }

    /** Used once, and that noted: for a minute its use changes no row. */
    public PersonalToken used() {
        request().get("/api/v1/auth/me");
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> lastUsed() != null);
        return this;
    }

    public String lastUsed() {
        try (Connection connection = Environment.connect();
                PreparedStatement query = connection
                        .prepareStatement("select last_used_at::text from personal_tokens where id = ?::uuid")) {
            query.setString(1, id);
            var rows = query.executeQuery();
            return rows.next() ? rows.getString(1) : null;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Changes its row, by an assignment in SQL. */
    public PersonalToken with(String assignment) {
        try (Connection connection = Environment.connect();
                PreparedStatement change = connection
                        .prepareStatement("update personal_tokens set " + assignment + " where id = ?::uuid")) {
            change.setString(1, id);
            if (change.executeUpdate() != 1) {
                throw new AssertionError("there is no such token");
            }
            return this;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
