package dev.pipette.normalize;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;

/** Rows and parts of rows as JSON text. */
public final class JsonText {
    /** Levels of objects and lists in a document; JSON input may have as many. */
    private static final int DEPTH = 1_000;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamWriteConstraints(
                    StreamWriteConstraints.builder().maxNestingDepth(DEPTH).build())
            .build();
    private static final JsonMapper JSON = JsonMapper.builder(FACTORY).build();
    private static final JsonMapper SORTED = JsonMapper.builder(FACTORY)
            .enable(tools.jackson.databind.SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private JsonText() {}

    /**
     * An object or list as it came.
     *
     * @throws JacksonException for a value that JSON cannot hold
     */
    static String of(Object value) {
        return JSON.writeValueAsString(value);
    }

    /** Why a value cannot be written. */
    public static String reason(JacksonException failed) {
        if (failed instanceof StreamConstraintsException) {
            return "objects and lists are nested more than " + String.format(Locale.ROOT, "%,d", DEPTH)
                    + " levels deep, or hold themselves";
        }
        String message = String.valueOf(failed.getOriginalMessage());
        int noise = message.indexOf(" (");
        return noise < 0 ? message : message.substring(0, noise);
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
