package dev.taskward.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.quarkus.test.junit.QuarkusTest;
import org.jose4j.keys.HmacKey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.taskward.support.Account;
import dev.taskward.support.ServiceTest;

/**
 * The cases of the playbook of jwt_tool 2.2 that {@link ForgedTokenTest} does not have: what is left are unsigned tokens,
 * key confusion, and keys that the token brings or names.
 */
@QuarkusTest
public class TokenPlaybookTest extends ServiceTest {
    private static Account ada;

    @BeforeEach
    void anAccount() {
        ada = ada == null ? Account.register() : ada;
    }

    private static String signature() {
        return ada.token().substring(ada.token().lastIndexOf('.') + 1);
    }

    private static String hmac(String key, Map<String, Object> header) {
        header.put("alg", "HS256");
        HmacKey secret = new HmacKey(key.getBytes(StandardCharsets.ISO_8859_1));
        return Forge.signBriefly(header, Forge.claims(ada), secret);
    }

    @Test
    void aBrokenSignatureIsRefused() {
        Bearer.assertRefused(ada.token().substring(0, ada.token().length() - 4), "TOKEN_INVALID");
    }

    @Test
    void aNullSignatureIsRefused() {
        Bearer.assertRefused(ada.token().substring(0, ada.token().lastIndexOf('.') + 1), "TOKEN_INVALID");
    }

    @Test
    void eachClaimIsCoveredByTheSignature() {
        for (String claim : Forge.claims(ada).keySet()) {
            Map<String, Object> claims = Forge.claims(ada);
            claims.put(claim,
                    claims.get(claim) instanceof Number number ? number.longValue() + 1 : "x" + claims.get(claim));
            Bearer.assertRefused(Forge.unsigned(Forge.header(ada), claims) + "." + signature(), "TOKEN_INVALID");
        }
    }

    @Test
    void theTokenItselfOutlivesAllThat() {
        aNullSignatureIsRefused();
        Bearer.assertTaken(ada.token());
    }

    /** An empty key is the same to HMAC as one of zeros (RFC 2104). */
    @ParameterizedTest
    @ValueSource(strings = {"\0", "secret", "password", "changeme", "your-256-bit-secret", "...",
            "[107 105 97 108 105]"})
    void aBlankOrCommonPasswordIsNoKey(String password) {
        Bearer.assertRefused(hmac(password, Forge.header(ada)), "TOKEN_INVALID");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "../../../../../../dev/null", "/dev/null", "/invalid_path", "|sleep 10",
            "x' UNION SELECT '1';--"})
    void aKeyIdIsNeitherAFileNorACommandNorAStatement(String id) {
        for (String key : List.of("\0", "1")) {
            Map<String, Object> header = Forge.header(ada);
            header.put("kid", id);
            long begun = System.nanoTime();
            Bearer.assertRefused(hmac(key, header), "TOKEN_INVALID");
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(9));
        }
    }
}
