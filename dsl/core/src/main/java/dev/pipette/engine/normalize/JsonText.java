package dev.pipette.engine.normalize;

import java.util.Locale;
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

    /**
     * A value as text that does not depend on the order of keys.
     *
     * @throws JacksonException for a value that JSON cannot hold
     */
    public static String sorted(Object value) {
        return SORTED.writeValueAsString(value);
    }
}
