package dev.pipette.testing.contract;

import static dev.pipette.Pipette.binary;
import static dev.pipette.Pipette.csv;
import static dev.pipette.Pipette.jsonDocument;
import static dev.pipette.testing.contract.Trial.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.LoadInfo;
import dev.pipette.Pipette;
import dev.pipette.Resource;
import dev.pipette.error.PipetteException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A value is the same on every way to the destination: from a file as it is, from its rows, from Java. */
interface FileValueContract {
    /** The same text as a file that DuckDB moves into table {@code moved}, and as rows of table {@code walked}. */
    private static List<Resource> bothWays(Trial trial, String text) {
        try {
            Path file = Files.createDirectories(trial.folder()).resolve("vals.csv");
            Files.writeString(file, text);
            return List.of(csv("moved", file), csv("walked", file).filter(row -> true));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void run(Trial trial, List<Resource> resources) {
        trial.run(resources.toArray(Resource[]::new));
    }

    private static void assertBoth(Trial trial, String select, String... rows) {
        assertThat(trial.rows("SELECT " + select + " FROM moved ORDER BY id")).containsExactly(rows);
        assertThat(trial.rows("SELECT " + select + " FROM walked ORDER BY id")).containsExactly(rows);
    }

    @Test
    default void infinity_beside_dates_and_times_is_theirs(Trial trial) {
        run(trial, bothWays(trial, """
                id,day,naive,instant,alone
                1,2024-01-05,2024-03-10 02:30:00,2024-01-05T10:00:00Z,infinity
                2,infinity,infinity,infinity,
                3,-infinity,-infinity,-infinity,-infinity
                """));

        assertBoth(
                trial,
                "CAST(day AS VARCHAR), CAST(naive AS VARCHAR), CAST(instant AS VARCHAR), alone",
                "2024-01-05 | 2024-03-10 02:30:00 | 2024-01-05 10:00:00+00 | infinity",
                "infinity | infinity | infinity | NULL",
                "-infinity | -infinity | -infinity | -infinity");
        assertThat(trial.rows("SELECT count(*) FROM walked WHERE day > DATE '9999-12-31'"))
                .containsExactly("1");
    }

    @Test
    default void the_last_values_of_java_are_infinity(Trial trial) {
        trial.run(Pipette.resource("vals")
                .rows(List.of(
                        Map.of(
                                "id",
                                1,
                                "day",
                                LocalDate.MAX,
                                "naive",
                                LocalDateTime.MAX,
                                "instant",
                                OffsetDateTime.MAX,
                                "other",
                                Instant.MAX),
                        Map.of(
                                "id",
                                2,
                                "day",
                                LocalDate.MIN,
                                "naive",
                                LocalDateTime.MIN,
                                "instant",
                                OffsetDateTime.MIN,
                                "other",
                                Instant.MIN),
                        Map.of("id", 3, "day", LocalDate.EPOCH, "naive", LocalDate.EPOCH.atStartOfDay()))));

        assertThat(trial.rows("SELECT CAST(day AS VARCHAR), CAST(naive AS VARCHAR), CAST(instant AS VARCHAR),"
                        + " CAST(other AS VARCHAR) FROM vals ORDER BY id"))
                .containsExactly(
                        "infinity | infinity | infinity | infinity",
                        "-infinity | -infinity | -infinity | -infinity",
                        "1970-01-01 | 1970-01-01 00:00:00 | NULL | NULL");
    }

    @Test
    default void times_finer_than_a_microsecond_are_cut_and_noted(Trial trial) {
        Resource vals = Pipette.resource("vals")
                .rows(List.of(Map.of(
                        "moment",
                        Instant.parse("2024-01-05T10:00:00.123456789Z"),
                        "naive",
                        LocalDateTime.parse("2024-01-05T10:00:00.123456789"),
                        "clock",
                        LocalTime.parse("10:00:00.123456789"),
                        "kept",
                        Instant.parse("2024-01-05T10:00:00.123456789Z"))))
                .column("kept", Pipette.text());

        LoadInfo load = trial.run(vals);

        assertThat(trial.rows("SELECT moment, CAST(naive AS VARCHAR), CAST(clock AS VARCHAR), kept FROM vals"))
                .containsExactly("2024-01-05T10:00:00.123456Z | 2024-01-05 10:00:00.123456 | 10:00:00.123456"
                        + " | 2024-01-05T10:00:00.123456789Z");
        assertThat(load.notes())
                .hasSize(3)
                .contains(
                        "resource vals: column 'moment' of table vals has 1 time finer than a microsecond, cut to the"
                                + " microsecond. To keep all digits as text, declare column(\"moment\", text()) (--type moment=text)");
    }

    @Test
    default void text_in_a_column_that_is_declared_json_is_the_document(Trial trial) {
        run(
                trial,
                bothWays(trial, """
                        id,payload
                        1,"{""a"": 1, ""b"": [1,2]}"
                        2,"[1, 2]"
                        3,
                        4,"{""at"": ""2024-01-05T10:00:00.000Z"", ""n"": ""12E5""}"
                        """).stream()
                        .map(resource -> resource.column("payload", jsonDocument()))
                        .toList());
        trial.run(Pipette.resource("vals")
                .rows(List.of(Map.of("payload", "{\"a\": \"2024-01-05T10:00:00.000Z\"}")))
                .column("payload", jsonDocument()));

        assertBoth(
                trial,
                "replace(CAST(payload AS VARCHAR), ' ', '')",
                "{\"a\":1,\"b\":[1,2]}",
                "[1,2]",
                "NULL",
                trial.rows("SELECT replace(CAST(payload AS VARCHAR), ' ', '') FROM moved WHERE id = 4")
                        .getFirst());
        assertThat(trial.rows("SELECT payload->>'at', payload->>'n' FROM moved WHERE id = 4"))
                .containsExactly("2024-01-05T10:00:00.000Z | 12E5");
        assertThat(trial.rows("SELECT payload->>'a' FROM vals")).containsExactly("2024-01-05T10:00:00.000Z");
    }

    @Test
    default void text_that_is_not_json_is_refused_where_the_column_is_declared_json(Trial trial) {
        for (Resource resource : bothWays(trial, "id,payload\n1,{}\n2,{bad\n")) {
            assertThatThrownBy(() -> trial.run(resource.column("payload", jsonDocument())))
                    .isInstanceOf(PipetteException.class)
                    .hasMessage("[TYPE_MISMATCH] resource " + resource.name() + ": 1 value of column 'payload' cannot"
                            + " be json without loss (first: '{bad', text, in row 2). Change such values with .map(..),"
                            + " or say column(\"payload\", text()) (--type payload=text) to keep them as they are."
                            + " Or keep such rows apart with .badRows(BadRows.REJECT) (--bad-rows reject).");
        }
    }

    @Test
    default void text_that_looks_like_a_time_stays_as_it_is_written_beside_documents(Trial trial) {
        trial.run(json("vals", "[{'id': 1, 'v': {'a': 1}}, {'id': 2, 'v': '2024-01-05T10:00:00.000Z'}]")
                .maxNesting(0));
        trial.run(json("vals", "[{'id': 3, 'v': '2024-01-06T10:00:00.50Z'}]"));

        assertThat(trial.columns("vals")).containsExactly("id", "v", "_dlt_load_id", "_dlt_id");
        assertThat(trial.rows("SELECT CAST(v AS VARCHAR) FROM vals WHERE id > 1 ORDER BY id"))
                .containsExactly("\"2024-01-05T10:00:00.000Z\"", "\"2024-01-06T10:00:00.50Z\"");
    }

    @Test
    default void text_in_a_column_that_is_declared_binary_is_hexadecimal_or_base64(Trial trial) {
        run(
                trial,
                bothWays(trial, "id,b\n1,0x1f\n2,\\x1F00\n3,Hw==\n").stream()
                        .map(resource -> resource.column("b", binary()))
                        .toList());
        trial.run(json("vals", "[{'b': '0x1f'}]").column("b", binary()));

        assertBoth(trial, "b", "1f", "1f00", "1f");
        assertThat(trial.rows("SELECT b FROM vals")).containsExactly("1f");
    }

    @Test
    default void text_is_a_number_only_where_it_can_be_written_back(Trial trial) {
        run(trial, bothWays(trial, """
                id,version,lot,hash,price,measured
                1,1.9,12E5,1e5,19.90,1e-05
                2,1.10,3E2,7e2,5.00,0.5
                3,1.1,7E0,2e0,3.10,2
                """));

        assertBoth(
                trial,
                "version, lot, hash, price, measured",
                "1.9 | 12E5 | 1e5 | 19.9 | 1.0E-5",
                "1.10 | 3E2 | 7e2 | 5.0 | 0.5",
                "1.1 | 7E0 | 2e0 | 3.1 | 2.0");
    }
}
