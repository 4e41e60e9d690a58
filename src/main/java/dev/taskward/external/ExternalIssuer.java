package dev.taskward.external;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/** What the settings about an outside issuer have to be like. */
public final class ExternalIssuer {
    /** The issuer of our own tokens wherever there is another one. */
    public static final String OURSELVES = "taskward";
    private static final Set<String> ALGORITHMS = Set.of("RS256", "PS256", "ES256", "EdDSA");
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private ExternalIssuer() {
    }

    /** All that is wrong, each with the variable and its mend, and no secret. */
    public static List<String> problems(UnaryOperator<String> setting) {
        List<String> problems = new ArrayList<>();
        String url = setting.apply("JWT_JWKS_URL");
        String secret = setting.apply("JWT_SECRET");
        if (url == null && secret == null) {
            return alone(setting, problems);
        }
        if (url != null && secret != null) {
            problems.add("JWT_JWKS_URL and JWT_SECRET exclude each other: set the one by which the issuer signs");
        }
        for (String variable : List.of("JWT_ISSUER", "JWT_AUDIENCE")) {
            if (setting.apply(variable) == null) {
                problems.add(variable + " is missing: with " + (url == null ? "JWT_SECRET" : "JWT_JWKS_URL")
                        + " it says what the claim of the issuer's tokens is to be");
            }
        }
        if (OURSELVES.equals(setting.apply("JWT_ISSUER"))) {
            problems.add("JWT_ISSUER must not be " + OURSELVES + ", which is how the service's own tokens are known");
        }
        if (url != null && !isSafe(url)) {
            problems.add("JWT_JWKS_URL must be an https URL; http is for localhost alone");
        }
        if (secret != null) {
            SharedSecret.problem(secret).ifPresent(problems::add);
        }
        algorithm(setting.apply("JWT_ALGORITHM"), secret, problems);
        return problems;
    }

    /** What would have no effect is a mistake. */
    private static List<String> alone(UnaryOperator<String> setting, List<String> problems) {
        for (String variable : List.of("JWT_ALGORITHM", "JWT_ROLE_CLAIM", "JWT_ADMIN_ROLE")) {
            if (setting.apply(variable) != null) {
                problems.add(variable + " is about an outside issuer: set JWT_JWKS_URL or JWT_SECRET, too");
            }
        }
        return problems;
    }

    private static void algorithm(String algorithm, String secret, List<String> problems) {
        if (algorithm == null) {
            return;
        }
        if (secret != null && !algorithm.equals("HS256")) {
            problems.add("JWT_ALGORITHM is HS256 with JWT_SECRET: leave it out");
        } else if (secret == null && !ALGORITHMS.contains(algorithm)) {
            problems.add("JWT_ALGORITHM must be one of RS256, PS256, ES256, EdDSA");
        }
    }

    /** Keys that came over an open network could be anybody's. */
    static boolean isSafe(String url) {
        try {
            URI uri = new URI(url);
            return uri.getHost() != null && uri.getRawUserInfo() == null && ("https".equals(uri.getScheme())
                    || "http".equals(uri.getScheme()) && LOOPBACK.contains(uri.getHost()));
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
