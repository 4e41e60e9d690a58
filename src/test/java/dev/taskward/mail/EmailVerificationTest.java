package dev.taskward.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import java.sql.SQLException;
import java.util.Map;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;

import dev.taskward.support.Account;

/** The proof that an address is its user's. */
@QuarkusTest
@TestProfile(MailTest.Variables.class)
public class EmailVerificationTest extends MailTest {
    private static Response move(Account account, String email, String currentPassword) {
        return account.request().body(Map.of("email", email, "currentPassword", currentPassword))
                .patch("/api/v1/users/" + account.id());
    }

    @Test
    void theLinkThatARegistrationIsMailedVerifiesTheAddress() throws SQLException {
        Account ada = registered();
        assertThat(isVerified(ada)).isFalse();
        verify(mailbox.last(ada.email(), VERIFY, 1).token()).then().statusCode(204);
        assertThat(isVerified(ada)).isTrue();
        assertThat(events(ada)).containsExactly("REGISTERED", "EMAIL_VERIFIED");
    }

    @Test
    void theFirstAdminIsVerifiedAndIsMailedNothing() {
        assertThat(isVerified(Account.admin())).isTrue();
        assertThat(mailbox.all()).noneMatch(mail -> mail.to().contains("root@example.com"));
    }

    @Test
    void othersDoNotSeeWhetherAnAddressIsVerified() {
        Account ada = registered();
        registered().request().get("/api/v1/users/" + ada.id()).then().statusCode(200)
                .body("data.emailVerified", nullValue());
        Account.admin().request().get("/api/v1/users/" + ada.id()).then().statusCode(200)
                .body("data.emailVerified", equalTo(false));
    }

    @Test
    void aRegistrationThatIsRolledBackIsMailedNothing() {
        Account ada = registered();
        String name = newName();
        Account.anonymous().body(Map.of("email", name + "@example.com", "username", ada.username(), "password",
                Account.PASSWORD)).post("/api/v1/auth/register").then().statusCode(409);
        registered();
        assertThat(mailbox.received(name + "@example.com", VERIFY)).isEmpty();
    }

    @Test
    void aVerifiedAccountIsMailedNoFurtherLink() {
        Account ada = registered();
        verify(mailbox.last(ada.email(), VERIFY, 1).token()).then().statusCode(204);
        resend(ada.email()).then().statusCode(202);
        registered();
        assertThat(mailbox.received(ada.email(), VERIFY)).hasSize(1);
    }

    @Test
    void aNewAddressIsUnverifiedUntilItsOwnLinkIsUsed() throws SQLException {
        Account ada = registered();
        verify(mailbox.last(ada.email(), VERIFY, 1).token()).then().statusCode(204);
        String moved = "moved-" + ada.email();
        move(ada, moved, ada.password()).then().statusCode(200).body("data.emailVerified", equalTo(false));
        verify(mailbox.last(moved, VERIFY, 1).token()).then().statusCode(204);
        assertThat(isVerified(ada)).isTrue();
        assertThat(events(ada)).containsExactly("REGISTERED", "EMAIL_VERIFIED", "EMAIL_CHANGED", "EMAIL_VERIFIED");
    }

    @Test
    void whatWasMailedToTheAddressBeforeIsWorthNothingEvenBackThere() {
        Account ada = registered();
        String verify = mailbox.last(ada.email(), VERIFY, 1).token();
        String reset = resetToken(ada, 1);
        move(ada, "moved-" + ada.email(), ada.password()).then().statusCode(200);
        assertBadToken(verify(verify));
        assertBadToken(reset(reset, NEW_PASSWORD));
        move(ada, ada.email(), ada.password()).then().statusCode(200);
        assertBadToken(verify(verify));
        assertBadToken(reset(reset, NEW_PASSWORD));
    }

    @Test
    void anAddressThatAnotherHasTakenIsAConflictAndLeavesTheTokens() {
        Account ada = registered();
        Account bob = registered();
        move(bob, ada.email(), bob.password()).then().statusCode(409).body("details.field", contains("email"));
        verify(mailbox.last(bob.email(), VERIFY, 1).token()).then().statusCode(204);
    }

    /** Else a stolen access token could move the account to an address of the thief's, and have the password reset. */
    @Test
    void movingOnesOwnAccountTakesItsPassword() {
        Account ada = registered();
        String self = "/api/v1/users/" + ada.id();
        ada.request().body(Map.of("email", "thief-" + ada.email())).patch(self).then().statusCode(400)
                .body("details.field", contains("currentPassword"));
        ada.request().body(Map.of("email", "thief-" + ada.email(), "username", ada.username())).put(self).then()
                .statusCode(400).body("details.field", contains("currentPassword"));
        move(ada, "thief-" + ada.email(), "Wrong-horse-7").then().statusCode(400)
                .body("details.field", contains("currentPassword"));
        ada.request().body(Map.of("email", ada.email(), "username", newName())).put(self).then().statusCode(200);
        Account.admin().request().body(Map.of("email", "moved-" + ada.email())).patch(self).then().statusCode(200);
        mailbox.last("moved-" + ada.email(), VERIFY, 1);
    }
}
