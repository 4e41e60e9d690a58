package dev.taskward.external;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.keys.HmacKey;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.taskward.auth.Bearer;
import dev.taskward.auth.Forge;
import dev.taskward.support.Account;
import dev.taskward.support.Environment;
import dev.taskward.support.OutsideIssuer;
import dev.taskward.support.ServiceProcess;
import dev.taskward.support.ServiceTest;
import dev.taskward.support.TestKey;

/** Tokens of an outside issuer by its JWK set: those that are good, and each way in which one may not be. */
@QuarkusTest
@TestProfile(ExternalTokenTest.Variables.class)
public class ExternalTokenTest extends ServiceTest {
    /** As long as the service waits between two looks at the issuer's keys, and some more. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static OutsideIssuer issuer;

    public static class Variables implements QuarkusTestProfile {
        /** A system property, because profile and test may be loaded by different class loaders. */
        private static final String PORT = "taskward.test.issuer-port";

        @Override
        public Map<String, String> getConfigOverrides() {
            if (System.getProperty(PORT) == null) {
                System.setProperty(PORT, Integer.toString(ServiceProcess.freePort()));
            }
            return Map.of("JWT_JWKS_URL", "http://localhost:" + System.getProperty(PORT) + "/jwks.json",
                    "JWT_ISSUER", OutsideIssuer.ISSUER, "JWT_AUDIENCE", OutsideIssuer.AUDIENCE,
                    "JWT_ROLE_CLAIM", "realm_access.roles", "JWT_ADMIN_ROLE", "taskward-admin",
                    "taskward.external.keys-pause", "PT1S");
        }
    }

    /** Only now, after the service: it has asked in vain, and has to ask again. */
    @BeforeEach
    void anIssuer() {
        if (issuer == null) {
            issuer = new OutsideIssuer(Integer.getInteger(Variables.PORT), "RS256", newKey()).start();
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> Bearer.me("Bearer " + issuer.token("first")).statusCode() == 200);
        }
    }

    @AfterAll
    static void theIssuerStops() {
        issuer.close();
    }

    private static RsaJsonWebKey newKey() {
        TestKey key = TestKey.make();
        RsaJsonWebKey jwk = new RsaJsonWebKey(key.publicKey());
        jwk.setPrivateKey(key.key());
        return jwk;
    }

    @Test
    void aGoodTokenIsTakenAndItsUserHasTasksLikeAnyOther() {
        String token = issuer.token("grace");
        String id = Bearer.me("Bearer " + token).path("data.id");
        Account.anonymous().auth().oauth2(token).body(Map.of("title", "Of elsewhere")).post("/api/v1/tasks").then()
                .statusCode(201);
        Account.anonymous().auth().oauth2(token).get("/api/" + id + "/tasks").then().statusCode(200);
        Account.anonymous().auth().oauth2(token).get("/api/" + Account.register().id() + "/tasks").then()
                .statusCode(403);
    }

    @Test
    void ourOwnTokensAreTakenBeside() {
        Account ada = Account.register();
        Bearer.assertTaken(ada.token());
        assertThat(Forge.claims(ada)).containsEntry("iss", "taskward").containsEntry("aud", "taskward");
    }

    @ParameterizedTest
    @ValueSource(strings = {"JWT", "jwt", "at+jwt", "application/at+jwt"})
    void theTypeMayBeThatOfATokenOrOfAnAccessToken(String type) {
        Map<String, Object> header = issuer.header();
        header.put("typ", type);
        Bearer.assertTaken(OutsideIssuer.sign(header, OutsideIssuer.claims("grace"), issuer.key().getPrivateKey()));
    }

    @Test
    void theTypeMayBeAbsentAndAnotherIsRefused() {
        Map<String, Object> header = issuer.header();
        header.remove("typ");
        Bearer.assertTaken(OutsideIssuer.sign(header, OutsideIssuer.claims("grace"), issuer.key().getPrivateKey()));
        header.put("typ", "logout+jwt");
        Bearer.assertRefused(OutsideIssuer.sign(header, OutsideIssuer.claims("grace"), issuer.key().getPrivateKey()),
                "TOKEN_INVALID");
    }

    @Test
    void theKeyNeedNotBeNamedWhereThereIsOneOnly() {
        Map<String, Object> header = issuer.header();
        header.remove("kid");
        Bearer.assertTaken(OutsideIssuer.sign(header, OutsideIssuer.claims("grace"), issuer.key().getPrivateKey()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"iss", "aud", "sub", "exp"})
    void everyClaimThatIsNeededMustBeThere(String claim) {
        Map<String, Object> claims = OutsideIssuer.claims("grace");
        claims.remove(claim);
        Bearer.assertRefused(issuer.sign(claims), "TOKEN_INVALID");
    }

    @Test
    void aClaimThatIsWrongIsRefused() {
        long now = Instant.now().getEpochSecond();
        for (Map.Entry<String, Object> wrong : List.<Map.Entry<String, Object>>of(
                Map.entry("iss", "https://id.example.com/realms/other"), Map.entry("iss", OutsideIssuer.ISSUER + "/"),
                Map.entry("iss", "taskward"), Map.entry("iss", List.of(OutsideIssuer.ISSUER)),
                Map.entry("aud", "https://other.example.com"), Map.entry("aud", "taskward"),
                Map.entry("aud", List.of()),
                Map.entry("sub", ""), Map.entry("sub", 7), Map.entry("sub", "a\u0000b"),
                Map.entry("sub", "s".repeat(256)),
                Map.entry("exp", "never"), Map.entry("nbf", now + 600), Map.entry("iat", now + 600))) {
            Map<String, Object> claims = OutsideIssuer.claims("grace");
            claims.put(wrong.getKey(), wrong.getValue());
            Bearer.assertRefused(issuer.sign(claims), "TOKEN_INVALID");
        }
    }

    @Test
    void anExpiredTokenIsToldAsOne() {
        Map<String, Object> claims = OutsideIssuer.claims("grace");
        claims.put("exp", Instant.now().getEpochSecond() - 60);
        Bearer.assertRefused(issuer.sign(claims), "TOKEN_EXPIRED");
    }

    @Test
    void aClockThatIsALittleAheadIsForgiven() {
        Map<String, Object> claims = OutsideIssuer.claims("grace");
        claims.put("iat", Instant.now().getEpochSecond() + 10);
        claims.put("nbf", Instant.now().getEpochSecond() + 10);
        Bearer.assertTaken(issuer.sign(claims));
    }

    @Test
    void thePublicKeyIsNoSharedSecret() {
        byte[] der = issuer.key().getPublicKey().getEncoded();
        String pem = "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[]{'\n'}).encodeToString(der)
                + "\n-----END PUBLIC KEY-----\n";
        for (byte[] secret : List.of(der, pem.getBytes(StandardCharsets.UTF_8))) {
            Map<String, Object> header = issuer.header();
            header.put("alg", "HS256");
            Bearer.assertRefused(OutsideIssuer.sign(header, OutsideIssuer.claims("grace"), new HmacKey(secret)),
                    "TOKEN_INVALID");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PS256", "RS384", "RS512"})
    void anotherAlgorithmIsRefusedThoughTheKeyIsRight(String algorithm) {
        Map<String, Object> header = issuer.header();
        header.put("alg", algorithm);
        Bearer.assertRefused(OutsideIssuer.sign(header, OutsideIssuer.claims("grace"), issuer.key().getPrivateKey()),
                "TOKEN_INVALID");
    }

    @Test
    void noneIsNoAlgorithm() {
        Map<String, Object> header = issuer.header();
        header.put("alg", "none");
        Bearer.assertRefused(Forge.unsigned(header, OutsideIssuer.claims("grace")) + ".", "TOKEN_INVALID");
        Bearer.assertRefused(Forge.unsigned(header, OutsideIssuer.claims("grace")) + ".e30", "TOKEN_INVALID");
    }

    @Test
    void eachIssuersKeysAreGoodForItsOwnTokensAlone() {
        Account ada = Account.register();
        Map<String, Object> ours = Forge.header(ada);
        Map<String, Object> theirs = issuer.header();
        theirs.put("typ", "at+jwt");
        Bearer.assertRefused(OutsideIssuer.sign(ours, OutsideIssuer.claims("grace"), Environment.key()),
                "TOKEN_INVALID");
        Bearer.assertRefused(OutsideIssuer.sign(theirs, OutsideIssuer.claims("grace"), Environment.key()),
                "TOKEN_INVALID");
        Bearer.assertRefused(OutsideIssuer.sign(theirs, Forge.claims(ada), issuer.key().getPrivateKey()),
                "TOKEN_INVALID");
        Bearer.assertRefused(OutsideIssuer.sign(ours, Forge.claims(ada), issuer.key().getPrivateKey()),
                "TOKEN_INVALID");
        Bearer.assertTaken(OutsideIssuer.sign(ours, Forge.claims(ada), Environment.key()));
    }

    @Test
    void aKeyThatTheTokenBringsIsNotUsed() {
        RsaJsonWebKey foreign = newKey();
        Map<String, Object> header = issuer.header();
        header.put("jwk", foreign.toParams(JsonWebKey.OutputControlLevel.PUBLIC_ONLY));
        Bearer.assertRefused(OutsideIssuer.sign(header, OutsideIssuer.claims("grace"), foreign.getPrivateKey()),
                "TOKEN_INVALID");
    }

    @Test
    void aKeyThatTheIssuerTakesUpIsKnownWithoutARestartAndOneItDropsIsRefused() {
        String before = issuer.token("grace");
        Bearer.assertTaken(before);
        issuer.publish(newKey());
        String after = issuer.token("grace");
        await().atMost(PATIENCE).until(() -> Bearer.me("Bearer " + after).statusCode() == 200);
        Bearer.assertRefused(before, "TOKEN_INVALID");
    }

    @Test
    void madeUpKeysDoNotMakeTheServiceAskAgainAndAgain() throws Exception {
        Bearer.assertTaken(issuer.token("grace"));
        int before = issuer.asked();
        long begun = System.nanoTime();
        List<Integer> answers = parallel(200, index -> {
            Map<String, Object> header = issuer.header();
            header.put("kid", "made-up-" + index);
            return OutsideIssuer.sign(header, OutsideIssuer.claims("grace"), issuer.key().getPrivateKey());
        });
        long fetchesAllowed = 1 + Duration.ofNanos(System.nanoTime() - begun).toSeconds();
        assertThat(answers).isNotEmpty().allMatch(status -> status == 401 || status == 503).contains(401);
        assertThat(issuer.asked() - before).isLessThanOrEqualTo((int) fetchesAllowed);
    }

    @Test
    void whileTheIssuerIsAwayItsTokensStayGoodAndNewKeysAreToldAsNotToBeHadNow() {
        String known = issuer.token("grace");
        Bearer.assertTaken(known);
        issuer.close();
        String unknown = OutsideIssuer.sign(Map.of("alg", "RS256", "kid", "new"), OutsideIssuer.claims("grace"),
                issuer.key().getPrivateKey());
        await().atMost(PATIENCE).untilAsserted(() -> Bearer.me("Bearer " + unknown).then().statusCode(503)
                .header("Retry-After", "1"));
        Bearer.assertTaken(known);
        issuer.start();
        await().atMost(PATIENCE).until(() -> Bearer.me("Bearer " + unknown).statusCode() == 401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"redirect", "large", "no JSON", "status", "silent", "endless"})
    void anIssuerThatAnswersOtherwiseChangesNothingAndHoldsNobodyUp(String how) {
        String known = issuer.token("grace");
        Bearer.assertTaken(known);
        var usual = issuer.answer();
        RsaJsonWebKey foreign = newKey();
        foreign.setKeyId("foreign");
        String keys = new JsonWebKeySet(foreign).toJson();
        issuer.answerWith(exchange -> {
            if (how.equals("redirect") && !exchange.getRequestURI().getPath().equals("/elsewhere")) {
                exchange.getResponseHeaders().set("Location", "/elsewhere");
                exchange.sendResponseHeaders(302, -1);
                return;
            }
            switch (how) {
                case "large" -> OutsideIssuer.send(exchange, 200, keys + " ".repeat(300_000));
                case "no JSON" -> OutsideIssuer.send(exchange, 200, "<html>");
                case "status" -> OutsideIssuer.send(exchange, 203, keys);
                case "silent" -> pause(Duration.ofSeconds(20));
                case "endless" -> {
                    exchange.sendResponseHeaders(200, 0);
                    for (int i = 0; i < 20; i++) {
                        exchange.getResponseBody().write(' ');
                        exchange.getResponseBody().flush();
                        pause(Duration.ofSeconds(1));
                    }
                }
                default -> OutsideIssuer.send(exchange, 200, keys);
            }
        });
        String unknown = OutsideIssuer.sign(Map.of("alg", "RS256", "kid", "foreign"), OutsideIssuer.claims("grace"),
                foreign.getPrivateKey());
        await().atMost(PATIENCE).until(() -> {
            long begun = System.nanoTime();
            int status = Bearer.me("Bearer " + unknown).statusCode();
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(15));
            assertThat(status).isNotEqualTo(200);
            return status == 503;
        });
        Bearer.assertTaken(known);
        issuer.answerWith(usual);
        await().atMost(PATIENCE).until(() -> Bearer.me("Bearer " + unknown).statusCode() == 401);
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Integer> parallel(int count, IntFunction<String> token) throws Exception {
        List<String> tokens = IntStream.range(0, count).mapToObj(token).toList();
        ExecutorService threads = Executors.newFixedThreadPool(32);
        List<Future<Response>> calls = tokens.stream()
                .map(each -> threads.submit(() -> Bearer.me("Bearer " + each))).toList();
        threads.shutdown();
        List<Integer> statuses = new ArrayList<>();
        for (Future<Response> call : calls) {
            statuses.add(call.get().statusCode());
        }
        return statuses;
    }
}
