package dev.taskward.mail;

import java.util.UUID;

/** The event that an account has an address which nobody has proven to be its user's. */
record UnverifiedAddress(UUID user) {}
