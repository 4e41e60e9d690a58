package dev.taskward.auth;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What access tokens are made of and checked against. */
@ConfigMapping(prefix = "taskward.jwt")
public interface AccessToken {
    /** The claim that names the session; ending that ends the token. */
    String SESSION_CLAIM = "sid";
    /** The claim that counts how often all of the user's earlier tokens had been revoked. */
    String GENERATION_CLAIM = "gen";
    /** RFC 9068: marks an access token, so that no other token passes for one. */
    String TYPE = "at+jwt";

    /** The claim {@code iss}. */
    @WithDefault("taskward")
    String issuer();

    /** The claim {@code aud}. */
    @WithDefault("taskward")
    String audience();

    /** How long a token is good for. */
    @WithDefault("PT15M")
    Duration lifetime();

    /** How far the clocks of two replicas may be apart. */
    @WithDefault("PT5S")
    Duration clockSkew();

    /** How many ended sessions are kept in memory, of about 100 bytes each, before the oldest are forgotten. */
    @WithDefault("100000")
    int endedSessionsKept();
}
