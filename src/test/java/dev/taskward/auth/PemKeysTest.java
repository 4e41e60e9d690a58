package dev.taskward.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPrivateCrtKey;
import java.util.Base64;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The forms in which keys come out of an environment variable, and those that are refused. */
class PemKeysTest {
    private static final KeyPair PAIR = pair("RSA", 2048);
    private static final KeyPair OTHER = pair("RSA", 2048);
    private static final String PRIVATE = pem("PRIVATE KEY", PAIR.getPrivate());
    private static final String PUBLIC = pem("PUBLIC KEY", PAIR.getPublic());

    @Test
    void aPrivateKeyIsReadFromPem() {
        assertThat(PemKeys.privateKey(PRIVATE)).isEqualTo(PAIR.getPrivate());
    }

    @Test
    void lineEndsMayBeWrittenAsBackslashN() {
        assertThat(PemKeys.privateKey(PRIVATE.replace("\n", "\\n"))).isEqualTo(PAIR.getPrivate());
    }

    @Test
    void lineEndsMayBeThoseOfWindows() {
        assertThat(PemKeys.privateKey(PRIVATE.replace("\n", "\r\n"))).isEqualTo(PAIR.getPrivate());
    }

    @Test
    void lineEndsMayBeLost() {
        assertThat(PemKeys.privateKey(PRIVATE.replace("\n", " "))).isEqualTo(PAIR.getPrivate());
    }

    @Test
    void allOfItMayBeInBase64() {
        assertThat(PemKeys.privateKey(base64(PRIVATE))).isEqualTo(PAIR.getPrivate());
        assertThat(PemKeys.publicKeys(base64(PUBLIC))).containsExactly((java.security.interfaces.RSAPublicKey) PAIR
                .getPublic());
    }

    @Test
    void textAroundTheBlockIsIgnored() {
        assertThat(PemKeys.privateKey("Bag Attributes: none\n" + PRIVATE + "\n\n")).isEqualTo(PAIR.getPrivate());
    }

    @Test
    void whatIsWrittenIsReadBack() {
        assertThat(PemKeys.privateKey(PemKeys.toPem((RSAPrivateCrtKey) PAIR.getPrivate())))
                .isEqualTo(PAIR.getPrivate());
    }

    @Test
    void thePublicHalfIsFoundInThePrivateKey() {
        assertThat(PemKeys.publicKeyOf((RSAPrivateCrtKey) PAIR.getPrivate())).isEqualTo(PAIR.getPublic());
    }

    @Test
    void severalPublicKeysAreReadInTheirOrder() {
        assertThat(
                PemKeys.publicKeys(PUBLIC + "\n" + pem("PUBLIC KEY", OTHER.getPublic())).stream().map(Key.class::cast))
                .containsExactly(PAIR.getPublic(), OTHER.getPublic());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "secret", "c2VjcmV0", "-----BEGIN PRIVATE KEY-----"})
    void whatIsNoPemIsRefused(String text) {
        assertThatThrownBy(() -> PemKeys.privateKey(text)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("is not a PKCS#8 PEM block (BEGIN PRIVATE KEY)");
        assertThatThrownBy(() -> PemKeys.publicKeys(text)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("holds no PEM block (BEGIN PUBLIC KEY)");
    }

    @Test
    void aPublicKeyIsNoPrivateKey() {
        assertThatThrownBy(() -> PemKeys.privateKey(PUBLIC)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("BEGIN PRIVATE KEY");
    }

    @Test
    void aPrivateKeyIsNoPublicKey() {
        assertThatThrownBy(() -> PemKeys.publicKeys(PRIVATE)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("BEGIN PUBLIC KEY");
    }

    @Test
    void oneBadBlockAmongGoodOnesIsRefused() {
        assertThatThrownBy(() -> PemKeys.publicKeys(PUBLIC + "\n" + pem("PUBLIC KEY", pair("EC", 256).getPublic())))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aKeyOfAnotherAlgorithmIsRefused() {
        assertThatThrownBy(() -> PemKeys.privateKey(pem("PRIVATE KEY", pair("EC", 256).getPrivate())))
                .isInstanceOf(IllegalArgumentException.class).hasMessage("cannot be read as an RSA private key");
    }

    @Test
    void aShortKeyIsRefused() {
        KeyPair weak = pair("RSA", 1024);
        assertThatThrownBy(() -> PemKeys.privateKey(pem("PRIVATE KEY", weak.getPrivate())))
                .isInstanceOf(IllegalArgumentException.class).hasMessage("is an RSA key of less than 2048 bits");
        assertThatThrownBy(() -> PemKeys.publicKeys(pem("PUBLIC KEY", weak.getPublic())))
                .isInstanceOf(IllegalArgumentException.class).hasMessage("holds an RSA key of less than 2048 bits");
    }

    @Test
    void aDamagedKeyIsRefusedWithoutBeingTold() {
        String damaged = PRIVATE.replaceFirst("\n.{10}", "\n");
        assertThatThrownBy(() -> PemKeys.privateKey(damaged)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("cannot be read as an RSA private key").hasNoCause();
    }

    private static KeyPair pair(String algorithm, int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String pem(String label, Key key) {
        return "-----BEGIN " + label + "-----\n" + Base64.getMimeEncoder(64, new byte[]{'\n'})
                .encodeToString(key.getEncoded()) + "\n-----END " + label + "-----\n";
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
