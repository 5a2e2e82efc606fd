package dev.tideline.local.stack;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;

/** {@code tideline.subjects.master-key} of a local stack: made at its first start, in a file for its owner alone. */
final class DevelopmentMasterKey {

    private DevelopmentMasterKey() {}

    /**
     * Reads the key in this file, or makes one.
     *
     * @throws StackException if that cannot be done
     */
    static String open(Path file) {
        return SecretFile.open(file, () -> {
                    byte[] bits = new byte[32];
                    new SecureRandom().nextBytes(bits);
                    return Base64.getEncoder().encodeToString(bits) + "\n";
                })
                .strip();
    }
}
