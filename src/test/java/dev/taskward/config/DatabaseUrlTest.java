package dev.taskward.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What providers print becomes what the driver takes. */
class DatabaseUrlTest {
    @Test
    void aUrlIsTakenApart() {
        DatabaseUrl url = DatabaseUrl.parse("postgresql://app:secret@db.example.com:6432/tasks");
        assertThat(url.jdbc()).startsWith("jdbc:postgresql://db.example.com:6432/tasks?");
        assertThat(url.user()).isEqualTo("app");
        assertThat(url.password()).isEqualTo("secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgres://h/d", "postgresql://h/d", "jdbc:postgresql://h/d", "  postgresql://h/d\n"})
    void everySpellingOfTheSchemeIsTaken(String text) {
        assertThat(DatabaseUrl.parse(text).jdbc()).startsWith("jdbc:postgresql://h/d?");
    }

    @Test
    void userAndPasswordArePercentDecodedAndAPlusIsOne() {
        DatabaseUrl url = DatabaseUrl.parse("postgresql://a%40b:p%3Aq%2F%25%24%7B+%C3%A9:z@h/d");
        assertThat(url.user()).isEqualTo("a@b");
        assertThat(url.password()).isEqualTo("p:q/%${+é:z");
    }

    @Test
    void theAccountMayBeMissing() {
        DatabaseUrl url = DatabaseUrl.parse("postgresql://h/d");
        assertThat(url.user()).isNull();
        assertThat(url.password()).isNull();
        assertThat(DatabaseUrl.parse("postgresql://app@h/d").user()).isEqualTo("app");
        assertThat(DatabaseUrl.parse("postgresql://app@h/d").password()).isNull();
    }

    @Test
    void anIpv6HostKeepsItsBrackets() {
        assertThat(DatabaseUrl.parse("postgresql://app:s@[2001:db8::1]:5433/d").jdbc())
                .startsWith("jdbc:postgresql://[2001:db8::1]:5433/d?");
    }

    @Test
    void sslModeStaysAndWhatTheDriverDoesNotKnowGoes() {
        String jdbc = DatabaseUrl.parse("postgresql://h/d?sslmode=require&channel_binding=require&connect_timeout=10")
                .jdbc();
        assertThat(settings(jdbc)).contains("sslmode=require").noneMatch(it -> it.startsWith("channel_binding"))
                .noneMatch(it -> it.startsWith("connect_timeout"));
    }

    @Test
    void aSettingThatIsGivenIsNotOverridden() {
        String jdbc = DatabaseUrl.parse("postgresql://h/d?socketTimeout=60&ApplicationName=mine").jdbc();
        assertThat(settings(jdbc)).contains("socketTimeout=60", "ApplicationName=mine", "prepareThreshold=1")
                .doesNotContain("socketTimeout=5", "ApplicationName=taskward");
    }

    @Test
    void migrationsMayTakeTheirTimeUnlessTheUrlSaysOtherwise() {
        assertThat(settings(DatabaseUrl.parse("postgresql://h/d").jdbc())).contains("socketTimeout=5");
        assertThat(settings(DatabaseUrl.parse("postgresql://h/d").migrating())).contains("socketTimeout=0");
        assertThat(settings(DatabaseUrl.parse("postgresql://h/d?socketTimeout=50").migrating()))
                .contains("socketTimeout=50");
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3cret", "mysql://app:s3cret@h/d", "postgresql://app:s3cret@h",
            "postgresql://app:s3cret@h/",
            "postgresql:///s3cret", "postgresql://app:s3cret^@h/d", "postgresql://app:s3cret@h:port/d"})
    void whatIsNoDatabaseIsRefusedInWordsThatRepeatNothingOfIt(String text) {
        assertThatThrownBy(() -> DatabaseUrl.parse(text)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("s3cret").hasMessageNotContaining("app").hasNoCause();
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgresql://app:s3cret%zz@h/d", "postgresql://app:s3cret%@h/d"})
    void aBadPercentEscapeIsRefusedInWordsThatRepeatNothingOfIt(String text) {
        assertThatThrownBy(() -> DatabaseUrl.parse(text)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("s3cret").hasMessageNotContaining("zz").hasNoCause();
    }

    private static String[] settings(String jdbc) {
        return jdbc.substring(jdbc.indexOf('?') + 1).split("&");
    }
}
