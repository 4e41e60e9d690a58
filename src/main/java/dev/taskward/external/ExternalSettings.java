package dev.taskward.external;

import java.time.Duration;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The outside issuer whose tokens are accepted beside our own, if there is one. */
@ConfigMapping(prefix = "taskward.external")
public interface ExternalSettings {
    /** Where the issuer publishes its keys; instead of a secret. */
    Optional<String> jwksUrl();

    /** How long its keys are not asked for again, whatever unknown key tokens name. */
    @WithDefault("PT5S")
    Duration keysPause();

    /** The claim {@code iss} of its tokens. */
    Optional<String> issuer();

    /** What the claim {@code aud} has to hold. */
    Optional<String> audience();

    /** The one algorithm that its keys sign by. */
    @WithDefault("RS256")
    String algorithm();

    /** The claim that holds a user's roles, or a path to it with dots. */
    @WithDefault("groups")
    String roleClaim();

    /** The role there that makes an admin; without it there are none. */
    Optional<String> adminRole();
}
