package dev.pipette.testing.postgres;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Names and passwords that nobody else has, and that need neither quotes nor escapes. */
final class Names {
    private static final SecureRandom RANDOM = new SecureRandom();

    private Names() {}

    static String fresh(String prefix) {
        return prefix + "_" + hex(6);
    }

    static String secret() {
        return hex(16);
    }

    private static String hex(int bytes) {
        byte[] random = new byte[bytes];
        RANDOM.nextBytes(random);
        return HexFormat.of().formatHex(random);
    }
}
