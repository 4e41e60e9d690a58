package dev.taskward.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import java.util.HashMap;
import java.util.Map;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;

import dev.taskward.support.Account;

/** A service that wants an address to be verified before its account is used. */
@QuarkusTest
@TestProfile(RequiredVerificationTest.Required.class)
public class RequiredVerificationTest extends MailTest {
    public static class Required extends MailTest.Variables {
        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> all = new HashMap<>(super.getConfigOverrides());
            all.put("REQUIRE_VERIFIED_EMAIL", "true");
            return all;
        }
    }

    @Test
    void theRightPasswordIsRefusedUntilTheAddressIsVerified() throws Exception {
        String name = newName();
        String email = name + "@example.com";
        Account.anonymous().body(Map.of("email", email, "username", name, "password", Account.PASSWORD))
                .post("/api/v1/auth/register").then().statusCode(201);
        login(email, Account.PASSWORD).then().statusCode(403).body("code", equalTo("EMAIL_UNVERIFIED"));
        login(email, "Wrong-horse-7").then().statusCode(401).body("code", equalTo("INVALID_CREDENTIALS"));
        assertThat(query("select detail from audit_events where action = 'LOGIN_FAILED' and detail is not null and "
                + "subject_id = (select id from users where email = '" + email + "')"))
                .containsExactly("address not verified");
        verify(mailbox.last(email, VERIFY, 1).token()).then().statusCode(204);
        login(email, Account.PASSWORD).then().statusCode(200);
    }

    @Test
    void aResetPasswordVerifiesAndSignsIn() {
        String name = newName();
        String email = name + "@example.com";
        Account.anonymous().body(Map.of("email", email, "username", name, "password", Account.PASSWORD))
                .post("/api/v1/auth/register").then().statusCode(201);
        forgot(email).then().statusCode(202);
        reset(mailbox.last(email, RESET, 1).token(), NEW_PASSWORD).then().statusCode(204);
        login(email, NEW_PASSWORD).then().statusCode(200);
    }

    @Test
    void theFirstAdminSignsIn() {
        Account.admin();
    }
}
