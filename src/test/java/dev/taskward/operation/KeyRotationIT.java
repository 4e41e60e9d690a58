package dev.taskward.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import dev.taskward.support.Account;
import dev.taskward.support.MountedSecret;
import dev.taskward.support.OwnPostgres;
import dev.taskward.support.ServiceClient;
import dev.taskward.support.ServiceClient.Answer;
import dev.taskward.support.ServiceClient.User;
import dev.taskward.support.ServiceProcess;
import dev.taskward.support.TestKey;

/** Signing keys change by what is in a directory, while two instances go on serving, and no client notices. */
public class KeyRotationIT {
    private static final Duration LIFETIME = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static OwnPostgres database;

    @BeforeAll
    static void start() {
        database = OwnPostgres.started();
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    @Test
    void twoRotationsUnderLoadRefuseNobodyAndNeedNoRestart() throws Exception {
        TestKey[] keys = {TestKey.make(), TestKey.make(), TestKey.make()};
        try (MountedSecret here = new MountedSecret().put("key-0.pem", keys[0].privatePem());
                MountedSecret there = new MountedSecret().put("key-0.pem", keys[0].privatePem());
                ServiceProcess first = service(here, "PT5S").awaitReady();
                ServiceProcess second = service(there, "PT5S").awaitReady()) {
            RotationLoad load = new RotationLoad(first.client(), second.client());
            for (int next = 1; next < keys.length; next++) {
                rotate(next, keys, List.of(here, there), List.of(first.client(), second.client()));
            }
            load.close();
            assertThat(load.failures()).isEmpty();
            assertThat(load.reads()).isGreaterThan(1_000);
            assertThat(load.issued()).isGreaterThan(100);
        }
        assertThat(events("KEY_ACTIVATED", keys[1]) + events("KEY_ACTIVATED", keys[2])).isEqualTo(4);
        assertThat(events("KEY_RETIRED", keys[0]) + events("KEY_RETIRED", keys[1])).isEqualTo(4);
    }

    /** By the three steps of docs/keys.md. */
    private static void rotate(int next, TestKey[] keys, List<MountedSecret> mounts, List<ServiceClient> instances)
            throws InterruptedException {
        String before = "key-" + (next - 1) + ".pem";
        mounts.forEach(mount -> mount.put("key-" + next + ".pem", keys[next].privatePem()));
        instances.forEach(instance -> await().atMost(PATIENCE).until(() -> published(instance).contains(
                keys[next].id())));
        assertThat(instances)
                .allSatisfy(instance -> assertThat(published(instance)).contains(keys[next - 1].id()));
        instances.forEach(instance -> await().atMost(PATIENCE).until(() -> signing(instance).equals(keys[next].id())));
        mounts.forEach(mount -> mount.put(before, keys[next - 1].publicPem()));
        Thread.sleep(LIFETIME.plusSeconds(3).toMillis());
        assertThat(instances).allSatisfy(instance -> assertThat(published(instance))
                .containsExactlyInAnyOrder(keys[next - 1].id(), keys[next].id()));
        mounts.forEach(mount -> mount.remove(before));
        instances.forEach(instance -> await().atMost(PATIENCE).until(() -> published(instance).equals(List.of(
                keys[next].id()))));
    }

    @Test
    void aKeyThatReachesTheInstancesAtDifferentTimesIsUsedWhenAllHaveIt() throws Exception {
        TestKey old = TestKey.make();
        TestKey fresh = TestKey.make();
        try (MountedSecret here = new MountedSecret().put("a.pem", old.privatePem());
                MountedSecret there = new MountedSecret().put("a.pem", old.privatePem());
                ServiceProcess first = service(here, "PT14S").awaitReady();
                ServiceProcess second = service(there, "PT14S").awaitReady()) {
            RotationLoad load = new RotationLoad(first.client(), second.client());
            here.put("b.pem", fresh.privatePem());
            await().atMost(PATIENCE).until(() -> published(first.client()).contains(fresh.id()));
            assertThat(published(second.client())).doesNotContain(fresh.id());
            Thread.sleep(3_000);
            there.put("b.pem", fresh.privatePem());
            for (ServiceProcess instance : List.of(first, second)) {
                await().atMost(PATIENCE).until(() -> signing(instance.client()).equals(fresh.id()));
            }
            load.close();
            assertThat(load.failures()).isEmpty();
        }
    }

    @Test
    void anInstanceThatStartsWithinARotationGoesOnWithTheOlderKey() {
        TestKey old = TestKey.make();
        TestKey fresh = TestKey.make();
        try (MountedSecret keys = new MountedSecret().put("a.pem", old.privatePem()).put("b.pem", fresh.privatePem());
                ServiceProcess service = service(keys, "PT20S").awaitReady()) {
            assertThat(signing(service.client())).isEqualTo(old.id());
            await().atMost(PATIENCE).until(() -> signing(service.client()).equals(fresh.id()));
        }
    }

    @Test
    void aKeyThatIsTakenAwayIsRefusedAndWhatCannotBeReadChangesNothing() {
        TestKey leaked = TestKey.make();
        TestKey other = TestKey.make();
        try (MountedSecret keys = new MountedSecret().put("a.pem", leaked.privatePem()).put("b.pem",
                other.publicPem());
                ServiceProcess service = service(keys, "PT3S").awaitReady()) {
            ServiceClient client = service.client();
            User ada = client.register();
            keys.put("a.pem", "no key").put("c.pem", "none either");
            await().atMost(PATIENCE).until(() -> service.log().contains("JWT_KEYS_DIR has c.pem"));
            assertThat(client.get(ada.tasks(), ada.token()).status()).isEqualTo(200);
            assertThat(published(client)).containsExactly(leaked.id(), other.id());
            keys.remove("a.pem").remove("c.pem");
            await().atMost(PATIENCE).until(() -> service.log().contains("holds no private key any more"));
            assertThat(client.get(ada.tasks(), ada.token()).status()).isEqualTo(200);
            keys.put("b.pem", other.privatePem());
            await().atMost(PATIENCE).until(() -> client.get(ada.tasks(), ada.token()).status() == 401);
            assertThat(signing(client)).isEqualTo(other.id());
            assertThat(service.log().split("JWT_KEYS_DIR has a.pem", -1)).hasSize(2);
            assertThat(service.log()).doesNotContain("no key\"", "none either");
        }
    }

    @Test
    void aRequestThatIsSentAgainAfterARotationIsAnsweredAsBefore() {
        TestKey old = TestKey.make();
        TestKey fresh = TestKey.make();
        try (MountedSecret keys = new MountedSecret().put("a.pem", old.privatePem());
                ServiceProcess service = service(keys, "PT3S").awaitReady()) {
            ServiceClient client = service.client();
            User ada = client.register();
            String key = UUID.randomUUID().toString();
            Answer first = create(client, ada.tasks(), ada.token(), key, "Once");
            keys.put("b.pem", fresh.privatePem());
            await().atMost(PATIENCE).until(() -> signing(client).equals(fresh.id()));
            String token = client.signIn(ada.email(), Account.PASSWORD).token();
            assertThat(create(client, ada.tasks(), token, key, "Once").body()).isEqualTo(first.body());
            assertThat(create(client, ada.tasks(), token, key, "Twice").status()).isEqualTo(422);
            keys.put("a.pem", old.publicPem());
            await().atMost(PATIENCE)
                    .until(() -> create(client, ada.tasks(), token(client, ada), key, "Once").status() == 422);
        }
    }

    private static Answer create(ServiceClient client, String path, String token, String key, String title) {
        return client.post(path, token, "{\"title\": \"" + title + "\"}", Map.of("Idempotency-Key", key));
    }

    private static String token(ServiceClient client, User user) {
        return client.signIn(user.email(), Account.PASSWORD).token();
    }

    private static ServiceProcess service(MountedSecret keys, String activation) {
        Map<String, String> settings = database.settings();
        settings.remove("JWT_PRIVATE_KEY");
        settings.putAll(Map.of("JWT_KEYS_DIR", keys.path().toString(), "JWT_KEY_ACTIVATION", activation,
                "ACCESS_TOKEN_LIFETIME", LIFETIME.toString()));
        return ServiceProcess.start(settings);
    }

    private static List<String> published(ServiceClient instance) {
        return instance.get("/.well-known/jwks.json").body().path("keys").findValuesAsText("kid");
    }

    /** The key of a new token. */
    private static String signing(ServiceClient instance) {
        try {
            byte[] header = Base64.getUrlDecoder().decode(instance.register().token().split("\\.")[0]);
            return new ObjectMapper().readTree(header).path("kid").asText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int events(String action, TestKey key) throws SQLException {
        return database.count("select count(*) from audit_events where action = '" + action + "' and detail = '"
                + key.id() + "' and actor_id is null and subject_id is null");
    }
}
