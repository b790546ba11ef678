package dev.pipette.normalize;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/** Rows and parts of rows as JSON text. */
public final class JsonText {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final JsonMapper SORTED = JsonMapper.builder()
            .enable(tools.jackson.databind.SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private JsonText() {}

    /** An object or list as it came. */
    static String of(Object value) {
        return JSON.writeValueAsString(value);
    }

    /** A digest of a row that does not depend on the order of its keys, nor on keys without a value; 32 hex digits. */
    public static String digest(Map<String, ?> row) {
        Map<String, Object> present = new TreeMap<>();
        row.forEach((key, value) -> {
            if (value != null) {
                present.put(
                        key, value instanceof byte[] bytes ? Base64.getEncoder().encodeToString(bytes) : value);
            }
        });
        try {
            byte[] text = SORTED.writeValueAsString(present).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(text));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has MD5", impossible);
        }
    }
}
