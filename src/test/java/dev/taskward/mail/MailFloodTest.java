package dev.taskward.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;

import dev.taskward.support.Account;

/** Strangers who ask for links to an account do not leave its user without one that works. */
@QuarkusTest
@TestProfile(MailTest.Variables.class)
public class MailFloodTest extends MailTest {
    private static final int PER_HOUR = 5;

    private static void flood(Account account, int requests) {
        for (int i = 0; i < requests; i++) {
            forgot(account.email()).then().statusCode(202);
        }
        // Letters are written in order: when this one is there, so are those before it.
        registered();
    }

    /** So many minutes later. */
    private static void pass(Account account, int minutes) throws SQLException {
        change("update mail_tokens set counted_from = counted_from - interval '" + minutes
                + " minutes', expires_at = expires_at - interval '" + minutes + " minutes' where user_id = '"
                + account.id() + "'");
    }

    @Test
    void theLastLinkOfAFloodWorks() {
        Account ada = registered();
        flood(ada, 12);
        reset(mailbox.last(ada.email(), RESET, PER_HOUR).token(), NEW_PASSWORD).then().statusCode(204);
    }

    @Test
    void beforeItExpiresTheNextRequestMailsAnother() throws SQLException {
        Account ada = registered();
        flood(ada, 12);
        pass(ada, 10);
        flood(ada, 1);
        assertThat(mailbox.received(ada.email(), RESET)).hasSize(PER_HOUR);
        for (int more = 1; more <= 3; more++) {
            pass(ada, 16);
            flood(ada, 2);
            mailbox.last(ada.email(), RESET, PER_HOUR + more);
        }
        reset(mailbox.last(ada.email(), RESET, PER_HOUR + 3).token(), NEW_PASSWORD).then().statusCode(204);
    }

    @Test
    void requestsThatMailNothingUseUpNoShareOfTheAddress() throws SQLException {
        Account ada = registered();
        flood(ada, 30);
        resend(ada.email()).then().statusCode(202);
        pass(ada, 61);
        forgot(ada.email()).then().statusCode(202);
        reset(mailbox.last(ada.email(), RESET, PER_HOUR + 1).token(), NEW_PASSWORD).then().statusCode(204);
    }
}
