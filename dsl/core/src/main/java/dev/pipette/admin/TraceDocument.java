package dev.pipette.admin;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.node.ObjectNode;

/** A {@link RunTrace} as a JSON document, as it is kept and printed. */
public final class TraceDocument {
    /** The version of the document. */
    public static final int VERSION = 1;

    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(EnumFeature.WRITE_ENUMS_TO_LOWERCASE)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(DateTimeFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
            .addModule(new SimpleModule("durations")
                    .addSerializer(Duration.class, new WriteDuration())
                    .addDeserializer(Duration.class, new ReadDuration()))
            .addMixIn(RunTrace.class, InMilliseconds.class)
            .addMixIn(RunTrace.Step.class, InMilliseconds.class)
            .build();

    private TraceDocument() {}

    static String write(RunTrace trace) {
        ObjectNode document = JSON.createObjectNode().put("version", VERSION);
        document.setAll(JSON.<ObjectNode>valueToTree(trace));
        return JSON.writeValueAsString(document);
    }

    /** Reads a trace that was kept; empty for one that this version does not understand, such as a newer one's. */
    public static Optional<RunTrace> read(String json) {
        try {
            return JSON.readTree(json) instanceof ObjectNode document
                            && document.path("version").asInt(0) <= VERSION
                    ? Optional.of(JSON.treeToValue(completed(document), RunTrace.class))
                    : Optional.empty();
        } catch (JacksonException notUnderstood) {
            return Optional.empty();
        }
    }

    /** With what a document without a version, of an older Pipette, does not have. */
    private static ObjectNode completed(ObjectNode document) {
        for (String text : List.of("run_id", "address")) {
            document.putIfAbsent(text, document.stringNode(""));
        }
        document.putIfAbsent("inputs", document.arrayNode());
        for (JsonNode load : document.path("packages")) {
            if (load instanceof ObjectNode known) {
                known.putIfAbsent("columns", document.arrayNode());
                known.putIfAbsent("checks", document.arrayNode());
                for (JsonNode table : known.path("tables")) {
                    if (table instanceof ObjectNode counted) {
                        counted.putIfAbsent("rejected", document.numberNode(0));
                    }
                }
            }
        }
        return document;
    }

    /** Writes the unit of a duration into its name. */
    private interface InMilliseconds {
        @JsonProperty("duration_ms")
        Duration duration();
    }

    private static final class WriteDuration extends ValueSerializer<Duration> {
        @Override
        public void serialize(Duration duration, JsonGenerator json, SerializationContext context) {
            json.writeNumber(BigDecimal.valueOf(duration.toNanos() / 1_000, 3));
        }
    }

    private static final class ReadDuration extends ValueDeserializer<Duration> {
        @Override
        public Duration deserialize(JsonParser json, DeserializationContext context) {
            return Duration.ofNanos(json.getDecimalValue().movePointRight(6).longValue());
        }
    }
}
