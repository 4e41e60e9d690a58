package dev.taskward.mail;

import java.util.Optional;

import io.quarkus.runtime.LaunchMode;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Whether mail is sent, and where its links lead. How it is sent is in the platform's settings, see config/MailServer. */
@ConfigMapping(prefix = "taskward.mail")
public interface MailSettings {
    /** The SMTP server; none means that no mail is sent. */
    Optional<String> host();

    /** The app's address, in front of the pages that links lead to. */
    Optional<String> appUrl();

    /** Whether an account whose address is not verified can sign in. */
    @WithDefault("false")
    boolean requireVerified();

    /** Whether there is somebody who gets to see a link: the receiver of a mail or, in development, who reads the log. */
    default boolean isOn() {
        return host().isPresent() || LaunchMode.current() == LaunchMode.DEVELOPMENT;
    }
}
