package dev.taskward.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import jakarta.mail.BodyPart;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import org.awaitility.Awaitility;

/** A real SMTP server that takes mail for everybody. It can be away, and it comes back on the same port. */
public final class Mailbox implements AutoCloseable {
    public static final String FROM = "Taskward <no-reply@taskward.example>";
    public static final String APP = "https://app.example.com/todo";
    /** Longer than the service's first tries take together. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    static {
        // The server's threads die of a client that breaks off, as one does that does not trust its certificate; Awaitility
        // would have whoever waits at that moment fail of it.
        Awaitility.doNotCatchUncaughtExceptionsByDefault();
    }

    private final ServerSetup setup;
    private GreenMail server;

    private Mailbox(int port, String protocol) {
        setup = new ServerSetup(port, "localhost", protocol);
        setup.setServerStartupTimeout(PATIENCE.toMillis());
    }

    /** Not there yet. */
    public Mailbox(int port) {
        this(port, ServerSetup.PROTOCOL_SMTP);
    }

    /** Over TLS from the first byte. */
    public static Mailbox overTls(int port) {
        return new Mailbox(port, ServerSetup.PROTOCOL_SMTPS);
    }

    public Mailbox start() {
        server = new GreenMail(setup);
        server.start();
        return this;
    }

    public int port() {
        return setup.getPort();
    }

    /** A mail as its receiver gets it. */
    public record Received(MimeMessage message) {
        public String subject() {
            return read(Message::getSubject);
        }

        public String from() {
            return read(mail -> mail.getFrom()[0].toString());
        }

        public List<String> to() {
            return read(mail -> Stream.of(mail.getAllRecipients()).map(Object::toString).toList());
        }

        /** The part of this type. */
        public String part(String type) {
            return read(mail -> {
                MimeMultipart parts = (MimeMultipart) mail.getContent();
                List<String> found = new ArrayList<>();
                for (int i = 0; i < parts.getCount(); i++) {
                    BodyPart part = parts.getBodyPart(i);
                    if (part.isMimeType(type)) {
                        found.add((String) part.getContent());
                    }
                }
                assertThat(found).as(type).hasSize(1);
                return found.get(0);
            });
        }

        public String link() {
            List<String> links = part("text/plain").lines().filter(line -> line.startsWith("http")).toList();
            assertThat(links).hasSize(1);
            return links.get(0);
        }

        public String token() {
            return link().substring(link().indexOf("#token=") + "#token=".length());
        }

        private interface Reading<T> {
            T of(MimeMessage mail) throws MessagingException, IOException;
        }

        private <T> T read(Reading<T> reading) {
            try {
                return reading.of(message);
            } catch (MessagingException e) {
                throw new IllegalStateException(e);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** All that this address has got under this subject, oldest first, once there are so many. */
    public List<Received> await(String address, String subject, int count) {
        Awaitility.await().atMost(PATIENCE).until(() -> received(address, subject).size() >= count);
        return received(address, subject);
    }

    /** The newest of them. */
    public Received last(String address, String subject, int count) {
        List<Received> all = await(address, subject, count);
        assertThat(all).hasSize(count);
        return all.get(count - 1);
    }

    public List<Received> received(String address, String subject) {
        return all().stream().filter(mail -> mail.to().contains(address) && mail.subject().equals(subject)).toList();
    }

    public List<Received> all() {
        return Stream.of(server.getReceivedMessages()).map(Received::new).toList();
    }

    @Override
    public void close() {
        if (server != null) {
            server.stop();
            server = null;
        }
    }
}
