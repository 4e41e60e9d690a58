package dev.taskward.support;

import static io.restassured.RestAssured.given;

import java.util.Map;
import java.util.UUID;

import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;

/** A user of the service under test with a session of its own, and the requests it makes. */
public record Account(String id, String email, String username, String password, String token, String refreshToken) {
    public static final String PASSWORD = "Correct-horse-7";

    /** A new one, with a name that no other test has. */
    public static Account register() {
        String name = "u" + UUID.randomUUID().toString().replace("-", "").substring(0, 20);
        String email = name + "@example.com";
        anonymous().body(Map.of("email", email, "username", name, "password", PASSWORD))
                .post("/api/v1/auth/register").then().statusCode(201);
        return signIn(email, PASSWORD);
    }

    /** The admin that the environment names. */
    public static Account admin() {
        return signIn(Environment.ADMIN_EMAIL, Environment.ADMIN_PASSWORD);
    }

    public static Account signIn(String email, String password) {
        Response response = anonymous().body(Map.of("email", email, "password", password)).post("/api/v1/auth/login");
        response.then().statusCode(200);
        return new Account(response.path("data.user.id"), response.path("data.user.email"),
                response.path("data.user.username"), password, response.path("data.access_token"),
                response.path("data.refresh_token"));
    }

    public static RequestSpecification anonymous() {
        return given().contentType(ContentType.JSON);
    }

    /** Another session of the same user. */
    public Account again() {
        return signIn(email, password);
    }

    public RequestSpecification request() {
        return anonymous().auth().oauth2(token);
    }

    /** The path of the user's own tasks, and below it. */
    public String tasks(Object... below) {
        StringBuilder path = new StringBuilder("/api/" + id + "/tasks");
        for (Object part : below) {
            path.append('/').append(part);
        }
        return path.toString();
    }

    /** A new task with this title; the answer's data. */
    public Map<String, Object> task(String title) {
        return task(Map.of("title", title));
    }

    public Map<String, Object> task(Map<String, ?> fields) {
        Response response = request().body(fields).post(tasks());
        response.then().statusCode(201);
        return response.path("data");
    }
}
