package dev.taskward.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.Header;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.taskward.support.Account;
import dev.taskward.support.Mailbox.Received;

/** What is mailed, to whom, and what the tokens in it are good for. */
@QuarkusTest
@TestProfile(MailTest.Variables.class)
public class MailedLinksTest extends MailTest {
    private static final int AT_ONCE = 50;

    @Test
    void aMailIsTextAndHtmlFromTheServiceToTheUserAlone() {
        Account ada = Account.register();
        Received mail = mailbox.last(ada.email(), VERIFY, 1);
        assertThat(mail.from()).isEqualTo("Taskward <no-reply@taskward.example>");
        assertThat(mail.to()).containsExactly(ada.email());
        assertThat(mail.link()).matches("https://app\\.example\\.com/todo/verify-email#token=twm_[A-Za-z0-9_-]{43}");
        assertThat(mail.part("text/plain")).contains("Hello " + ada.username() + ",", "within 24 hours");
        assertThat(mail.part("text/html")).contains("Hello " + ada.username() + ",", "href=\"" + mail.link() + "\"");
        forgot(ada.email());
        Received reset = mailbox.last(ada.email(), RESET, 1);
        assertThat(reset.link()).matches("https://app\\.example\\.com/todo/reset-password#token=twm_[A-Za-z0-9_-]{43}");
        assertThat(reset.part("text/plain")).contains("Hello " + ada.username() + ",", "within 30 minutes");
        assertThat(reset.part("text/html")).contains("href=\"" + reset.link() + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Host", "X-Forwarded-Host", "Forwarded", "Origin", "Referer"})
    void theLinkIsTheConfiguredOneWhateverTheRequestSays(String header) {
        Account ada = registered();
        String value = Map.of("Forwarded", "host=evil.example", "Referer", "https://evil.example/", "Origin",
                "https://app.example.com").getOrDefault(header, "evil.example");
        Account.anonymous().header(header, value).body(Map.of("email", ada.email()))
                .post("/api/v1/auth/password/forgot").then().statusCode(202);
        assertThat(mailbox.last(ada.email(), RESET, 1).link())
                .startsWith("https://app.example.com/todo/reset-password#");
    }

    @Test
    void anUnknownAddressIsAnsweredAlikeAndNothingIsSent() {
        Account ada = registered();
        String unknown = newName() + "@example.com";
        for (Supplier<List<Response>> both : List.<Supplier<List<Response>>>of(
                () -> List.of(forgot(ada.email()), forgot(unknown)),
                () -> List.of(resend(ada.email()), resend(unknown)))) {
            List<Response> answers = both.get();
            assertThat(answers.get(0).statusCode()).isEqualTo(202);
            assertThat(answers.get(1).statusCode()).isEqualTo(202);
            assertThat(answers.get(0).asString()).isEqualTo(answers.get(1).asString());
            assertThat(headers(answers.get(0))).isEqualTo(headers(answers.get(1)));
        }
        mailbox.last(ada.email(), RESET, 1);
        mailbox.last(ada.email(), VERIFY, 2);
        assertThat(mailbox.all()).noneMatch(mail -> mail.to().contains(unknown));
    }

    private static Map<String, String> headers(Response answer) {
        Map<String, String> headers = new TreeMap<>();
        for (Header header : answer.headers()) {
            boolean own = header.getName().equals("X-Request-Id") || header.getName().equals("Date");
            headers.put(header.getName(), own ? "" : header.getValue());
        }
        return headers;
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r\nBcc: eve@example.com", "\nBcc: eve@example.com", ">, <eve@example.com",
            ",eve@example.com", " eve@example.com", "\u0000", "\u2028Bcc: eve@example.com"})
    void whatIsMoreThanAnAddressIsRefusedAndMailedToNobody(String more) {
        Account ada = registered();
        forgot(ada.email() + more).then().statusCode(400);
        resend(ada.email() + more).then().statusCode(400);
        String name = newName();
        Account.anonymous().body(Map.of("email", name + "@example.com" + more, "username", name, "password",
                Account.PASSWORD)).post("/api/v1/auth/register").then().statusCode(400);
        Account.anonymous().body(Map.of("email", name + "@example.com", "username", name + more, "password",
                Account.PASSWORD)).post("/api/v1/auth/register").then().statusCode(400);
        Account bob = registered();
        assertThat(mailbox.received(bob.email(), VERIFY)).hasSize(1);
        assertThat(mailbox.received(ada.email(), RESET)).isEmpty();
        assertThat(mailbox.all()).noneMatch(mail -> mail.to().toString().contains("eve@") || mail.to().size() > 1
                || mail.to().get(0).startsWith(name));
    }

    @Test
    void aTokenIsStoredAsItsHashAlone() throws SQLException {
        Account ada = registered();
        String token = resetToken(ada, 1);
        List<String> rows = query("select t::text from mail_tokens t where user_id = '" + ada.id() + "'");
        assertThat(rows).hasSize(2).noneMatch(row -> row.contains(token) || row.contains(token.substring(4)));
    }

    @Test
    void anExpiredTokenIsRefused() throws SQLException {
        Account ada = registered();
        String reset = resetToken(ada, 1);
        String verify = mailbox.last(ada.email(), VERIFY, 1).token();
        for (String purpose : List.of("reset_password", "verify_email")) {
            assertThat(
                    query("select round(extract(epoch from expires_at - now()) / 60) from mail_tokens where purpose = '"
                            + purpose + "' and user_id = '" + ada.id() + "'").get(0))
                    .isEqualTo(purpose.equals("verify_email") ? "1440" : "30");
        }
        change("update mail_tokens set expires_at = now() - interval '1 ms' where user_id = '" + ada.id() + "'");
        assertBadToken(reset(reset, NEW_PASSWORD));
        assertBadToken(verify(verify));
        login(ada.email(), ada.password()).then().statusCode(200);
    }

    @Test
    void aTokenWorksOnce() {
        Account ada = registered();
        String reset = resetToken(ada, 1);
        reset(reset, NEW_PASSWORD).then().statusCode(204);
        assertBadToken(reset(reset, "Another-horse-9"));
        login(ada.email(), NEW_PASSWORD).then().statusCode(200);
        Account bob = registered();
        String verify = mailbox.last(bob.email(), VERIFY, 1).token();
        verify(verify).then().statusCode(204);
        assertBadToken(verify(verify));
    }

    @Test
    void ofManyUsesAtOnceOneSucceeds() throws Exception {
        Account ada = registered();
        String verify = mailbox.last(ada.email(), VERIFY, 1).token();
        assertThat(statuses(() -> verify(verify))).filteredOn(status -> status == 204).hasSize(1);
        assertThat(events(ada)).filteredOn("EMAIL_VERIFIED"::equals).hasSize(1);
        String reset = resetToken(ada, 1);
        assertThat(statuses(() -> reset(reset, NEW_PASSWORD))).filteredOn(status -> status == 204).hasSize(1);
        assertThat(events(ada)).filteredOn("PASSWORD_RESET"::equals).hasSize(1);
    }

    /** Each is done or refused; too many hashes at once are a 503. */
    private static List<Integer> statuses(Callable<Response> call) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        try {
            List<Integer> statuses = new ArrayList<>();
            for (Future<Response> answer : threads.invokeAll(Collections.nCopies(AT_ONCE, call))) {
                statuses.add(answer.get().statusCode());
            }
            assertThat(statuses).isSubsetOf(204, 400, 503);
            return statuses;
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void aNewerTokenTakesThePlaceOfTheOneBefore() {
        Account ada = registered();
        String first = resetToken(ada, 1);
        String second = resetToken(ada, 2);
        assertBadToken(reset(first, NEW_PASSWORD));
        reset(second, NEW_PASSWORD).then().statusCode(204);
        String verify = mailbox.last(ada.email(), VERIFY, 1).token();
        Account bob = registered();
        String older = mailbox.last(bob.email(), VERIFY, 1).token();
        resend(bob.email()).then().statusCode(202);
        String newer = mailbox.last(bob.email(), VERIFY, 2).token();
        assertBadToken(verify(older));
        verify(newer).then().statusCode(204);
        // One of another account or purpose leaves it as it is.
        verify(verify).then().statusCode(204);
    }

    @Test
    void aTokenOfOnePurposeIsWorthNothingForTheOther() {
        Account ada = registered();
        String reset = resetToken(ada, 1);
        String verify = mailbox.last(ada.email(), VERIFY, 1).token();
        assertBadToken(verify(reset));
        assertBadToken(reset(verify, NEW_PASSWORD));
        verify(verify).then().statusCode(204);
        reset(reset, NEW_PASSWORD).then().statusCode(204);
    }

    @Test
    void mailTokensAreNoAccessOrRefreshTokensNorTheOtherWayRound() {
        Account ada = registered();
        for (String token : List.of(resetToken(ada, 1), mailbox.last(ada.email(), VERIFY, 1).token())) {
            Account.anonymous().auth().oauth2(token).get("/api/v1/auth/me").then().statusCode(401)
                    .body("code", equalTo("TOKEN_INVALID"));
            Account.anonymous().body(Map.of("refresh_token", token)).post("/api/v1/auth/refresh").then()
                    .statusCode(401).body("code", equalTo("TOKEN_INVALID"));
        }
        for (String token : List.of(ada.refreshToken(), ada.refreshToken().replace("twr_", "twm_"), "twm_", "x")) {
            assertBadToken(reset(token, NEW_PASSWORD));
            assertBadToken(verify(token));
        }
        reset(ada.token(), NEW_PASSWORD).then().statusCode(400);
        verify(ada.token()).then().statusCode(400);
        ada.request().get("/api/v1/auth/me").then().statusCode(200);
    }

    @Test
    void anAccountIsMailedAFewTimesAnHourAndThenAgain() throws SQLException {
        Account ada = registered();
        for (int i = 0; i < 8; i++) {
            forgot(ada.email()).then().statusCode(202);
        }
        // Letters are written in the order they were asked for: when this one is there, so would be those before it.
        registered();
        mailbox.last(ada.email(), RESET, 5);
        change("update mail_tokens set counted_from = counted_from - interval '61 minutes' where user_id = '" + ada.id()
                + "'");
        reset(resetToken(ada, 6), NEW_PASSWORD).then().statusCode(204);
    }

    @Test
    void anAddressIsMailedAFewTimesAnHourWhateverAccountsItIsOf() {
        String address = newName() + "@example.com";
        for (int i = 0; i < 12; i++) {
            String name = newName();
            Account.anonymous().body(Map.of("email", address, "username", name, "password", Account.PASSWORD))
                    .post("/api/v1/auth/register").then().statusCode(201);
            Account account = Account.signIn(address, Account.PASSWORD);
            mailbox.await(address, VERIFY, Math.min(i + 1, 10));
            account.request().body(Map.of("currentPassword", Account.PASSWORD))
                    .delete("/api/v1/users/" + account.id()).then().statusCode(204);
        }
        registered();
        assertThat(mailbox.received(address, VERIFY)).hasSize(10);
    }
}
