package dev.taskward.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.junit.QuarkusTest;
import org.jose4j.jwe.JsonWebEncryption;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.taskward.support.Account;
import dev.taskward.support.Environment;
import dev.taskward.support.ServiceTest;

/** Tokens with all the right claims whose signature or header is not ours (RFC 8725): each by one way to forge one. */
@QuarkusTest
public class ForgedTokenTest extends ServiceTest {
    private static final RSAPrivateCrtKey OURS = Environment.key();
    private static final RSAPrivateCrtKey FOREIGN = Environment.newKey();
    private static Account ada;

    @BeforeEach
    void anAccount() {
        ada = ada == null ? Account.register() : ada;
    }

    @Test
    void whatIsMadeHereIsTakenWhereNothingIsWrong() {
        Bearer.assertTaken(Forge.withHeader(ada, OURS, header -> {
        }));
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "None", "NONE", "nOnE", ""})
    void noneIsNoAlgorithm(String none) {
        Map<String, Object> header = Forge.header(ada);
        header.put("alg", none);
        String unsigned = Forge.unsigned(header, Forge.claims(ada));
        Bearer.assertRefused(unsigned + ".", "TOKEN_INVALID");
        Bearer.assertRefused(unsigned + "." + signature(), "TOKEN_INVALID");
    }

    @Test
    void aMissingAlgorithmIsRefused() {
        Map<String, Object> header = Forge.header(ada);
        header.remove("alg");
        Bearer.assertRefused(Forge.unsigned(header, Forge.claims(ada)) + "." + signature(), "TOKEN_INVALID");
    }

    @Test
    void thePublicKeyIsNoSharedSecret() {
        byte[] der = publicKey(OURS).getEncoded();
        String pem = "-----BEGIN PUBLIC KEY-----\n" + Base64.getMimeEncoder(64, new byte[]{'\n'}).encodeToString(der)
                + "\n-----END PUBLIC KEY-----";
        for (byte[] secret : List.of(der, bytes(pem), bytes(pem + "\n"), bytes(Forge.encode(der)))) {
            Bearer.assertRefused(Forge.withHeader(ada, new HmacKey(secret), header -> header.put("alg", "HS256")),
                    "TOKEN_INVALID");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PS256", "RS384", "RS512", "PS384", "PS512"})
    void anotherAlgorithmIsRefusedThoughTheKeyIsOurs(String algorithm) {
        Bearer.assertRefused(Forge.withHeader(ada, OURS, header -> header.put("alg", algorithm)), "TOKEN_INVALID");
    }

    @Test
    void anotherKeyUnderTheNameOfOursIsRefused() {
        Bearer.assertRefused(Forge.withHeader(ada, FOREIGN, header -> {
        }), "TOKEN_INVALID");
    }

    @ParameterizedTest
    @ValueSource(strings = {"unknown", "", "../../../../../dev/null", "/proc/self/environ", "' or '1'='1",
            "x' union select 'secret' --", "\u0000", "https://localhost/jwks.json"})
    void anUnknownKeyIdIsRefusedThoughTheKeyIsOurs(String id) {
        Bearer.assertRefused(Forge.withHeader(ada, OURS, header -> header.put("kid", id)), "TOKEN_INVALID");
    }

    @Test
    void aMissingKeyIdIsRefusedThoughTheKeyIsOurs() {
        Bearer.assertRefused(Forge.withHeader(ada, OURS, header -> header.remove("kid")), "TOKEN_INVALID");
    }

    @Test
    void aKeyThatTheTokenBringsIsNotUsed() throws Exception {
        Map<String, Object> jwk = publicJwk(FOREIGN);
        Bearer.assertRefused(Forge.withHeader(ada, FOREIGN, header -> header.put("jwk", jwk)), "TOKEN_INVALID");
        Bearer.assertRefused(Forge.withHeader(ada, FOREIGN, header -> {
            header.put("jwk", jwk);
            header.put("kid", jwk.get("kid"));
        }), "TOKEN_INVALID");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jku", "x5u"})
    void anAddressThatTheTokenNamesIsNotAsked(String parameter) throws Exception {
        Map<String, Object> jwk = publicJwk(FOREIGN);
        AtomicInteger asked = new AtomicInteger();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.incrementAndGet();
            byte[] keys = bytes("{\"keys\":[" + Forge.json(jwk) + "]}");
            exchange.sendResponseHeaders(200, keys.length);
            exchange.getResponseBody().write(keys);
            exchange.close();
        });
        server.start();
        try {
            String address = "http://localhost:" + server.getAddress().getPort() + "/jwks.json";
            Bearer.assertRefused(Forge.withHeader(ada, FOREIGN, header -> {
                header.put(parameter, address);
                header.put("kid", jwk.get("kid"));
            }), "TOKEN_INVALID");
        } finally {
            server.stop(0);
        }
        assertThat(asked).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"JWT", "refresh+jwt", "id+jwt", ""})
    void anotherTypeOfTokenIsRefused(String type) {
        Bearer.assertRefused(Forge.withHeader(ada, OURS, header -> header.put("typ", type)), "TOKEN_INVALID");
    }

    @Test
    void aTokenWithoutATypeIsRefused() {
        Bearer.assertRefused(Forge.withHeader(ada, OURS, header -> header.remove("typ")), "TOKEN_INVALID");
    }

    @Test
    void anExtensionThatMustBeUnderstoodIsRefused() {
        Bearer.assertRefused(Forge.withHeader(ada, OURS, header -> {
            header.put("crit", List.of("https://example.com/unknown"));
            header.put("https://example.com/unknown", true);
        }), "TOKEN_INVALID");
    }

    @Test
    void aTokenInATokenIsRefused() {
        String token = ada.token();
        Map<String, Object> header = Forge.header(ada);
        header.put("cty", "JWT");
        Bearer.assertRefused(Forge.signText(header, token, OURS), "TOKEN_INVALID");
    }

    @Test
    void whatAnyoneCanEncryptToOurKeyIsRefused() throws Exception {
        for (String payload : List.of(ada.token(), Forge.json(Forge.claims(ada)))) {
            JsonWebEncryption jwe = new JsonWebEncryption();
            jwe.setAlgorithmHeaderValue("RSA-OAEP-256");
            jwe.setEncryptionMethodHeaderParameter("A128GCM");
            jwe.setKeyIdHeaderValue((String) Forge.header(ada).get("kid"));
            jwe.setHeader("typ", AccessToken.TYPE);
            jwe.setPayload(payload);
            jwe.setKey(publicKey(OURS));
            Bearer.assertRefused(jwe.getCompactSerialization(), "TOKEN_INVALID");
        }
    }

    @Test
    void claimsUnderTheSignatureOfOthersAreRefused() {
        Map<String, Object> claims = Forge.claims(ada);
        claims.put("groups", List.of("user", "admin"));
        Bearer.assertRefused(Forge.unsigned(Forge.header(ada), claims) + "." + signature(), "TOKEN_INVALID");
    }

    private static String signature() {
        return ada.token().substring(ada.token().lastIndexOf('.') + 1);
    }

    private static Map<String, Object> publicJwk(RSAPrivateCrtKey key) throws JoseException {
        RsaJsonWebKey jwk = new RsaJsonWebKey(publicKey(key));
        jwk.setKeyId(jwk.calculateBase64urlEncodedThumbprint("SHA-256"));
        return jwk.toParams(JsonWebKey.OutputControlLevel.PUBLIC_ONLY);
    }

    private static RSAPublicKey publicKey(RSAPrivateCrtKey key) {
        return PemKeys.publicKeyOf(key);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
