package dev.taskward.mail;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import java.util.Map;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

import dev.taskward.support.Account;
import dev.taskward.support.ServiceTest;

/** A service without a mail server. */
@QuarkusTest
public class MailOffTest extends ServiceTest {
    @Test
    void itsRoutesAnswerThatMailIsOff() {
        String token = "twm_" + "x".repeat(43);
        Map.of("/password/forgot", Map.of("email", "ada@example.com"), "/email/resend",
                Map.of("email", "ada@example.com"), "/password/reset",
                Map.of("token", token, "password", Account.PASSWORD), "/email/verify", Map.of("token", token))
                .forEach((route, body) -> Account.anonymous().body(body).post("/api/v1/auth" + route).then()
                        .statusCode(501).header("Retry-After", nullValue()).body("code", equalTo("MAIL_OFF"))
                        .body("error", equalTo("This service sends no mail")));
    }

    @Test
    void accountsAreMadeAndMovedAsEver() {
        Account ada = Account.register();
        ada.request().body(Map.of("email", "moved-" + ada.email())).patch("/api/v1/users/" + ada.id()).then()
                .statusCode(200).body("data.emailVerified", equalTo(false));
    }
}
