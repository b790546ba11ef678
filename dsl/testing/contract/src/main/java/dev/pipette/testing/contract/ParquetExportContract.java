package dev.pipette.testing.contract;

import static dev.pipette.Pipette.parquet;
import static dev.pipette.testing.contract.Trial.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rows of a query in a Parquet file have the values and types that they have at the destination. */
interface ParquetExportContract {
    /** A query that every destination understands. */
    String QUERY = "SELECT id, CAST(9007199254740993 AS BIGINT) AS big, CAST(7 AS SMALLINT) AS small,"
            + " CAST(19.50 AS DECIMAL(10, 2)) AS price, CAST(0.1 AS DOUBLE PRECISION) AS share, id = 1 AS flag,"
            + " CAST('2024-02-29' AS DATE) AS born, CAST('2024-03-10 02:30:00.000001' AS TIMESTAMP) AS local_at,"
            + " CAST('2024-02-29 12:34:56+00' AS TIMESTAMP WITH TIME ZONE) AS seen_at,"
            + " CAST('10:11:12.5' AS TIME) AS clock, 'it''s \"so\"' AS words,"
            + " CASE WHEN id = 1 THEN 'one' END AS word, total"
            + " FROM (SELECT id, sum(n) AS total FROM orders GROUP BY id) AS sums ORDER BY id";

    @Test
    default void a_file_of_rows_loads_as_the_same_rows(Trial trial) {
        trial.run(json(
                "orders",
                "[{'id': 1, 'n': 9223372036854775807}, {'id': 1, 'n': 9223372036854775807}, {'id': 2, 'n': 1}]"));
        Path file = trial.folder().resolve("export.parquet");

        long rows = trial.pipeline().dataset().query(QUERY, stream -> stream.writeParquet(file, 9));

        assertThat(rows).isEqualTo(2);
        trial.run(parquet("again", file));
        assertThat(
                        trial.rows(
                                "SELECT id, big, small, CAST(price AS DECIMAL(10, 2)) AS price, share, flag, born, local_at,"
                                        + " seen_at, clock, words, word, CAST(total AS DECIMAL(38, 0)) AS total FROM again ORDER BY id"))
                .isEqualTo(trial.rows(QUERY));
        assertThat(List.of("price", "share", "flag", "born", "local_at", "seen_at", "clock", "total"))
                .extracting(column -> trial.type("again", column))
                .doesNotContain("String");
    }

    @Test
    default void a_limit_and_columns_of_one_name_are_kept(Trial trial) {
        trial.run(json("orders", "[{'id': 1}, {'id': 2}]"));
        Path file = trial.folder().resolve("export.parquet");

        long rows = trial.pipeline()
                .dataset()
                .query(
                        "SELECT a.id, b.id FROM orders a JOIN orders b ON a.id = b.id ORDER BY 1",
                        stream -> stream.writeParquet(file, 1));

        assertThat(rows).isEqualTo(1);
        trial.run(parquet("again", file));
        assertThat(trial.rows("SELECT id, id_2 FROM again")).containsExactly("1 | 1");
    }

    @Test
    default void a_file_that_cannot_be_written_is_an_error_that_names_it(Trial trial) {
        trial.run(json("orders", "[{'id': 1}]"));
        Path file = trial.folder().resolve("absent").resolve("export.parquet");

        assertThatThrownBy(() -> trial.pipeline()
                        .dataset()
                        .query("SELECT id FROM orders", stream -> stream.writeParquet(file, 1)))
                .hasMessage("[DESTINATION_FAILED] could not write " + file + ": the folder " + file.getParent()
                        + " does not exist. Make it first.");
    }
}
