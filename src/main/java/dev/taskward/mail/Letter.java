package dev.taskward.mail;

import io.quarkus.mailer.MailTemplate.MailTemplateInstance;
import io.quarkus.qute.CheckedTemplate;

import dev.taskward.user.User;

/** A mail with a link, yet to be sent: text and HTML by the templates below {@code templates/mail}. */
record Letter(MailPurpose purpose, User user, String link, MailTemplateInstance mail) {

    static Letter of(MailPurpose purpose, User user, String appUrl, String token) {
        // In the fragment, which browsers send to no server and in no Referer (RFC 9110 sections 7.1 and 10.1.3).
        String link = appUrl.replaceFirst("/+$", "") + purpose.page + "#token=" + token;
        MailTemplateInstance mail = switch (purpose) {
            case reset_password -> Templates.resetPassword(user.username, link, purpose.lifetime.toMinutes());
            case verify_email -> Templates.verifyEmail(user.username, link, purpose.lifetime.toHours());
        };
        return new Letter(purpose, user, link, mail.to(user.email).subject(purpose.subject));
    }

    /** Never the address or the link: this goes to logs. */
    @Override
    public String toString() {
        return purpose + " to user " + user.id;
    }

    @CheckedTemplate(basePath = "mail", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native MailTemplateInstance resetPassword(String username, String link, long minutes);

        static native MailTemplateInstance verifyEmail(String username, String link, long hours);
    }
}
