package dev.taskward.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;

import org.junit.jupiter.api.Test;

/** Which variables make the database's address. */
class DatabaseSettingsTest {
    @Test
    void nothingConfiguredIsNoDatabase() {
        assertThat(read(Map.of("DB_USER", "app", "DB_PASSWORD", "secret"))).isNull();
    }

    @Test
    void theVariablesMakeAnAddressWithTheUsualPort() {
        DatabaseUrl url = read(Map.of("DB_HOST", "db", "DB_NAME", "tasks", "DB_USER", "app", "DB_PASSWORD", "p%41:@/"));
        assertThat(url.jdbc()).startsWith("jdbc:postgresql://db:5432/tasks?");
        assertThat(url.user()).isEqualTo("app");
        assertThat(url.password()).isEqualTo("p%41:@/");
    }

    @Test
    void theUrlGoesBeforeTheHost() {
        assertThat(read(Map.of("DATABASE_URL", "postgresql://one/a", "DB_HOST", "two", "DB_NAME", "b")).jdbc())
                .startsWith("jdbc:postgresql://one/a?");
    }

    @Test
    void aUserOrPasswordOfItsOwnGoesBeforeThatOfTheUrl() {
        DatabaseUrl url = read(Map.of("DATABASE_URL", "postgresql://app:old@h/d", "DB_PASSWORD", "new"));
        assertThat(url.user()).isEqualTo("app");
        assertThat(url.password()).isEqualTo("new");
    }

    @Test
    void aHostAloneIsRefused() {
        assertThatThrownBy(() -> read(Map.of("DB_HOST", "db", "DB_PASSWORD", "s3cret")))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("DB_NAME")
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void withoutADirectAddressThatIsTheSame() {
        assertThat(direct(Map.of("DATABASE_URL", "postgresql://app:s@h/d")))
                .isEqualTo(DatabaseUrl.parse("postgresql://app:s@h/d"));
        assertThat(direct(Map.of("DATABASE_DIRECT_URL", "postgresql://app:s@h/d"))).isNull();
    }

    @Test
    void theDirectAddressTakesTheAccountItLacksFromTheOther() {
        DatabaseUrl direct = direct(Map.of("DATABASE_URL", "postgresql://app:s3cret@pooler:6432/d",
                "DATABASE_DIRECT_URL", "postgresql://db/d"));
        assertThat(direct.jdbc()).startsWith("jdbc:postgresql://db/d?");
        assertThat(direct.user()).isEqualTo("app");
        assertThat(direct.password()).isEqualTo("s3cret");
    }

    @Test
    void theDirectAddressMayHaveAnAccountOfItsOwn() {
        DatabaseUrl direct = direct(Map.of("DATABASE_URL", "postgresql://app:s3cret@pooler/d", "DATABASE_DIRECT_URL",
                "postgresql://owner:other@db/d"));
        assertThat(direct.user()).isEqualTo("owner");
        assertThat(direct.password()).isEqualTo("other");
    }

    @Test
    void theSingleVariablesGoBeforeTheDirectAddress() {
        DatabaseUrl direct = direct(Map.of("DATABASE_URL", "postgresql://app@pooler/d", "DATABASE_DIRECT_URL",
                "postgresql://app:old@db/d", "DB_PASSWORD", "new"));
        assertThat(direct.password()).isEqualTo("new");
    }

    @Test
    void aDirectAddressWithoutAnAccountIsRefused() {
        assertThatThrownBy(() -> direct(Map.of("DATABASE_URL", "postgresql://app@pooler/d", "DATABASE_DIRECT_URL",
                "postgresql://db/d"))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("DB_PASSWORD");
    }

    private static DatabaseUrl direct(Map<String, String> variables) {
        return DatabaseSettings.readDirect(variables::get);
    }

    private static DatabaseUrl read(Map<String, String> variables) {
        return DatabaseSettings.read(variables::get);
    }
}
