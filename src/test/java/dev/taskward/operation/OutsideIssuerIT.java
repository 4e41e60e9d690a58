package dev.taskward.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.OkpJwkGenerator;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.taskward.support.OutsideIssuer;
import dev.taskward.support.OwnPostgres;
import dev.taskward.support.ServiceClient;
import dev.taskward.support.ServiceClient.User;
import dev.taskward.support.ServiceProcess;

/** Tokens of an outside issuer at two instances, and by each of the algorithms that can be set. */
public class OutsideIssuerIT {
    private static final String ADMIN_PASSWORD = "Root-of-all-8-evils";
    /** A second is promised; the rest is room for a busy machine. */
    private static final Duration SOON = Duration.ofSeconds(20);
    /** In the time that this many take on the slowest machine there are far fewer windows. */
    private static final int MANY = 100;
    private static OwnPostgres database;
    private static OutsideIssuer issuer;
    private static ServiceProcess first;
    private static ServiceProcess second;

    @BeforeAll
    static void start() throws JoseException {
        database = OwnPostgres.started();
        issuer = new OutsideIssuer(ServiceProcess.freePort(), "RS256", key("RS256")).start();
        first = service(issuer, "RS256").awaitReady();
        second = service(issuer, "RS256").awaitReady();
    }

    @AfterAll
    static void stop() {
        first.close();
        second.close();
        issuer.close();
        database.close();
    }

    private static ServiceProcess service(OutsideIssuer issuer, String algorithm) {
        Map<String, String> settings = database.settings();
        settings.putAll(Map.of("JWT_JWKS_URL", issuer.url(), "JWT_ISSUER", OutsideIssuer.ISSUER, "JWT_AUDIENCE",
                OutsideIssuer.AUDIENCE, "JWT_ALGORITHM", algorithm, "JWT_ROLE_CLAIM", "realm_access.roles",
                "JWT_ADMIN_ROLE", "taskward-admin", "ADMIN_EMAIL", "root@example.com", "ADMIN_PASSWORD",
                ADMIN_PASSWORD));
        return ServiceProcess.start(settings);
    }

    private static PublicJsonWebKey key(String algorithm) throws JoseException {
        return switch (algorithm) {
            case "ES256" -> EcJwkGenerator.generateJwk(EllipticCurves.P256);
            case "EdDSA" -> OkpJwkGenerator.generateJwk("Ed25519");
            default -> RsaJwkGenerator.generateJwk(2048);
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"PS256", "ES256", "EdDSA"})
    void anAlgorithmThatIsSetIsTakenAndNoOther(String algorithm) throws JoseException {
        try (OutsideIssuer own = new OutsideIssuer(ServiceProcess.freePort(), algorithm, key(algorithm)).start();
                ServiceProcess service = service(own, algorithm).awaitReady()) {
            assertThat(me(service.client(), own.token("algorithms")).status()).isEqualTo(200);
            assertThat(me(service.client(), issuer.token("algorithms")).status()).isEqualTo(401);
            assertThat(me(service.client(), service.client().register().token()).status()).isEqualTo(200);
        }
    }

    @Test
    void firstTokensAtBothAtOnceMakeOneAccount() throws SQLException {
        String token = issuer.token("everywhere");
        ExecutorService threads = Executors.newFixedThreadPool(16);
        List<CompletableFuture<ServiceClient.Answer>> calls = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            ServiceClient instance = i % 2 == 0 ? first.client() : second.client();
            calls.add(CompletableFuture.supplyAsync(() -> me(instance, token), threads));
        }
        String id = calls.get(0).join().text("/data/id");
        assertThat(calls).allSatisfy(call -> assertThat(call.join().text("/data/id")).isEqualTo(id));
        threads.shutdown();
        assertThat(database.count("select count(*) from users where username = 'everywhere'")).isOne();
    }

    @Test
    void aDeletionAtOneIsRefusedAtTheOther() {
        String token = issuer.token("deleted");
        String id = me(second.client(), token).text("/data/id");
        await().atMost(SOON).until(() -> me(second.client(), token).status() == 200);
        assertThat(first.client().exchange("DELETE", "/api/v1/users/" + id, root().token(), null).status())
                .isEqualTo(204);
        await().atMost(SOON).pollInterval(Duration.ofMillis(20))
                .until(() -> me(second.client(), token).status() == 401);
        assertThat(me(first.client(), token).status()).isEqualTo(401);
    }

    @Test
    void anAdminWhoIsMadeAUserAtOneIsOneAtTheOther() {
        String token = issuer.token("demoted", "taskward-admin");
        String id = me(second.client(), token).text("/data/id");
        assertThat(second.client().get("/api/v1/audit", token).status()).isEqualTo(200);
        assertThat(first.client().exchange("PATCH", "/api/v1/users/" + id, root().token(), "{\"role\": \"user\"}")
                .status()).isEqualTo(200);
        await().atMost(SOON).until(() -> second.client().get("/api/v1/audit", token).status() == 403);
    }

    @Test
    void aTokenCostsTheDatabaseTwoReadsASecondAndNotOneARequest() throws Exception {
        String token = issuer.token("busy");
        assertThat(me(first.client(), token).status()).isEqualTo(200);
        database.execute("create extension if not exists pg_stat_statements");
        database.execute("select pg_stat_statements_reset()");
        long begun = System.nanoTime();
        int requests = 0;
        for (; System.nanoTime() - begun < Duration.ofMillis(1_200).toNanos() || requests < MANY; requests++) {
            assertThat(me(first.client(), token).status()).isEqualTo(200);
        }
        int windows = (int) (Duration.ofNanos(System.nanoTime() - begun).toMillis() / 500) + 1;
        assertThat(requests).isGreaterThan(2 * windows);
        assertThat(database.count("select coalesce(sum(calls), 0)::int from pg_stat_statements "
                + "where query ilike '%from external_identities%' and query ilike 'select%'"))
                .isBetween(1, windows);
    }

    private static User root() {
        return first.client().signIn("root@example.com", ADMIN_PASSWORD);
    }

    private static ServiceClient.Answer me(ServiceClient instance, String token) {
        return instance.get("/api/v1/auth/me", token);
    }
}
