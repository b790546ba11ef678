package dev.pipette.testing.contract;

import static dev.pipette.Pipette.cursor;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.LoadInfo;
import dev.pipette.Pipette;
import dev.pipette.Resource;
import dev.pipette.plan.PlannedTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A row at the boundary of a cursor is known as a whole where it has no key, however its file is read from run to run. */
interface RowWithoutKeyContract {
    /** What the rows are in. Their values are written in ways that only their file shows. */
    enum Format {
        CSV {
            @Override
            Resource events(Path folder, int rows) {
                List<String> shares = List.of("1", "2.5", "n/a", "3", "4");
                String lines = IntStream.range(0, rows)
                        .mapToObj(row ->
                                row + ",10," + row + ".50," + shares.get(row) + "," + (row % 2 == 0 ? "TRUE" : "false")
                                        + ",2025-01-31" + (row % 2 == 0 ? "T" : " ") + "06:00:00.500,06:00:00.50,")
                        .collect(Collectors.joining("\n", "id,at,amount,share,flag,seen,clock,note\n", "\n"));
                return Pipette.csv("events", written(folder, "events.csv", lines));
            }
        },
        JSONL {
            @Override
            Resource events(Path folder, int rows) {
                String lines = IntStream.range(0, rows)
                        .mapToObj(row -> "{\"id\": " + row + ", \"at\": 10, \"amount\": " + row
                                + ".50, \"seen\": \"2025-01-31T06:00:00.500Z\", \"tags\": [\"a\", " + row + "]}")
                        .collect(Collectors.joining("\n"));
                return Pipette.jsonl("events", written(folder, "events.jsonl", lines));
            }
        },
        PARQUET {
            @Override
            Resource events(Path folder, int rows) {
                Path file = folder.resolve("events.parquet");
                try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                        Statement statement = connection.createStatement()) {
                    Files.createDirectories(folder);
                    statement.execute(
                            "COPY (SELECT i AS id, CAST(10 AS INTEGER) AS at, CAST(i + 0.5 AS DECIMAL(10, 2)) AS"
                                    + " amount, i / 4 AS share, i % 2 = 0 AS flag, TIMESTAMP '2025-01-31 06:00:00.5' AS seen,"
                                    + " TIME '06:00:00.5' AS clock, CAST(NULL AS VARCHAR) AS note FROM range(" + rows
                                    + ") AS t(i)) TO '" + file + "' (FORMAT parquet)");
                } catch (SQLException failed) {
                    throw new IllegalStateException(failed);
                } catch (IOException failed) {
                    throw new UncheckedIOException(failed);
                }
                return Pipette.parquet("events", file);
            }
        };

        /** A resource over a file of rows that are all at one value of the cursor {@code at}. */
        abstract Resource events(Path folder, int rows);

        private static Path written(Path folder, String name, String text) {
            try {
                return Files.writeString(Files.createDirectories(folder).resolve(name), text);
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
    }

    /** Each run finds the rows of the run before, and one more. */
    @ParameterizedTest
    @EnumSource
    default void a_row_without_a_key_is_loaded_once_however_its_file_is_read(Format format, Trial trial) {
        List<UnaryOperator<Resource>> ways = List.of(
                plain -> plain,
                plain -> plain.limit(100),
                plain -> plain.filter(row -> true),
                plain -> plain.map(row -> row),
                plain -> plain);
        for (int run = 0; run < ways.size(); run++) {
            Resource events =
                    ways.get(run).apply(format.events(trial.folder(), run + 1)).incremental(cursor("at", Long.class));

            PlannedTable planned = trial.pipeline().plan(events).table("events");
            LoadInfo loaded = trial.run(events);

            assertThat(planned.rows()).as("rows in the plan of run %s", run).isEqualTo(1);
            assertThat(loaded.rows("events")).as("rows of run %s", run).isEqualTo(1);
        }

        assertThat(trial.rows("SELECT id FROM events ORDER BY id")).containsExactly("0", "1", "2", "3", "4");
        assertThat(trial.rows("SELECT count(*) FROM _pipette_boundary")).containsExactly("5");
    }

    /** Rows that code makes equal are equal, also where only one of them was changed. */
    @Test
    default void rows_that_code_makes_equal_are_loaded_once_a_run(Trial trial) {
        Path file = Format.written(trial.folder(), "words.csv", "at,word\n10,a\n10,a!\n");
        Resource words = Pipette.csv("words", file)
                .map(row -> {
                    row.put("word", String.valueOf(row.get("word")).replace("!", ""));
                    return row;
                })
                .incremental(cursor("at", Long.class))
                .deduplicatedWithinRun();
        trial.run(words);

        LoadInfo again = trial.run(words);

        assertThat(trial.rows("SELECT word FROM words")).containsExactly("a");
        assertThat(again.nothingNew()).isTrue();
    }
}
