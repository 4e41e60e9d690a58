package dev.taskward.auth;

import java.util.ArrayList;
import java.util.List;

import dev.taskward.user.EmailAddress;
import dev.taskward.user.NewUser;
import dev.taskward.user.ReservedNames;
import dev.taskward.user.Role;

/** The first admin, as the environment names it. */
public final class NewAdmin {
    private NewAdmin() {
    }

    static NewUser of(String email, String username, String password) {
        return new NewUser(email.strip(), username, password, Role.admin, null);
    }

    /** What is wrong with ADMIN_EMAIL and ADMIN_PASSWORD, in words that name them. */
    public static List<String> problems(String email, String password) {
        List<String> problems = new ArrayList<>();
        NewUser admin = of(email, ReservedNames.ADMIN_USERNAME, password);
        if (!EmailAddress.Check.isValid(admin.email())) {
            problems.add("ADMIN_EMAIL is not an email address");
        }
        PasswordPolicy.violations(admin).forEach(rule -> problems.add("ADMIN_PASSWORD " + rule));
        return problems;
    }
}
