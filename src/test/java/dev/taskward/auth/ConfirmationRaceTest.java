package dev.taskward.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.taskward.support.Account;
import dev.taskward.support.Environment;
import dev.taskward.support.PersonalToken;
import dev.taskward.support.ServiceTest;

/** A request whose password was checked, and that then waits while a reset or a sign-out overtakes it. */
@QuarkusTest
public class ConfirmationRaceTest extends ServiceTest {
    private static final String THIEFS = "Thiefs-horse-9";
    /** Another hash of the same form. */
    private static final String RESET = "update users set password_hash = left(password_hash, 40) "
            + "|| reverse(right(password_hash, 20)) where id = '%1$s'; ";
    private static final String END = "update sessions set ended_at = now() where user_id = '%1$s'; ";
    private Account ada;
    private String self;

    @BeforeEach
    void aUser() {
        ada = Account.register();
        self = "/api/v1/users/" + ada.id();
    }

    @Test
    void aNewPasswordDoesNotUndoAReset() throws Exception {
        Response late = overtaken(this::newPassword, RESET + END);
        late.then().statusCode(401).body("code", equalTo("TOKEN_INVALID"));
        assertThat(login(THIEFS)).isEqualTo(401);
    }

    @Test
    void aDeletionDoesNotOvertakeAReset() throws Exception {
        overtaken(this::deletion, RESET + END).then().statusCode(401).body("code", equalTo("TOKEN_INVALID"));
        assertThat(accounts()).isEqualTo(1);
    }

    @Test
    void aPasswordThatHasChangedInTheMeantimeConfirmsNothing() throws Exception {
        overtaken(this::newPassword, RESET).then().statusCode(400).body("details.field", contains("currentPassword"));
        assertThat(login(THIEFS)).isEqualTo(401);
        assertThat(login(ada.password())).isEqualTo(401);
    }

    @Test
    void aSessionThatHasEndedInTheMeantimeConfirmsNothing() throws Exception {
        overtaken(this::newPassword, END).then().statusCode(401).body("code", equalTo("TOKEN_INVALID"));
        assertThat(login(ada.password())).isEqualTo(200);
        ada = ada.again();
        overtaken(this::deletion, END).then().statusCode(401);
        assertThat(accounts()).isEqualTo(1);
    }

    @Test
    void aPersonalTokenIsNotMadeAfterAReset() throws Exception {
        ada = Sql.signedInEarlier(ada, 20);
        overtaken(() -> ada.request().body(Map.of("name", "late", "scopes", List.of("read"), "currentPassword",
                ada.password())).post(PersonalToken.TOKENS), RESET).then().statusCode(400)
                .body("details.field", contains("currentPassword"));
    }

    @Test
    void anAdminWhoWasSignedOutOrDemotedMakesNoAdmin() throws Exception {
        Account root = Account.admin();
        Account other = Account.register();
        for (String change : List.of(END, "update users set role = 'user' where id = '%1$s'; ")) {
            root.request().body(Map.of("role", "admin")).patch(self).then().statusCode(200);
            ada = ada.again();
            overtaken(() -> ada.request().body(Map.of("role", "admin")).patch("/api/v1/users/" + other.id()), change)
                    .then().statusCode(change.equals(END) ? 401 : 403);
            root.request().body(Map.of("role", "user")).patch(self).then().statusCode(200);
        }
        other.request().get("/api/v1/auth/me").then().body("data.role", equalTo("user"));
    }

    @Test
    void whatNothingOvertakesIsDone() throws Exception {
        overtaken(this::newPassword, "").then().statusCode(200);
        assertThat(login(THIEFS)).isEqualTo(200);
    }

    private Response newPassword() {
        return ada.request().body(Map.of("password", THIEFS, "currentPassword", ada.password())).patch(self);
    }

    private Response deletion() {
        return ada.request().body(Map.of("currentPassword", ada.password())).delete(self);
    }

    /** The answer to a request that waits for the account's row while this happens to it. */
    private Response overtaken(Supplier<Response> request, String by) throws Exception {
        try (Connection holder = Environment.connect(); Statement sql = holder.createStatement()) {
            holder.setAutoCommit(false);
            sql.execute("select 1 from users where id = '" + ada.id() + "' for update");
            CompletableFuture<Response> answer = CompletableFuture.supplyAsync(request);
            await().until(() -> Sql.isWaitedFor(holder));
            sql.execute(by.formatted(ada.id()) + "select 1");
            holder.commit();
            return answer.get(30, TimeUnit.SECONDS);
        }
    }

    private int login(String password) {
        return Account.anonymous().body(Map.of("email", ada.email(), "password", password)).post("/api/v1/auth/login")
                .statusCode();
    }

    private int accounts() throws SQLException {
        try (Connection connection = Environment.connect();
                var rows = connection.createStatement()
                        .executeQuery("select count(*) from users where id = '" + ada.id() + "'")) {
            rows.next();
            return rows.getInt(1);
        }
    }
}
