package dev.pipette.engine.extract;

import dev.pipette.engine.normalize.JsonText;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * The digest of all values of a row, by which it is known again: the first 128 bits of SHA-256. It depends neither on the
 * order of the keys nor on keys without a value, and on a key only as far as the column that it becomes. Holds the digest of one row at a time; for one thread.
 *
 * <p>What is digested, for each key in order: the key, the kind of the value, and the value, each text with its length
 * before it. Texts, numbers and truth values are written as Java writes them, all others as JSON.
 */
final class RowDigest {
    private static final int SHA_256_BYTES = 32;

    private final MessageDigest sha;
    private final byte[] digest = new byte[SHA_256_BYTES];
    private byte[] written = new byte[256];
    private int length;
    private String[] keys = {};
    private @Nullable Object[] values = {};
    private int[] order = {};
    private final UnaryOperator<String> naming;
    private String[] ordered = {};
    private String[] names = {};
    private boolean isRenamed;
    private int count;

    /** @param naming gives each key the name by which it is digested */
    RowDigest(UnaryOperator<String> naming) {
        this.naming = naming;
        try {
            sha = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    /**
     * Digests a row.
     *
     * @throws JacksonException for a value that JSON cannot hold
     */
    void of(Map<String, ?> row) {
        count = 0;
        if (row.size() > values.length) {
            keys = Arrays.copyOf(keys, row.size());
            values = Arrays.copyOf(values, row.size());
        }
        row.forEach(this::take);
        if (!isInOrder()) {
            order();
        }
        length = 0;
        for (int index = 0; index < count; index++) {
            Object value = values[order[index]];
            if (value != null) {
                text('k', names[order[index]]);
                value(value);
            }
        }
        try {
            sha.update(written, 0, length);
            sha.digest(digest, 0, SHA_256_BYTES);
        } catch (DigestException impossible) {
            throw new IllegalStateException("SHA-256 has 32 bytes", impossible);
        }
    }

    private void take(String key, @Nullable Object value) {
        keys[count] = key;
        values[count] = value;
        count++;
    }

    /** Whether the row that was digested last has keys with other names. */
    boolean isRenamed() {
        return isRenamed;
    }

    /** Whether the keys are those of the row before, so that their order is known: almost always. */
    private boolean isInOrder() {
        if (ordered.length != count) {
            return false;
        }
        for (int index = 0; index < count; index++) {
            if (!ordered[index].equals(keys[index])) {
                return false;
            }
        }
        return true;
    }

    private void order() {
        ordered = Arrays.copyOf(keys, count);
        names = Stream.of(ordered).map(naming).toArray(String[]::new);
        isRenamed = !Arrays.equals(names, ordered);
        order = IntStream.range(0, count)
                .boxed()
                .sorted(Comparator.comparing(index -> names[index]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private void value(Object value) {
        switch (value) {
            case String text -> text('s', text);
            case Long number -> number('n', number);
            case Integer number -> number('n', number);
            case Short number -> number('n', number);
            case Byte number -> number('n', number);
            case Double number when isInteger(number) -> number('n', number.longValue());
            case BigDecimal number when isInteger(number) -> number('n', number.longValueExact());
            case Double number -> number('d', Double.doubleToLongBits(number));
            case Boolean truth -> number('b', truth ? 1 : 0);
            case byte[] bytes -> bytes('y', bytes);
            default -> text('j', JsonText.sorted(value));
        }
    }

    /** A column of integers becomes one of doubles with its first fraction, and its rows are the same rows. */
    private static boolean isInteger(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e15;
    }

    private static boolean isInteger(BigDecimal number) {
        BigDecimal plain = number.stripTrailingZeros();
        return plain.scale() <= 0 && plain.precision() - plain.scale() <= 18;
    }

    private void text(char kind, String text) {
        bytes(kind, text.getBytes(StandardCharsets.UTF_8));
    }

    private void bytes(char kind, byte[] bytes) {
        number(kind, bytes.length);
        ensure(bytes.length);
        System.arraycopy(bytes, 0, written, length, bytes.length);
        length += bytes.length;
    }

    private void number(char kind, long number) {
        ensure(1 + Long.BYTES);
        written[length++] = (byte) kind;
        for (int shift = Long.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
            written[length++] = (byte) (number >> shift);
        }
    }

    private void ensure(int more) {
        if (length + more > written.length) {
            written = Arrays.copyOf(written, Math.max(2 * written.length, length + more));
        }
    }

    /** The first half of the digest of the row that was digested last. */
    long high() {
        return bits(0);
    }

    /** The second half of it. */
    long low() {
        return bits(Long.BYTES);
    }

    private long bits(int from) {
        long bits = 0;
        for (int index = from; index < from + Long.BYTES; index++) {
            bits = (bits << Byte.SIZE) | (digest[index] & 0xFF);
        }
        return bits;
    }

    /** The digest of the row that was digested last, in 32 hexadecimal digits. */
    String hex() {
        return HexFormat.of().formatHex(digest, 0, 2 * Long.BYTES);
    }
}
