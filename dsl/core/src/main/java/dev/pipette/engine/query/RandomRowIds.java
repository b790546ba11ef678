package dev.pipette.engine.query;

import java.security.SecureRandom;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Row ids in the form of dlt's: 10 random bytes in base64 without padding, 14 characters. */
final class RandomRowIds {
    private static final byte[] DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
            .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    private static final int SEED = 48;
    private static final int DIGIT_BITS = 6;
    private static final int DIGIT = 0x3f;
    private static final int LENGTH = 14;
    private static final int FROM_FIRST = 10;

    private final RandomGenerator random =
            RandomGeneratorFactory.of("L128X256MixRandom").create(new SecureRandom().generateSeed(SEED));
    private final byte[] id = new byte[LENGTH];

    String next() {
        long bits = random.nextLong();
        for (int at = 0; at < FROM_FIRST; at++) {
            id[at] = DIGITS[(int) bits & DIGIT];
            bits >>>= DIGIT_BITS;
        }
        bits = random.nextLong();
        for (int at = FROM_FIRST; at < LENGTH - 1; at++) {
            id[at] = DIGITS[(int) bits & DIGIT];
            bits >>>= DIGIT_BITS;
        }
        id[LENGTH - 1] = DIGITS[(int) bits & 0x30]; // the last digit of 80 bits has two of them
        return new String(id, java.nio.charset.StandardCharsets.ISO_8859_1);
    }
}
