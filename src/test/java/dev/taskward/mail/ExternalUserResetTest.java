package dev.taskward.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.jose4j.keys.HmacKey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.taskward.auth.Bearer;
import dev.taskward.support.Account;
import dev.taskward.support.OutsideIssuer;

/** Users of an external issuer have no local password, and no mailed link gives them one. */
@QuarkusTest
@TestProfile(ExternalUserResetTest.WithIssuer.class)
public class ExternalUserResetTest extends MailTest {
    private static final String SECRET = "5Jp2Zr8mQw1xTn6vKd9sLg3yHb7cFe4u";

    public static class WithIssuer extends Variables {
        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> settings = new HashMap<>(super.getConfigOverrides());
            settings.putAll(Map.of("JWT_SECRET", SECRET, "JWT_ISSUER", OutsideIssuer.ISSUER, "JWT_AUDIENCE",
                    OutsideIssuer.AUDIENCE, "JWT_ROLE_CLAIM", "realm_access.roles", "JWT_ADMIN_ROLE", "root"));
            return settings;
        }
    }

    private String id;
    private String email;

    @BeforeEach
    void anAdminOfTheIssuer() {
        String name = newName();
        String token = OutsideIssuer.sign(Map.of("alg", "HS256", "typ", "JWT"), OutsideIssuer.claims(name, "root"),
                new HmacKey(SECRET.getBytes(StandardCharsets.UTF_8)));
        id = Bearer.me("Bearer " + token).path("data.id");
        email = name + "@outside.example.com";
    }

    @Test
    void askingForALinkIsAnsweredAsUsualAndMailsNothing() throws SQLException {
        forgot(email).then().statusCode(202);
        // Letters are written in order: when this one has arrived, one for the first request would have, too.
        resetToken(registered(), 1);
        assertThat(mailbox.received(email, RESET)).isEmpty();
        assertThat(query("select purpose from mail_tokens where user_id = '" + id + "'")).isEmpty();
        assertThat(query("select detail from audit_events where action = 'PASSWORD_RESET_ASKED' and subject_id = '"
                + id + "'")).containsExactly("no local password, nothing mailed");
    }

    @Test
    void aLinkThatAnEarlierVersionMailedSetsNoPassword() throws Exception {
        String token = "twm_" + "A".repeat(43);
        change("insert into mail_tokens (user_id, purpose, token_hash, email, expires_at, counted_from, mails) values ('"
                + id + "', 'reset_password', '" + hash(token) + "', '" + email
                + "', now() + interval '30 minutes', now(), 1)");
        try {
            assertBadToken(reset(token, NEW_PASSWORD));
        } finally {
            change("delete from mail_tokens where user_id = '" + id + "'");
        }
        assertThat(query("select password_hash from users where id = '" + id + "'")).containsExactly("none");
        login(email, NEW_PASSWORD).then().statusCode(401);
    }

    @Test
    void localUsersBesideThemResetTheirPasswords() {
        Account ada = registered();
        reset(resetToken(ada, 1), NEW_PASSWORD).then().statusCode(204);
        login(ada.email(), NEW_PASSWORD).then().statusCode(200);
    }

    private static String hash(String token) throws GeneralSecurityException {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(
                MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
    }
}
