package dev.taskward.auth;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPrivateCrtKey;

import io.quarkus.runtime.LaunchMode;

import dev.taskward.dev.DevDirectory;

/** In development the key is made at the first start and kept, so that a restart signs nobody out. */
final class DevelopmentKey {
    private static final int BITS = 2048;

    private DevelopmentKey() {
    }

    static RSAPrivateCrtKey load() {
        if (!LaunchMode.current().isDevOrTest()) {
            throw new IllegalStateException("JWT_PRIVATE_KEY is required");
        }
        Path file = DevDirectory.path().resolve("jwt-private-key.pem");
        try {
            if (!Files.exists(file)) {
                KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
                generator.initialize(BITS);
                Files.createDirectories(file.getParent());
                Files.writeString(file, PemKeys.toPem((RSAPrivateCrtKey) generator.generateKeyPair().getPrivate()));
            }
            return PemKeys.privateKey(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
