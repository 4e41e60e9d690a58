package dev.taskward.mail;

import java.time.Duration;

/** What a mailed link is for: a token of one purpose is worth nothing for another. Named as in the database. */
public enum MailPurpose {
    reset_password("/reset-password", Duration.ofMinutes(30), "Reset your password"),
    verify_email("/verify-email", Duration.ofHours(24), "Confirm your email address");

    /** The page of the app that the link leads to. */
    final String page;
    final Duration lifetime;
    final String subject;

    MailPurpose(String page, Duration lifetime, String subject) {
        this.page = page;
        this.lifetime = lifetime;
        this.subject = subject;
    }
}
