package dev.taskward.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.PropertiesConfigSource;
import org.eclipse.microprofile.config.spi.ConfigSource;

import dev.taskward.user.EmailAddress;

/** Turns MAIL_HOST and what goes with it into the platform's mailer settings. Nothing is sent in the clear unless asked. */
public class MailServer implements ConfigSourceFactory {
    private static final int ORDINAL = 275;
    private static final List<String> TOGETHER = List.of("MAIL_HOST", "MAIL_FROM", "APP_URL");
    private static final List<String> ALL = List.of("MAIL_HOST", "MAIL_PORT", "MAIL_FROM", "MAIL_USER", "MAIL_PASSWORD",
            "MAIL_TLS");

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        UnaryOperator<String> setting = name -> DatabaseSettings.value(context, name);
        if (setting.apply("MAIL_HOST") == null) {
            return List.of();
        }
        return List.of(new PropertiesConfigSource(properties(setting), "mail", ORDINAL));
    }

    @Override
    public OptionalInt getPriority() {
        return OptionalInt.of(ORDINAL);
    }

    private static Map<String, String> properties(UnaryOperator<String> setting) {
        String tls = setting.apply("MAIL_TLS") == null ? "starttls" : setting.apply("MAIL_TLS");
        String user = setting.apply("MAIL_USER");
        Map<String, String> properties = new HashMap<>();
        properties.put("quarkus.mailer.host", setting.apply("MAIL_HOST"));
        properties.put("quarkus.mailer.port", setting.apply("MAIL_PORT") == null
                ? defaultPort(tls)
                : setting.apply("MAIL_PORT"));
        properties.put("quarkus.mailer.start-tls", tls.equals("starttls") ? "REQUIRED" : "DISABLED");
        properties.put("quarkus.mailer.tls", Boolean.toString(tls.equals("tls")));
        properties.put("quarkus.mailer.login", user == null ? "DISABLED" : "REQUIRED");
        put(properties, "quarkus.mailer.from", setting.apply("MAIL_FROM"));
        put(properties, "quarkus.mailer.username", user);
        put(properties, "quarkus.mailer.password", setting.apply("MAIL_PASSWORD"));
        return properties;
    }

    private static void put(Map<String, String> properties, String name, String value) {
        if (value != null) {
            properties.put(name, DatabaseSettings.literal(value));
        }
    }

    /** RFC 8314 section 3: submission by STARTTLS or by TLS from the start; in the clear to a relay at hand. */
    private static String defaultPort(String tls) {
        return switch (tls) {
            case "tls" -> "465";
            case "none" -> "25";
            default -> "587";
        };
    }

    /** What is wrong with them, in words that name the variables. */
    static List<String> problems(UnaryOperator<String> setting) {
        List<String> problems = new ArrayList<>();
        if (ALL.stream().anyMatch(name -> setting.apply(name) != null)) {
            TOGETHER.stream().filter(name -> setting.apply(name) == null).forEach(name -> problems.add(name
                    + " is missing: to send mail, set " + String.join(", ", TOGETHER) + "; to send none, no MAIL_*"));
        }
        if (setting.apply("MAIL_USER") == null ^ setting.apply("MAIL_PASSWORD") == null) {
            problems.add("MAIL_USER and MAIL_PASSWORD go together: set both or neither");
        } else if (setting.apply("MAIL_USER") != null && "none".equals(setting.apply("MAIL_TLS"))) {
            problems.add("MAIL_TLS none would send MAIL_PASSWORD in the clear: set it to starttls or tls");
        }
        if ("true".equals(setting.apply("REQUIRE_VERIFIED_EMAIL")) && setting.apply("MAIL_HOST") == null) {
            problems.add("REQUIRE_VERIFIED_EMAIL needs MAIL_HOST: without mail nobody could verify an address");
        }
        return problems;
    }

    static void checkTls(String text) {
        if (!List.of("starttls", "tls", "none").contains(text)) {
            throw new IllegalArgumentException("must be starttls, tls or none");
        }
    }

    static void checkHost(String text) {
        if (!text.matches("[A-Za-z0-9.:_-]{1,253}")) {
            throw new IllegalArgumentException("must be a host name or an address; the port goes into MAIL_PORT");
        }
    }

    static void checkFrom(String text) {
        String address = text.replaceFirst("^[^<>\\p{Cntrl}]*<(.*)>$", "$1");
        if (!EmailAddress.Check.isValid(address.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException("must be an address such as no-reply@example.com, or "
                    + "Taskward <no-reply@example.com>");
        }
    }

    static void checkAppUrl(String text) {
        if (!text.matches("https?://[A-Za-z0-9.:\\[\\]-]+(/[A-Za-z0-9._~/-]*)?")) {
            throw new IllegalArgumentException("must be where the app is, such as https://app.example.com, without a "
                    + "query or fragment");
        }
    }
}
