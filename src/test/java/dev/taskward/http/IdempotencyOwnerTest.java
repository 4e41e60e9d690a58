package dev.taskward.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.Test;

import dev.taskward.support.Account;
import dev.taskward.support.ServiceTest;
import dev.taskward.support.Tables;

/** To whom a key and the answer kept under it belong, and for how long. */
@QuarkusTest
public class IdempotencyOwnerTest extends ServiceTest {
    private static final String USERS = "/api/v1/users";
    private final String key = UUID.randomUUID().toString();
    private final Map<String, Object> fields = fresh();

    private static Map<String, Object> fresh() {
        String name = "k" + UUID.randomUUID().toString().replace("-", "").substring(0, 20);
        return new HashMap<>(Map.of("email", name + "@example.com", "username", name, "password", Account.PASSWORD));
    }

    private Response create(RequestSpecification by) {
        return by.header("Idempotency-Key", key).body(fields).post(USERS);
    }

    private static void assertReplayed(Response again, Response first) {
        again.then().statusCode(201).header("Idempotency-Replayed", "true");
        assertThat(again.asString()).isEqualTo(first.asString());
    }

    private long kept() {
        return Tables.contents().get("idempotency_keys").stream().filter(row -> row.contains(key)).count();
    }

    @Test
    void anAdminsKeyIsTheAdmins() {
        fields.put("role", "admin");
        Account root = Account.admin();
        Response first = create(root.request());
        first.then().statusCode(201).body("data.role", equalTo("admin"));
        for (RequestSpecification other : new RequestSpecification[]{Account.anonymous(),
                Account.register().request()}) {
            create(other).then().statusCode(409).header("Idempotency-Replayed", nullValue())
                    .body("details.field", contains("email"));
        }
        assertReplayed(create(root.again().request()), first);
    }

    @Test
    void aKeyOfNobodyIsNotThatOfWhoSignsIn() {
        Response first = create(Account.anonymous());
        assertReplayed(create(Account.anonymous()), first);
        create(Account.admin().request()).then().statusCode(409);
    }

    @Test
    void aBadTokenIsRefusedUnderAKeyToo() {
        create(Account.anonymous().auth().oauth2("garbage")).then().statusCode(401)
                .body("code", equalTo("TOKEN_INVALID"));
        create(Account.anonymous()).then().statusCode(201).header("Idempotency-Replayed", nullValue());
    }

    @Test
    void aTokenDoesNotMatterWhereItIsNotAskedFor() {
        Account.anonymous().auth().oauth2("garbage").header("Idempotency-Key", key).body(fields)
                .post("/api/v1/auth/register").then().statusCode(201);
    }

    @Test
    void keptAnswersGoWithTheAccountTheyWereGivenTo() {
        Account ada = Account.register();
        ada.request().header("Idempotency-Key", key).body(Map.of("title", "Once")).post(ada.tasks()).then()
                .statusCode(201);
        assertThat(kept()).isOne();
        delete(ada.id());
        assertThat(kept()).isZero();
    }

    @Test
    void theAnswerThatTellsOfAnAccountGoesWithIt() {
        for (RequestSpecification by : new RequestSpecification[]{Account.anonymous(), Account.admin().request()}) {
            Response first = create(by);
            assertThat(kept()).isOne();
            delete(first.path("data.id"));
            assertThat(kept()).isZero();
        }
        create(Account.anonymous()).then().statusCode(201).header("Idempotency-Replayed", nullValue());
    }

    private static void delete(String id) {
        Account.admin().request().delete(USERS + "/" + id).then().statusCode(204);
    }
}
