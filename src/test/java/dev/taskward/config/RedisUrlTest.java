package dev.taskward.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What providers print becomes what the client takes. */
class RedisUrlTest {
    @ParameterizedTest
    @CsvSource({"redis://cache, redis://cache:6379", "' redis://cache:1234/ ', redis://cache:1234",
            "rediss://cache/3, rediss://cache:6379/3", "redis://[::1]:1, redis://[::1]:1",
            "redis://:secret@cache, redis://:secret@cache:6379",
            "rediss://app:secret@cache:1/0?ssl_cert_reqs=none, rediss://app:secret@cache:1/0"})
    void everySpellingIsTaken(String printed, String taken) {
        assertThat(RedisUrl.parse(printed)).isEqualTo(taken);
    }

    @Test
    void whatThePlatformOrTheClientWouldReadOtherwiseIsEncoded() {
        assertThat(RedisUrl.parse("redis://a+b:p+q,r$s%2F%25@cache"))
                .isEqualTo("redis://a%2Bb:p%2Bq%2Cr%24s%2F%25@cache:6379");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cache:6379", "http://cache", "redis://", "redis://cache/one", "redis://u:secret@",
            "redis://u:sec ret@cache", "redis://u:secret%@cache", "unix:///run/redis"})
    void whatIsNoneIsToldWithoutTheSecret(String text) {
        assertThatThrownBy(() -> RedisUrl.parse(text)).isInstanceOf(IllegalArgumentException.class)
                .message().doesNotContain("secret");
    }
}
