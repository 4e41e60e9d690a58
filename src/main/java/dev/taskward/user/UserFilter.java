package dev.taskward.user;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.hibernate.validator.constraints.CodePointLength;

import dev.taskward.data.Sorting;
import dev.taskward.data.Where;
import dev.taskward.http.Input;

/** How the list of users can be filtered and sorted. What does not show of a user is neither searched nor sorted by. */
@Input
@Schema
public record UserFilter(
        @CodePointLength(max = 200, message = "must be at most 200 characters long") @Schema(maxLength = 200, description = "Only those with this text in the username or, for admins, the email, whatever its case.") String search) {

    /** For admins. */
    static final Sorting<User> SORTING = new Sorting<User>().byTimes()
            .by("username", String.class, user -> user.username)
            .by("email", String.class, user -> user.email);

    /** For everyone else, who sees the public profiles. */
    static final Sorting<User> PUBLIC_SORTING = new Sorting<User>()
            .by("createdAt", java.time.Instant.class, user -> user.createdAt)
            .by("username", String.class, user -> user.username);

    Where where(boolean admin) {
        return admin ? Where.all().contains(search, "username", "email") : Where.all().contains(search, "username");
    }
}
