package dev.pipette.dlt;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The digests behind dlt's row ids and key hashes: shake_128, base64 without padding.
 *
 * <pre>{@code
 * Digest128.of("a");                                    // "hcjeiNKIZr8IaAkLOWEW"
 * Digest128.nestedRowId("Jo2M6eXCLPi1bA", "dim__tags", 0);   // "C4P+CXN8oh79kQ"
 * }</pre>
 *
 * <p>Thread safe. Source: {@code digest128} in dlt 1.26, {@code dlt/common/utils.py}, and {@code
 * get_row_hash} in {@code dlt/common/normalizers/json/helpers.py}.
 */
public final class Digest128 {
    /** Bytes of a digest by default; 20 characters. */
    public static final int DEFAULT_BYTES = 15;

    /** Bytes of a row id; 14 characters. */
    public static final int ROW_ID_BYTES = 10;

    /** Begins the names of dlt's own columns. */
    private static final String DLT_COLUMNS = "_dlt";

    /** SHAKE is one stream of bytes, so each shorter digest is the beginning of this one. */
    private static final int LONGEST_BYTES = 32;

    private static final Base64.Encoder BASE64 = Base64.getEncoder().withoutPadding();

    private Digest128() {}

    /** Returns the digest of {@code text} in 20 characters. */
    public static String of(String text) {
        return of(text, DEFAULT_BYTES);
    }

    /**
     * Returns the digest of {@code text}, {@code bytes} long before base64.
     *
     * @param bytes from 1 to 32
     */
    public static String of(String text, int bytes) {
        return of(text.getBytes(StandardCharsets.UTF_8), bytes);
    }

    /**
     * Returns the digest of {@code content}, {@code bytes} long before base64.
     *
     * @param bytes from 1 to 32
     */
    public static String of(byte[] content, int bytes) {
        return BASE64.encodeToString(shake128(content, bytes));
    }

    /**
     * Returns the id that dlt gives to a whole row (scd2): over all columns but {@code _dlt*}.
     *
     * @param row normalized names to values; the order does not matter
     */
    public static String rowId(Map<String, ? extends @Nullable Object> row) {
        var data = new LinkedHashMap<String, @Nullable Object>(row);
        data.keySet().removeIf(column -> column.startsWith(DLT_COLUMNS));
        return of(DltJson.sorted(data), ROW_ID_BYTES);
    }

    /**
     * Returns the id that dlt gives to a row with a key (upsert, insert-only): over its key columns.
     *
     * @throws IllegalArgumentException when the row lacks one of {@code keyColumns}
     */
    public static String keyId(Map<String, ? extends @Nullable Object> row, Collection<String> keyColumns) {
        var key = new LinkedHashMap<String, @Nullable Object>();
        for (String column : keyColumns) {
            if (!row.containsKey(column)) {
                throw new IllegalArgumentException("the row has no value for key column '%s'. It has: %s."
                        .formatted(column, String.join(", ", row.keySet())));
            }
            key.put(column, row.get(column));
        }
        return of(DltJson.sorted(key), ROW_ID_BYTES);
    }

    /** Returns the id of the row at {@code listIndex} of a list inside row {@code parentId}. */
    public static String nestedRowId(String parentId, String table, long listIndex) {
        return of(parentId + "_" + table + "_" + listIndex, ROW_ID_BYTES);
    }

    public static byte[] shake128(byte[] content, int bytes) {
        if (bytes < 1 || bytes > LONGEST_BYTES) {
            throw new IllegalArgumentException(
                    "a digest of %d bytes was asked for. Ask for 1 to %d.".formatted(bytes, LONGEST_BYTES));
        }
        try {
            byte[] digest = MessageDigest.getInstance("SHAKE128-256").digest(content);
            return Arrays.copyOf(digest, bytes);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("this JVM has no SHAKE128-256. Use JDK 25 or newer.", missing);
        }
    }
}
