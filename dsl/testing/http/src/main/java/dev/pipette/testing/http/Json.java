package dev.pipette.testing.http;

import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/** JSON as trees that lose nothing: numbers keep their digits, and a name that stands twice is not taken for JSON. */
final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    /** One field and one element a line, with the same line ends everywhere: a cassette is read and compared by people. */
    private static final DefaultPrettyPrinter PRETTY = new DefaultPrettyPrinter()
            .withObjectIndenter(new DefaultIndenter("  ", "\n"))
            .withArrayIndenter(new DefaultIndenter("  ", "\n"));

    private Json() {}

    /**
     * The tree of a text.
     *
     * @throws JacksonException when it is none
     */
    static JsonNode parse(String text) {
        return MAPPER.readTree(text);
    }

    /** The tree of an object or array; empty for any other text. */
    static Optional<JsonNode> document(String text) {
        String start = text.stripLeading();
        if (!start.startsWith("{") && !start.startsWith("[")) {
            return Optional.empty();
        }
        try {
            return Optional.of(MAPPER.readTree(text));
        } catch (JacksonException other) {
            return Optional.empty();
        }
    }

    /** The tree of maps, lists and simple values. */
    static JsonNode tree(Object value) {
        return MAPPER.valueToTree(value);
    }

    static String compact(Object value) {
        return MAPPER.writeValueAsString(value);
    }

    static String pretty(JsonNode tree) {
        return MAPPER.writer().with(PRETTY).writeValueAsString(tree) + "\n";
    }
}
