package dev.pipette.testing.contract;

import static dev.pipette.testing.contract.Trial.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.rows.Rows;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Values that are read look as the destination writes them. */
interface PrintedValueContract {
    /** Values that look alike in every form, in SQL that every destination understands. */
    List<String> VALUES = List.of(
            "CAST('infinity' AS DATE)",
            "CAST('-infinity' AS DATE)",
            "CAST('infinity' AS TIMESTAMP)",
            "CAST('-infinity' AS TIMESTAMP)",
            "CAST('infinity' AS TIMESTAMP WITH TIME ZONE)",
            "CAST('-infinity' AS TIMESTAMP WITH TIME ZONE)",
            "DATE '0001-01-01' - 400",
            "DATE '0001-01-01' - 1",
            "DATE '9999-12-31' + 1",
            "DATE '1582-10-10'",
            "TIMESTAMP '0001-01-01 00:00:00' - INTERVAL '400 days'",
            "CAST('24:00:00' AS TIME)",
            "CAST('10:00:00' AS TIME)",
            "CAST('10:11:12.5' AS TIME)",
            "INTERVAL '1 day 02:03:04'",
            "CAST('NaN' AS DOUBLE PRECISION)",
            "CAST('-Infinity' AS DOUBLE PRECISION)",
            "CAST(2 AS DOUBLE PRECISION)",
            "CAST(123456789.25 AS DOUBLE PRECISION)",
            "CAST(1e300 AS DOUBLE PRECISION)",
            "CAST(1e-5 AS DOUBLE PRECISION)",
            "CAST(0.1 AS REAL)",
            "CAST('6ba7b810-9dad-11d1-80b4-00c04fd430c8' AS UUID)");

    @Test
    default void values_look_as_the_destination_writes_them(Trial trial) {
        trial.run(json("vals", "[{'id': 1}]"));
        for (String value : VALUES) {
            Rows rows = trial.pipeline()
                    .dataset()
                    .query("SELECT " + value + " AS v, CAST(" + value + " AS VARCHAR) AS written");

            String written = rows.result().getFirst().get("written", String.class);
            assertThat(rows.text(Objects.requireNonNull(rows.result().getFirst().get("v"))))
                    .as(value)
                    .isEqualTo(written);
            assertThat(rows.toString()).as(value).contains(written + "  " + written);
            assertThat(rows.toHtml()).as(value).contains(">" + written + "</td><td");
        }
    }
}
