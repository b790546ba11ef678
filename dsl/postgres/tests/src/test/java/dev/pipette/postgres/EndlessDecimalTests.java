package dev.pipette.postgres;

import static dev.pipette.Pipette.decimal;
import static dev.pipette.Pipette.resource;
import static dev.pipette.testing.PipetteAssertions.assertThat;
import static dev.pipette.testing.TestDestination.POSTGRES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.Pipeline;
import dev.pipette.rows.Rows;
import dev.pipette.testing.LoadTest;
import dev.pipette.testing.Workspace;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jooq.Record;
import org.junit.jupiter.api.Test;

/** Decimals of PostgreSQL have values that those of Java have not. */
@LoadTest(destinations = POSTGRES)
record EndlessDecimalTests(Pipeline pipeline, Workspace workspace) {
    @Test
    void decimals_that_are_no_numbers_are_read_and_printed_as_they_are_written() {
        pipeline.run(resource("first").rows(List.of(Map.of("id", 1))));

        Rows rows = pipeline.dataset()
                .query("SELECT 'NaN'::numeric AS n, 'Infinity'::numeric AS i, '-Infinity'::numeric AS m, 1.50 AS d,"
                        + " 'NaN'::numeric(5,2) AS s, NULL::numeric AS e, ARRAY['NaN', '1.5', NULL]::numeric[] AS a,"
                        + " ARRAY[1.5, NULL] AS b");

        Record row = rows.result().getFirst();
        assertThat(row.get("d")).isEqualTo(new BigDecimal("1.50"));
        assertThat(row.get("e")).isNull();
        assertThat(List.of("n", "i", "m", "s", "d", "a", "b"))
                .extracting(name -> rows.text(Objects.requireNonNull(row.get(name), name)))
                .containsExactly("NaN", "Infinity", "-Infinity", "NaN", "1.50", "{NaN,1.5,NULL}", "{1.5,NULL}");
        assertThat(rows.toString()).contains("NaN");
    }

    @Test
    void a_decimal_column_that_holds_such_values_still_gets_more_digits() {
        pipeline.run(resource("prices")
                .rows(List.of(Map.of("price", new BigDecimal("1.5"))))
                .column("price", decimal()));
        workspace.execute("INSERT INTO prices VALUES ('NaN', 'x', 'y')");

        pipeline.run(resource("prices")
                .rows(List.of(Map.of("price", new BigDecimal("0.123456789012"))))
                .column("price", decimal()));

        assertThat(pipeline.dataset()
                        .query("SELECT trim_scale(price)::text AS p FROM prices ORDER BY price")
                        .result()
                        .getValues("p"))
                .isEqualTo(List.of("0.123456789012", "1.5", "NaN"));
    }
}
