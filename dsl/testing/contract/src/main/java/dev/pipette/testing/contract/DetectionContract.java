package dev.pipette.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.Pipette;
import dev.pipette.schema.Column;
import dev.pipette.schema.DataType;
import dev.pipette.schema.TableSchema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The types that Pipette finds for values, beside those that dlt 1.26 found. */
interface DetectionContract {
    /**
     * An integer of more than 64 bits is a number, and no bytes are bytes: dlt fails with the one and makes text of the others.
     * Times without an offset have none here; dlt makes them UTC. Nanoseconds stay in text; dlt cuts them off.
     */
    @Test
    default void a_value_has_the_type_that_dlt_finds(Trial trial) {
        List<JsonNode> corpus =
                GoldenCase.document("corpus_detect.json").valueStream().toList();
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        corpus.forEach(recorded -> row.put("v" + row.size(), GoldenCase.value(recorded.get("value"))));

        trial.run(Pipette.resource("vals").rows(List.of(row)));

        TableSchema table = DltMade.schema(trial, "contract").table("vals").orElseThrow();
        List<String> differences = new ArrayList<>();
        for (int at = 0; at < corpus.size(); at++) {
            Column column = table.column("v" + at).orElseThrow();
            String found = column.dataType().map(DataType::dltName).orElse("none")
                    + (Boolean.FALSE.equals(column.hints().get("timezone")) ? " without an offset" : "");
            if (!found.equals(corpus.get(at).get("data_type").asString("none"))) {
                differences.add(corpus.get(at).get("value") + " is " + found);
            }
        }
        assertThat(differences)
                .containsExactly(
                        "{\"$int\":\"9223372036854775808\"} is decimal",
                        "{\"$int\":\"-9223372036854775809\"} is decimal",
                        "\"2025-01-02T03:04:05\" is timestamp without an offset",
                        "\"2025-01-02 03:04:05\" is timestamp without an offset",
                        "\"2025-01-02T03:04:05.123456789Z\" is text",
                        "{\"$ts_naive\":\"2025-01-02T03:04:05.000006\"} is timestamp without an offset",
                        "{\"$hex\":\"\"} is binary");
    }
}
