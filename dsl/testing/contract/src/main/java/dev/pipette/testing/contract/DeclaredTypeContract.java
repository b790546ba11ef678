package dev.pipette.testing.contract;

import static dev.pipette.Pipette.bigint;
import static dev.pipette.Pipette.binary;
import static dev.pipette.Pipette.bool;
import static dev.pipette.Pipette.date;
import static dev.pipette.Pipette.decimal;
import static dev.pipette.Pipette.float64;
import static dev.pipette.Pipette.resource;
import static dev.pipette.Pipette.text;
import static dev.pipette.Pipette.timestamp;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.Resource;
import dev.pipette.error.PipetteException;
import dev.pipette.schema.ColumnHint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What dlt 1.26's recorded case of declared types becomes: a value of the type, or an error. */
interface DeclaredTypeContract {
    /**
     * A declared type is a promise: a value is one of that type, or can be written as one without loss, or the load
     * stops and names it. dlt bends it (rounds money, takes {@code "yes"} and {@code 0} for truth values, numbers for
     * times) or puts it into a variant column.
     */
    @Test
    default void declared_types_take_the_values_that_are_of_the_type(Trial trial) {
        trial.run(
                declared("i1", 0, "i"),
                declared("i2", 1, "i"),
                declared("f1", 0, "f"),
                declared("f2", 1, "f"),
                declared("d2", 1, "d"),
                declared("dt1", 0, "dt"),
                declared("ts1", 0, "ts"),
                declared("s1", 0, "s"),
                declared("s2", 1, "s"),
                declared("s3", 2, "s"),
                declared("by1", 0, "by"),
                declared("by2", 1, "by"));

        List<String> loaded = new ArrayList<>();
        GoldenReading.tables(trial)
                .tables()
                .forEach((name, table) -> table.rows()
                        .forEach(row -> row.forEach((column, value) -> {
                            if (!column.startsWith("_dlt")) {
                                loaded.add(name + " " + table.columns().get(column) + " " + value);
                            }
                        })));
        assertThat(loaded)
                .containsExactly(
                        "by1 BLOB x6869",
                        "by2 BLOB x6869",
                        "d2 DECIMAL(10,2) 2",
                        "dt1 DATE 2025-01-02",
                        "f1 DOUBLE 1000.0",
                        "f2 DOUBLE 7.0",
                        "i1 BIGINT 12",
                        "i2 BIGINT 3",
                        "s1 VARCHAR 5",
                        "s2 VARCHAR 1.5",
                        "s3 VARCHAR true",
                        "ts1 TIMESTAMP WITH TIME ZONE 2025-01-01T23:00:00Z");
    }

    @Test
    default void declared_types_refuse_every_other_value_by_name(Trial trial) {
        List<String> refusals = new ArrayList<>();
        for (String place : List.of("i 2", "f 2", "d 0", "d 2", "b 0", "b 1", "b 2", "dt 1", "dt 2", "ts 1", "ts 2")) {
            String[] words = place.split(" ");
            try {
                trial.run(declared("items", Integer.parseInt(words[1]), words[0]));
                refusals.add("loaded " + place);
            } catch (PipetteException refused) {
                refusals.add(String.valueOf(refused.getMessage())
                        .replace("[TYPE_MISMATCH] resource items: 1 value of column ", "")
                        .replaceAll(", in row 1\\)\\. Change such values with .map\\(..\\), or say .*", ""));
            }
        }

        assertThat(refusals)
                .containsExactly(
                        "'i' cannot be bigint without loss (first: ' 7 ', text",
                        "'f' cannot be double without loss (first: 'x', text",
                        "'d' cannot be decimal(10,2) without loss (first: '1.239', text",
                        "'d' cannot be decimal(10,2) without loss (first: '12,5', text",
                        "'b' cannot be bool without loss (first: 'yes', text",
                        "'b' cannot be bool without loss (first: '0', bigint",
                        "'b' cannot be bool without loss (first: 'f', text",
                        "'dt' cannot be date without loss (first: '2025-01-03 05:00:00+00', timestamp",
                        "'dt' cannot be date without loss (first: 'bad', text",
                        "'ts' cannot be timestamp without loss (first: '1735689600', bigint",
                        "'ts' cannot be timestamp without loss (first: '2025-01-04', date");
        assertThat(trial.allTables()).isEmpty();
    }

    Map<String, ColumnHint> DECLARED = Map.of(
            "i", bigint(),
            "f", float64(),
            "d", decimal(10, 2),
            "b", bool(),
            "dt", date(),
            "ts", timestamp(),
            "s", text(),
            "by", binary());

    /** One value of the recorded case in a table of its own. */
    private static Resource declared(String table, int row, String column) {
        Object value = Objects.requireNonNull(
                GoldenCase.read("coercion_declared").input(0).get(row).get(column));
        return resource(table)
                .rows(List.of(Map.of(column, value)))
                .column(column, Objects.requireNonNull(DECLARED.get(column)));
    }
}
