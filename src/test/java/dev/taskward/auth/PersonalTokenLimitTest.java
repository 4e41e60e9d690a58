package dev.taskward.auth;

import static dev.taskward.support.PersonalToken.TOKENS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.taskward.support.Account;
import dev.taskward.support.Environment;
import dev.taskward.support.PersonalToken;
import dev.taskward.support.ServiceTest;

/** How many personal tokens a user can have. */
@QuarkusTest
public class PersonalTokenLimitTest extends ServiceTest {
    private static final int LIMIT = 50;
    private static final int AT_ONCE = 20;
    private Account ada;

    @BeforeEach
    void anAccount() {
        ada = Account.register();
    }

    private Response create() {
        return create(ada);
    }

    private static Response create(Account account) {
        return account.request().body(Map.of("name", "One more", "scopes", List.of("read"))).post(TOKENS);
    }

    /** So many more rows, written beside the service. */
    private void fill(int count, String expiresAt) throws SQLException {
        try (Connection connection = Environment.connect(); var sql = connection.createStatement()) {
            sql.executeUpdate("insert into personal_tokens (id, user_id, name, scopes, token_hash, hint, expires_at, "
                    + "created_at, updated_at) select gen_random_uuid(), '" + ada.id() + "', 'Filling', 'read', "
                    + "gen_random_uuid()::text, 'xxxx', " + expiresAt + ", now(), now() from generate_series(1, "
                    + count + ")");
        }
    }

    private int total() {
        return ada.request().get(TOKENS + "?limit=1").path("meta.total");
    }

    @Test
    void fiftyLiveAtOnceAndARevokedOneMakesRoom() throws SQLException {
        fill(LIMIT - 1, "now() + interval '1 day'");
        String last = create().then().statusCode(201).extract().path("data.id");
        create().then().statusCode(409).body("code", equalTo("CONFLICT"))
                .body("error", equalTo("There are 50 personal tokens already: revoke one first"));
        Account bob = Account.register();
        PersonalToken.of(bob, "read");
        ada.request().delete(TOKENS + "/" + last).then().statusCode(204);
        create().then().statusCode(201);
    }

    @Test
    void expiredOnesDoNotCountAndGoWithTheNextThatIsMade() throws SQLException {
        fill(LIMIT, "now() - interval '1 second'");
        assertThat(total()).isEqualTo(LIMIT);
        create().then().statusCode(201);
        assertThat(total()).isEqualTo(1);
    }

    @Test
    void manyAtOnceFromSeveralSessionsDoNotPassTheLimit() throws Exception {
        fill(LIMIT - 5, "now() + interval '1 day'");
        Account elsewhere = ada.again();
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        List<Future<Response>> calls = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
            Account session = i % 2 == 0 ? ada : elsewhere;
            calls.add(threads.submit(() -> create(session)));
        }
        List<Integer> statuses = new ArrayList<>();
        for (Future<Response> call : calls) {
            statuses.add(call.get().statusCode());
        }
        threads.shutdown();
        assertThat(statuses).containsOnly(201, 409).filteredOn(status -> status == 201).hasSize(5);
        assertThat(total()).isEqualTo(LIMIT);
    }
}
