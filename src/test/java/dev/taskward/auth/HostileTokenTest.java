package dev.taskward.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.interfaces.RSAPrivateCrtKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

import io.quarkus.test.junit.QuarkusTest;
import org.jose4j.keys.HmacKey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.taskward.support.Account;
import dev.taskward.support.Call;
import dev.taskward.support.Environment;
import dev.taskward.support.Refusal;
import dev.taskward.support.ServiceTest;

/** Tokens that are odd in their JSON, in their size or in what their header asks for, most under our own signature. */
@QuarkusTest
public class HostileTokenTest extends ServiceTest {
    private static final RSAPrivateCrtKey OURS = Environment.key();
    private static Account ada;
    private String header;
    private String claims;

    @BeforeEach
    void aGoodToken() {
        ada = ada == null ? Account.register() : ada;
        header = Forge.json(Forge.header(ada));
        claims = Forge.json(Forge.claims(ada));
    }

    @Test
    void whatIsMadeHereIsTakenWhereNothingIsWrong() {
        Bearer.assertTaken(Forge.signAsIs(header, claims, OURS));
        Bearer.assertTaken(Forge.signAsIs(header.replace("\"alg\"", " \"\\u0061lg\""), claims, OURS));
    }

    /** RFC 7515 section 4 and RFC 7519 section 4: one of two readers would take the other one. */
    @ParameterizedTest
    @ValueSource(strings = {"\"alg\":\"none\"", "\"alg\":\"RS256\"", "\"\\u0061lg\":\"none\"", "\"kid\":\"other\"",
            "\"typ\":\"JWT\""})
    void aHeaderMemberThatIsThereTwiceIsRefused(String twice) {
        Bearer.assertRefused(Forge.signAsIs(first(header, twice), claims, OURS), "TOKEN_INVALID");
        Bearer.assertRefused(Forge.signAsIs(last(header, twice), claims, OURS), "TOKEN_INVALID");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"sub\":\"01936f3e-5b7a-7c3d-9a41-2f6b8c0d1e2f\"", "\"exp\":32503680000",
            "\"groups\":[\"user\",\"admin\"]", "\"\\u0065xp\":32503680000", "\"iss\":\"taskward\""})
    void aClaimThatIsThereTwiceIsRefused(String twice) {
        Bearer.assertRefused(Forge.signAsIs(header, first(claims, twice), OURS), "TOKEN_INVALID");
        Bearer.assertRefused(Forge.signAsIs(header, last(claims, twice), OURS), "TOKEN_INVALID");
    }

    @ParameterizedTest
    @ValueSource(strings = {"n\\u006fne", "\\u006e\\u006f\\u006e\\u0065", "none ", " none", "none\\u0000", "none\\n"})
    void noneIsNoAlgorithmHoweverItIsWritten(String none) {
        String unsigned = Forge.encode(header.replace("RS256", none)) + "." + Forge.encode(claims) + ".";
        Bearer.assertRefused(unsigned, "TOKEN_INVALID");
        Bearer.assertRefused(unsigned + Forge.signAsIs(header, claims, OURS).split("\\.")[2], "TOKEN_INVALID");
        Bearer.assertRefused(Forge.signAsIs(header.replace("RS256", none), claims, OURS), "TOKEN_INVALID");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "0", "true", "[]", "[\"RS256\"]", "{}", "{\"alg\":\"RS256\"}"})
    void headerMembersOfTheWrongTypeAreRefused(String value) {
        for (String member : List.of("alg", "kid", "typ")) {
            Bearer.assertRefused(
                    Forge.signAsIs(header.replaceFirst("\"" + member + "\":\"[^\"]*\"", "\"" + member + "\":" + value),
                            claims, OURS),
                    "TOKEN_INVALID");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "\"1e400\"", "\"32503680000\"", "[32503680000]", "true", "{}"})
    void timesOfTheWrongTypeAreRefused(String value) {
        for (String claim : List.of("exp", "iat")) {
            Bearer.assertRefused(Forge.signAsIs(header,
                    claims.replaceFirst("\"" + claim + "\":\\d+", "\"" + claim + "\":" + value), OURS),
                    "TOKEN_INVALID");
        }
        if (!value.equals("null")) {
            Bearer.assertRefused(Forge.signAsIs(header, last(claims, "\"nbf\":" + value), OURS), "TOKEN_INVALID");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"admin\"", "{\"admin\":true}", "[[\"admin\"]]", "7", "null"})
    void groupsOfTheWrongTypeGiveNothing(String groups) {
        String token = Forge.signAsIs(header, claims.replace("[\"user\"]", groups), OURS);
        assertThat(Account.anonymous().auth().oauth2(token).get("/api/v1/audit").statusCode()).isIn(401, 403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "\"text\"", "7", "{", "{}", "{\"alg\":\"RS256\"", "not json"})
    void aHeaderOrPayloadThatIsNoObjectIsRefused(String text) {
        Bearer.assertRefused(Forge.signAsIs(text, claims, OURS), "TOKEN_INVALID");
        Bearer.assertRefused(Forge.signAsIs(header, text, OURS), "TOKEN_INVALID");
    }

    @Test
    void whatFollowsTheJsonIsRefused() {
        for (String tail : List.of("x", "{}", "}", "\u0000")) {
            Bearer.assertRefused(Forge.signAsIs(header + tail, claims, OURS), "TOKEN_INVALID");
            Bearer.assertRefused(Forge.signAsIs(header, claims + tail, OURS), "TOKEN_INVALID");
        }
    }

    @Test
    void jsonThatIsNestedDeeplyIsRefusedLikeAnyOther() {
        String deep = "[".repeat(2_000) + "]".repeat(2_000);
        String objects = "{\"a\":".repeat(700) + "1" + "}".repeat(700);
        for (String hostile : List.of(deep, objects, "[".repeat(4_000))) {
            Bearer.assertRefused(Forge.encode(hostile) + "." + Forge.encode("{}") + ".AAAA", "TOKEN_INVALID");
            Bearer.assertRefused(Forge.encode(header) + "." + Forge.encode(hostile) + ".AAAA", "TOKEN_INVALID");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"crit\":[]", "\"crit\":[\"exp\"]", "\"crit\":[\"alg\"]", "\"crit\":\"b64\"",
            "\"crit\":[\"b64\"],\"b64\":true", "\"crit\":[\"b64\"],\"b64\":false", "\"b64\":false", "\"b64\":true"})
    void extensionsAreRefused(String members) {
        Bearer.assertRefused(Forge.signAsIs(last(header, members), claims, OURS), "TOKEN_INVALID");
    }

    @Test
    void aPayloadThatIsNotEncodedIsRefused() {
        String signed = Forge.encode(last(header, "\"crit\":[\"b64\"],\"b64\":false")) + "." + claims;
        Bearer.assertRefused(signed + "." + Forge.signAsIs(header, claims, OURS).split("\\.")[2], "TOKEN_INVALID");
    }

    @Test
    void aPartThatIsCompressedOrOfAnotherContentIsRefused() {
        Bearer.assertRefused(Forge.signAsIs(last(header, "\"cty\":\"JWT\""), ada.token(), OURS), "TOKEN_INVALID");
        Bearer.assertRefused(Forge.signAsIs(last(header, "\"zip\":\"DEF\""), "\u0078\u009c", OURS), "TOKEN_INVALID");
    }

    /** RFC 4648 section 3.5: or one token could be written in several ways, all of them under its signature. */
    @Test
    void theBitsOfTheLastCharacterThatEncodeNothingMustBeZero() {
        String token = ada.token();
        assertThat(token.substring(token.lastIndexOf('.') + 1)).hasSize(342).matches(".*[AQgw]");
        char last = token.charAt(token.length() - 1);
        for (int other = 1; other < 16; other++) {
            char next = (char) (last == 'w' ? "xyz0123456789-_".charAt(other - 1) : last + other);
            Bearer.assertRefused(token.substring(0, token.length() - 1) + next, "TOKEN_INVALID");
        }
    }

    @Test
    void theOtherSerializationsAreRefused() {
        String[] parts = ada.token().split("\\.");
        String flattened = "{\"protected\":\"" + parts[0] + "\",\"payload\":\"" + parts[1] + "\",\"signature\":\""
                + parts[2] + "\"}";
        Bearer.assertRefused(flattened, "TOKEN_INVALID");
        Bearer.assertRefused(Forge.encode(flattened), "TOKEN_INVALID");
        Bearer.assertRefused("{\"payload\":\"" + parts[1] + "\",\"signatures\":[{\"protected\":\"" + parts[0]
                + "\",\"signature\":\"" + parts[2] + "\"}]}", "TOKEN_INVALID");
    }

    @Test
    void aCertificateThatTheTokenBringsIsNotUsed(@TempDir Path directory) throws Exception {
        KeyStore foreign = selfSigned(directory);
        PrivateKey key = (PrivateKey) foreign.getKey("foreign", "password".toCharArray());
        Certificate certificate = foreign.getCertificate("foreign");
        String der = Base64.getEncoder().encodeToString(certificate.getEncoded());
        String thumbprint = Forge.encode(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
        for (String members : List.of("\"x5c\":[\"" + der + "\"]", "\"x5t#S256\":\"" + thumbprint + "\"",
                "\"x5c\":[\"" + der + "\"],\"x5t#S256\":\"" + thumbprint + "\"")) {
            Bearer.assertRefused(Forge.signAsIs(last(header, members), claims, key), "TOKEN_INVALID");
            Bearer.assertRefused(Forge.signAsIs(last(header.replaceFirst("\"kid\":\"[^\"]*\",?", "")
                    .replace(",}", "}"), members), claims, key), "TOKEN_INVALID");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HS256", "HS384", "HS512"})
    void noPublishedValueIsASharedSecret(String algorithm) {
        Map<String, Object> forged = Forge.header(ada);
        forged.put("alg", algorithm);
        String modulus = Forge.encode(PemKeys.publicKeyOf(OURS).getModulus().toByteArray());
        for (String secret : List.of((String) forged.get("kid"), modulus, "secret".repeat(11), " ".repeat(64))) {
            Bearer.assertRefused(Forge.sign(forged, Forge.claims(ada), new HmacKey((secret + "x".repeat(64))
                    .substring(0, Math.max(64, secret.length())).getBytes())), "TOKEN_INVALID");
        }
    }

    @Test
    void aTokenOfAnotherKindIsNoAccessToken() {
        Bearer.assertRefused(ada.refreshToken(), "TOKEN_INVALID");
        Bearer.assertRefused(ada.again().refreshToken().substring(4), "TOKEN_INVALID");
    }

    @Test
    void aLargeTokenIsRefusedAndAVeryLargeOneIsNotEvenLookedAt() {
        Bearer.assertRefused("A".repeat(3_000) + "." + "A".repeat(3_000) + "." + "A".repeat(1_000), "TOKEN_INVALID");
        Bearer.assertRefused(Forge.signAsIs(header, last(claims, "\"filler\":\"" + "x".repeat(4_000) + "\",\"exp\":1"),
                OURS), "TOKEN_INVALID");
        Refusal.envelope(Call.get("/api/v1/auth/me").header("Authorization", "Bearer " + "A".repeat(9_000)).send(), 431,
                "HEADERS_TOO_LARGE");
        assertThat(Call.get("/api/v1/auth/me").header("Authorization", "Bearer " + "A".repeat(16 * 1024)).send()
                .status()).isEqualTo(431);
    }

    private static String first(String object, String members) {
        return "{" + members + "," + object.substring(1);
    }

    private static String last(String object, String members) {
        return object.substring(0, object.length() - 1) + "," + members + "}";
    }

    /** By the tool that comes with every JDK. */
    private static KeyStore selfSigned(Path directory) throws Exception {
        Path file = directory.resolve("foreign.p12");
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "keytool")
                .toString(), "-genkeypair", "-alias", "foreign", "-keyalg", "RSA", "-keysize", "2048", "-dname",
                "CN=taskward", "-storetype", "PKCS12", "-storepass", "password", "-keystore", file.toString()));
        assertThat(new ProcessBuilder(command).redirectErrorStream(true).start().waitFor()).isZero();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, "password".toCharArray());
        }
        return store;
    }
}
