package dev.taskward.auth;

/** A request that sets a password, with what the password must not repeat; any of them may be null. */
public interface NewPassword {
    String RULES = "At least 8 characters with an upper-case letter, a lower-case letter and a digit, or at least 15 of "
            + "any kind; at most 72 bytes in UTF-8; not a commonly used password, nor the email or username.";

    String email();

    String username();

    String password();
}
