package dev.taskward.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.taskward.support.Account;
import dev.taskward.support.ServiceTest;

/** A merge patch of an account changes what it names and nothing else (RFC 7396). */
@QuarkusTest
public class UserPatchTest extends ServiceTest {
    private static final String USERS = "/api/v1/users/";

    private static Map<String, Object> read(Account account) {
        return Account.admin().request().get(USERS + account.id()).then().statusCode(200).extract().path("data");
    }

    private static Map<String, Object> without(Map<String, Object> account, String field) {
        Map<String, Object> rest = new HashMap<>(account);
        rest.keySet().removeAll(List.of(field, "updatedAt"));
        return rest;
    }

    private static void isTheOnlyChange(Account ada, Account by, String field, String value, String shown) {
        Map<String, Object> before = read(ada);
        by.request().body(Map.of(field, value)).patch(USERS + ada.id()).then().statusCode(200);
        Map<String, Object> after = read(ada);
        assertThat(after).containsEntry(field, shown);
        assertThat(without(after, field)).isEqualTo(without(before, field));
    }

    @Test
    void theFieldThatItNamesChangesAndNoOther() {
        Account ada = Account.register();
        isTheOnlyChange(ada, ada, "email", "New." + ada.email(), "new." + ada.email());
        isTheOnlyChange(ada, ada, "username", "N" + ada.username(), "N" + ada.username());
        isTheOnlyChange(ada, Account.admin(), "role", "admin", "admin");
        isTheOnlyChange(ada, Account.admin(), "role", "user", "user");
    }

    @Test
    void aNewPasswordChangesNothingThatShows() {
        Account ada = Account.register();
        Map<String, Object> before = read(ada);
        ada.request().body(Map.of("password", "Better-horse-8", "currentPassword", ada.password()))
                .patch(USERS + ada.id()).then().statusCode(200);
        assertThat(without(read(ada), "updatedAt")).isEqualTo(without(before, "updatedAt"));
        Account.signIn(ada.email(), "Better-horse-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"email", "username"})
    void nullIsRefusedWhereAFieldMayNotBeEmpty(String field) {
        Account ada = Account.register();
        Map<String, Object> before = read(ada);
        ada.request().body("{\"" + field + "\": null}").patch(USERS + ada.id()).then().statusCode(400)
                .body("details.field", equalTo(List.of(field)));
        assertThat(read(ada)).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"role\": null}", "{\"password\": null}", "{\"unknown\": 1}",
            "{\"currentPassword\": \"Whatever-9\"}"})
    void oneThatChangesNothingLeavesTimesAndEtagAlone(String patch) {
        Account ada = Account.register();
        Map<String, Object> before = read(ada);
        String etag = ada.request().get(USERS + ada.id()).header("ETag");
        ada.request().body(patch).patch(USERS + ada.id()).then().statusCode(200).header("ETag", etag);
        assertThat(read(ada)).isEqualTo(before);
    }
}
