package dev.taskward.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.taskward.support.Mailbox;
import dev.taskward.support.OwnPostgres;
import dev.taskward.support.ServiceClient;
import dev.taskward.support.ServiceClient.Answer;
import dev.taskward.support.ServiceClient.User;
import dev.taskward.support.ServiceProcess;

/** Mail as operators configure it, and mail servers as they are: away, slow, or not who they should be. */
public class MailIT {
    private static final String RESET = "Reset your password";
    private static final String VERIFY = "Confirm your email address";
    private static final String TRUST = "QUARKUS_MAILER_TRUSTSTORE_";
    private static final String FAILED = "A mail could not be sent";
    private static final int MORE_THAN_IT_HOLDS = 1_200;
    private static OwnPostgres database;

    private static Path keys;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        keys = directory.resolve("keys.p12");
        makeKeys();
        database = OwnPostgres.started();
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    private static Map<String, String> settings(int port, String tls) {
        Map<String, String> settings = database.settings();
        settings.putAll(Map.of("MAIL_HOST", "localhost", "MAIL_PORT", Integer.toString(port), "MAIL_TLS", tls,
                "MAIL_FROM", Mailbox.FROM, "APP_URL", Mailbox.APP));
        return settings;
    }

    private static Answer forgot(ServiceClient client, String email) {
        return client.post("/api/v1/auth/password/forgot", null, "{\"email\": \"" + email + "\"}");
    }

    @Test
    void whileTheMailServerIsAwayRequestsAreAnsweredAndItsReturnIsNoticed() {
        int port = ServiceProcess.freePort();
        try (ServiceProcess service = ServiceProcess.start(settings(port, "none")).awaitReady();
                Mailbox mailbox = new Mailbox(port)) {
            User ada = service.client().register();
            assertThat(forgot(service.client(), ada.email()).status()).isEqualTo(202);
            await().until(() -> service.log().contains("reset_password to user " + ada.id()));
            mailbox.start();
            String token = mailbox.last(ada.email(), RESET, 1).token();
            String verify = mailbox.last(ada.email(), VERIFY, 1).token();
            assertThat(service.log()).contains("reset_password to user " + ada.id(), "try 1", "Connection refused")
                    .doesNotContain(ada.email(), token, verify, "\tat ");
        }
    }

    @Test
    void aMailServerThatHangsHoldsUpNeitherRequestsNorTheStopAndTheQueueEnds() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getByName("localhost"));
                ServiceProcess service = ServiceProcess.start(settings(silent.getLocalPort(), "none")).awaitReady()) {
            User ada = service.client().register();
            Answer answer = forgot(service.client(), ada.email());
            for (int i = 0; i < MORE_THAN_IT_HOLDS && answer.status() == 202; i++) {
                answer = forgot(service.client(), ada.email());
                assertThat(answer.time()).isLessThan(Duration.ofSeconds(10));
            }
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.text("/code")).isEqualTo("UNAVAILABLE");
            assertThat(answer.header("Retry-After")).isEqualTo("60");
            service.terminate();
            assertThat(service.awaitExit()).isZero();
            assertThat(service.log()).contains("mails were not sent before the service stopped");
        }
    }

    @Test
    void mailGoesOverTlsToAServerWhoseCertificateIsTrusted() {
        try (Mailbox mailbox = Mailbox.overTls(ServiceProcess.freePort()).start();
                ServiceProcess service = ServiceProcess.start(trusting(mailbox)).awaitReady()) {
            User ada = service.client().register();
            assertThat(mailbox.last(ada.email(), VERIFY, 1).from()).isEqualTo(Mailbox.FROM);
        }
    }

    @Test
    void noMailGoesToAServerWhoseCertificateIsNotTrusted() {
        try (Mailbox mailbox = Mailbox.overTls(ServiceProcess.freePort()).start()) {
            assertThat(failure(settings(mailbox.port(), "tls"))).contains("SSLHandshakeException", "path");
            assertThat(mailbox.all()).isEmpty();
        }
    }

    @Test
    void noMailGoesToAServerWhoseCertificateIsForAnotherName() {
        try (Mailbox mailbox = Mailbox.overTls(ServiceProcess.freePort()).start()) {
            Map<String, String> settings = trusting(mailbox);
            settings.put("MAIL_HOST", "127.0.0.1");
            assertThat(failure(settings)).contains("SSLHandshakeException", "127.0.0.1");
            assertThat(mailbox.all()).isEmpty();
        }
    }

    @Test
    void noMailGoesInTheClearUnlessThatIsAskedFor() {
        try (Mailbox mailbox = new Mailbox(ServiceProcess.freePort()).start()) {
            Map<String, String> settings = settings(mailbox.port(), "none");
            settings.remove("MAIL_TLS");
            assertThat(failure(settings)).contains("try 1");
            assertThat(mailbox.all()).isEmpty();
        }
    }

    @Test
    void withoutAServerItIsToldAtTheStart() {
        try (ServiceProcess service = ServiceProcess.start(database.settings()).awaitReady()) {
            assertThat(service.log()).contains("Mail is off");
            assertThat(forgot(service.client(), "ada@example.com").text("/code")).isEqualTo("MAIL_OFF");
            assertThat(service.log()).doesNotContain("ERROR");
        }
    }

    /** What the log says of the mail to a new account. */
    private static String failure(Map<String, String> settings) {
        try (ServiceProcess service = ServiceProcess.start(settings).awaitReady()) {
            service.client().register();
            await().until(() -> service.log().contains(FAILED));
            return service.log().lines().filter(line -> line.contains(FAILED)).findFirst().orElseThrow();
        }
    }

    private static Map<String, String> trusting(Mailbox mailbox) {
        Map<String, String> settings = settings(mailbox.port(), "tls");
        settings.putAll(Map.of(TRUST + "PATHS", keys.toString(), TRUST + "PASSWORD", "changeit"));
        return settings;
    }

    /** A key and a certificate of its own for localhost, for the mail server; it reads them once. */
    private static void makeKeys() throws IOException, InterruptedException {
        Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair", "-alias", "mail", "-keyalg", "RSA", "-keysize", "2048", "-validity", "2", "-dname",
                "CN=mail", "-ext", "san=dns:localhost", "-storetype", "PKCS12", "-storepass", "changeit", "-keystore",
                keys.toString()).redirectErrorStream(true).start();
        assertThat(keytool.waitFor()).as(new String(keytool.getInputStream().readAllBytes())).isZero();
        System.setProperty("greenmail.tls.keystore.file", keys.toString());
    }
}
