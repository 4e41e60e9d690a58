package dev.taskward.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.UUID;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.taskward.support.Account;
import dev.taskward.support.Environment;
import dev.taskward.support.ServiceTest;

/** Rows of users who never come back go all the same, when others sign in. */
@QuarkusTest
public class ExpiredSessionsTest extends ServiceTest {
    private Account gone;

    @BeforeEach
    void somebodyWhoNeverComesBack() {
        update("delete from sessions where expires_at < now() or ended_at is not null");
        gone = Account.register();
    }

    private void session(String expiresAt, String endedAt) {
        update("insert into sessions (id, user_id, secret, last_used_at, expires_at, ended_at, created_at, updated_at) "
                + "values (gen_random_uuid(), '" + gone.id() + "', decode(repeat('00', 32), 'hex'), now(), " + expiresAt
                + ", "
                + endedAt + ", now(), now())");
    }

    private long sessions() {
        return count("select count(*) from sessions where user_id = '" + gone.id() + "'");
    }

    private long tokens() {
        return count("select count(*) from refresh_tokens t join sessions s on s.id = t.session_id where s.user_id = '"
                + gone.id() + "'");
    }

    @Test
    void sessionsPastTheirEndAreDeletedAFewWithEachSignIn() {
        for (int i = 0; i < 5; i++) {
            session("now() - interval '2 days'", "null");
        }
        long before = sessions();
        Account.register();
        assertThat(sessions()).isEqualTo(before - 2);
        Account.register();
        Account.register();
        assertThat(sessions()).isEqualTo(before - 5);
    }

    @Test
    void anEndedSessionIsKeptForAsLongAsAnAccessTokenOfItMayLive() {
        session("now() + interval '9 days'", "now() - interval '2 days'");
        session("now() + interval '9 days'", "now() - interval '1 hour'");
        long before = sessions();
        Account.register();
        Account.register();
        assertThat(sessions()).isEqualTo(before - 1);
    }

    @Test
    void refreshTokensPastTheirEndAreDeletedWithEachRefresh() {
        String session = Sql.session(gone.token()).toString();
        for (int i = 0; i < 15; i++) {
            update("insert into refresh_tokens (token_hash, session_id, expires_at, used_at) values ('"
                    + UUID.randomUUID()
                    + "', '" + session + "', now() - interval '2 days', now() - interval '20 days')");
        }
        long before = tokens();
        refresh(refresh(Account.register().refreshToken()));
        assertThat(tokens()).isEqualTo(before - 15);
    }

    /** The next refresh token. */
    private static String refresh(String token) {
        return Account.anonymous().body(Map.of("refresh_token", token)).post("/api/v1/auth/refresh").then()
                .statusCode(200)
                .extract().path("data.refresh_token");
    }

    private static void update(String sql) {
        try (Connection connection = Environment.connect(); Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long count(String sql) {
        try (Connection connection = Environment.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
