package dev.pipette.engine.query;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The JSON of rejected rows, read without losing a digit, which DuckDB would for numbers beyond a double. */
public final class RejectJson {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    private RejectJson() {}

    /**
     * Reads a document.
     *
     * @throws JacksonException for what is none, and for a name twice in one object
     */
    public static JsonNode read(String text) {
        return JSON.readTree(text);
    }

    /** A value as one line. */
    public static String write(Object value) {
        return JSON.writeValueAsString(value);
    }

    /** The values of an object as texts: of a text itself, of a list or an object its JSON. */
    static Map<String, @Nullable String> texts(ObjectNode object) {
        Map<String, @Nullable String> texts = new LinkedHashMap<>();
        object.properties()
                .forEach(field -> texts.put(
                        field.getKey(),
                        switch (field.getValue()) {
                            case JsonNode node when node.isNull() -> null;
                            case JsonNode node when node.isString() -> node.stringValue();
                            case JsonNode node -> node.toString();
                        }));
        return texts;
    }
}
