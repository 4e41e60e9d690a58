package dev.taskward.external;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

import dev.taskward.auth.CompactJwt;
import dev.taskward.support.OutsideIssuer;
import dev.taskward.support.ServiceProcess;

/**
 * Project Wycheproof's vectors for signed tokens, as far as they are about signatures: form, choice of the key and
 * verifying, as tokens are. {@code .ci/wycheproof} fetches the vectors, and says where they are.
 */
@EnabledIfEnvironmentVariable(named = "WYCHEPROOF", matches = ".+", disabledReason = ".ci/wycheproof runs it")
class WycheproofTest {
    private final List<Integer> wronglyTaken = new ArrayList<>();
    private int invalid;
    private int valid;
    private int taken;

    @Test
    void noInvalidSignatureIsTaken() throws IOException {
        Path file = Path.of(System.getenv("WYCHEPROOF"), "json_web_signature_test.json");
        JsonNode vectors = new ObjectMapper().readTree(Files.readString(file));
        vectors.path("testGroups").forEach(this::run);
        System.out.printf("%d invalid vectors, of which taken: %s; %d valid ones, of which taken: %d%n", invalid,
                wronglyTaken, valid, taken);
        assertThat(wronglyTaken).isEmpty();
        assertThat(invalid).isGreaterThan(350);
        // Empty payloads, which are valid signatures and no tokens, are not.
        assertThat(taken).isGreaterThan(30);
    }

    private void run(JsonNode group) {
        JsonNode key = group.has("public") ? group.get("public") : group.get("private");
        String pinned = key.path("alg").asText(key.path("kty").asText().equals("EC") ? "ES256" : "RS256");
        try (OutsideIssuer issuer = new OutsideIssuer(ServiceProcess.freePort()).start()) {
            issuer.answerWith(exchange -> OutsideIssuer.send(exchange, 200, "{\"keys\":[" + key + "]}"));
            IssuerKeys keys = new IssuerKeys(URI.create(issuer.url()), pinned, Duration.ofSeconds(5));
            group.path("tests").forEach(vector -> {
                if (!contradicts(vector, group)) {
                    count(vector, isTaken(vector.path("jws").asText(), key, keys, pinned));
                }
            });
        }
    }

    /** Two vectors of a padding that is wrong have lost it, and are letter for letter one that is valid. */
    private static boolean contradicts(JsonNode vector, JsonNode group) {
        return !isValid(vector) && StreamSupport.stream(group.path("tests").spliterator(), false)
                .anyMatch(other -> isValid(other) && other.path("jws").equals(vector.path("jws")));
    }

    private static boolean isValid(JsonNode vector) {
        return vector.path("result").asText().equals("valid");
    }

    private void count(JsonNode vector, boolean isTaken) {
        if (isValid(vector)) {
            valid++;
            taken += isTaken ? 1 : 0;
        } else {
            invalid++;
            if (isTaken) {
                wronglyTaken.add(vector.path("tcId").asInt());
            }
        }
    }

    private static boolean isTaken(String token, JsonNode key, IssuerKeys keys, String pinned) {
        if (!CompactJwt.isWellFormed(token)) {
            return false;
        }
        try {
            JsonWebSignature jws = new JsonWebSignature();
            jws.setCompactSerialization(token);
            jws.setAlgorithmConstraints(
                    new AlgorithmConstraints(AlgorithmConstraints.ConstraintType.PERMIT, pinned));
            if (key.path("kty").asText().equals("oct")) {
                jws.setKey(new HmacKey(Base64.getUrlDecoder().decode(key.path("k").asText())));
                return jws.verifySignature();
            }
            JsonWebKey found = keys.find(jws);
            jws.setKey(found == null ? null : found.getKey());
            return found != null && jws.verifySignature();
        } catch (JoseException e) {
            return false;
        }
    }
}
