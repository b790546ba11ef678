package dev.pipette.testing.contract;

import static dev.pipette.testing.contract.Trial.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.LoadInfo;
import dev.pipette.Pipette;
import dev.pipette.Resource;
import dev.pipette.spi.LoadStep;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows that code makes are those of an interrupted run only when they are the same rows; otherwise both are loaded. */
interface SameInputContract {
    private static Resource batch(String rows) {
        return json("events", rows);
    }

    private static String loadedOnce(LoadInfo load) {
        return load.notes().getLast();
    }

    @Test
    default void a_batch_after_one_that_waits_is_loaded_too(Trial trial) {
        trial.crash(LoadStep.SEALED, batch("[{'id': 1}, {'id': 2}]"));

        LoadInfo load = trial.run(batch("[{'id': 3}]"));

        assertThat(trial.rows("SELECT id FROM events ORDER BY id")).containsExactly("1", "2", "3");
        assertThat(load.packages()).hasSize(2);
        assertThat(load.notes()).singleElement().asString().startsWith("finished package ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "a value;              [{'id': 1, 'v': 'a'}];             [{'id': 1, 'v': 'b'}]",
                "its type;             [{'id': 1, 'v': 1}];               [{'id': 1, 'v': '1'}]",
                "a fraction;           [{'id': 1, 'v': 0.0}];             [{'id': 1, 'v': -0.0}]",
                "its column;           [{'id': 1, 'v': 'a'}];             [{'id': 1, 'w': 'a'}]",
                "a value that is not;  [{'id': 1, 'v': 'a'}];             [{'id': 1}]",
                "the place of a value; [{'id': 1, 'v': 'a'}, {'id': 2}];  [{'id': 1}, {'id': 2, 'v': 'a'}]",
                "texts that join;      [{'id': 1, 'v': 'ab', 'w': 'c'}];  [{'id': 1, 'v': 'a', 'w': 'bc'}]",
                "one row more;         [{'id': 1}, {'id': 1}];            [{'id': 1}]",
                "which row is twice;   [{'id': 1}, {'id': 1}, {'id': 2}]; [{'id': 1}, {'id': 2}, {'id': 2}]",
                "a nested value;       [{'id': 1, 'l': [1, 2]}];          [{'id': 1, 'l': [1, 3]}]",
                "the order of a list;  [{'id': 1, 'l': [1, 2]}];          [{'id': 1, 'l': [2, 1]}]",
                "whose nested row;     [{'id': 1, 'l': [1]}, {'id': 2, 'l': [2]}];"
                        + " [{'id': 1, 'l': [2]}, {'id': 2, 'l': [1]}]",
                "lists of equal rows;  [{'id': 1, 'l': [1, 2]}, {'id': 1, 'l': [3, 4]}];"
                        + " [{'id': 1, 'l': [1, 4]}, {'id': 1, 'l': [3, 2]}]",
                "two levels down;      [{'id': 1, 'l': [{'m': [1]}, {'m': [2]}]}];"
                        + " [{'id': 1, 'l': [{'m': [2]}, {'m': [1]}]}]"
            })
    default void rows_that_differ_in_anything_are_loaded_beside_the_others(
            String in, String first, String second, Trial trial) {
        long rows = first.split("'id'", -1).length + second.split("'id'", -1).length - 2L;
        trial.crash(LoadStep.SEALED, batch(first));

        trial.run(batch(second));

        assertThat(trial.count("events")).as(in).isEqualTo(rows);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "equal;             [{'id': 1, 'v': 1.5}, {'id': 2}];           [{'id': 1, 'v': 1.5}, {'id': 2}]",
                "in another order;  [{'id': 1}, {'id': 2}, {'id': 1}];          [{'id': 1}, {'id': 1}, {'id': 2}]",
                "keys in an order;  [{'id': 1, 'v': null, 'w': 2}];             [{'w': 2, 'id': 1}]",
                "nested;            [{'id': 1, 'l': [{'m': [1, 2]}, 3]}, {'id': 2, 'l': []}];"
                        + " [{'id': 2}, {'id': 1, 'l': [{'m': [1, 2]}, 3]}]"
            })
    default void the_same_rows_are_loaded_once(String how, String first, String second, Trial trial) {
        trial.crash(LoadStep.ROWS_APPLIED, batch(first));
        String loadId = trial.pipeline().admin().pending().getFirst().loadId();

        LoadInfo load = trial.run(batch(second));

        assertThat(trial.count("events")).as(how).isEqualTo(first.split("'id'", -1).length - 1L);
        assertThat(load.packages()).hasSize(1);
        assertThat(loadedOnce(load))
                .isEqualTo("resource events: its rows are those of package " + loadId
                        + ", which an interrupted run had extracted; they were not loaded a second time");
    }

    @Test
    default void values_of_all_types_are_the_same_when_they_are_read_again(Trial trial) {
        Resource all = Pipette.resource("events").stream(() -> Stream.of(
                Map.<String, Object>of(
                        "bool",
                        true,
                        "bytes",
                        new byte[] {1, 2},
                        "date",
                        java.time.LocalDate.of(2025, 12, 24),
                        "time",
                        java.time.LocalTime.of(1, 2, 3),
                        "at",
                        java.time.Instant.parse("2025-12-24T15:00:00.123456Z"),
                        "local",
                        java.time.LocalDateTime.of(2025, 12, 24, 15, 0),
                        "decimal",
                        new java.math.BigDecimal("12.340"),
                        "nan",
                        Double.NaN,
                        "text",
                        "it's"),
                Map.<String, Object>of("bool", "text of another row", "decimal", 1)));
        trial.crash(LoadStep.SEALED, all);

        trial.run(all);

        assertThat(trial.count("events")).isEqualTo(2);
    }

    @Test
    default void many_rows_are_compared_across_their_segments(Trial trial) {
        Resource many = Pipette.resource("events").stream(() ->
                IntStream.range(0, 200_000).mapToObj(id -> Map.of("id", id, "even", List.of(id % 2))));
        trial.crash(LoadStep.COMMITTED, many.limit(150_000));

        trial.run(many.limit(150_000));

        assertThat(trial.count("events")).isEqualTo(150_000);
        assertThat(trial.count("events__even")).isEqualTo(150_000);
    }

    @Test
    default void resources_of_one_run_are_compared_each_with_its_own(Trial trial) {
        trial.crash(LoadStep.SEALED, json("a", "[{'id': 1}]"), json("b", "[{'id': 1}]"));

        trial.run(json("a", "[{'id': 1}]"), json("b", "[{'id': 2}]"), json("c", "[{'id': 1}]"));

        assertThat(trial.rows("SELECT id FROM a")).containsExactly("1");
        assertThat(trial.rows("SELECT id FROM b ORDER BY id")).containsExactly("1", "2");
        assertThat(trial.rows("SELECT id FROM c")).containsExactly("1");
    }
}
