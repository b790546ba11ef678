package dev.pipette.testing.contract;

import static dev.pipette.testing.contract.Trial.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.LoadInfo;
import dev.pipette.Pipette;
import dev.pipette.Resource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Times without an offset become instants in a column that dlt made, which takes them as UTC. */
interface DltTimesContract {
    String NOTE = "column events.at holds instants, in a schema that dlt made: times without an offset were taken as ";

    private static Resource events(String rows) {
        return json("events", rows);
    }

    private static void dltMade(Trial trial) {
        trial.run(events("[{'id': 1, 'at': '2024-01-01T00:00:00Z'}]").incremental(Pipette.cursor("at", Instant.class)));
        DltMade.schema(trial, schema -> schema);
    }

    private static List<String> times(Trial trial) {
        return trial.rows("SELECT id, \"at\" FROM events ORDER BY id");
    }

    @Test
    default void naive_times_are_taken_as_utc(Trial trial) {
        dltMade(trial);

        LoadInfo info = trial.run(Pipette.resource("events")
                .rows(List.of(
                        Map.of("id", 2, "at", LocalDateTime.parse("2024-01-02T03:04:05.000006")),
                        Map.of("id", 3, "at", LocalDate.parse("2024-01-03")),
                        Map.of("id", 4, "at", Instant.parse("2024-01-04T00:00:00Z")))));

        assertThat(times(trial))
                .containsExactly(
                        "1 | 2024-01-01T00:00:00Z",
                        "2 | 2024-01-02T03:04:05.000006Z",
                        "3 | 2024-01-03T00:00:00Z",
                        "4 | 2024-01-04T00:00:00Z");
        assertThat(info.notes()).contains(NOTE + "UTC, as dlt does");
        assertThat(trial.columns("events")).containsExactly("id", "at", "_dlt_load_id", "_dlt_id");
    }

    @Test
    default void texts_with_and_without_an_offset_are_mixed(Trial trial) {
        dltMade(trial);

        LoadInfo info = trial.run(
                events("[{'id': 2, 'at': '2024-01-02 03:04:05'}, {'id': 3, 'at': '2024-01-03T00:00:00+01:00'},"
                        + " {'id': 4, 'at': '2024-01-04'}, {'id': 5, 'at': 'soon'}]"));

        assertThat(times(trial))
                .containsExactly(
                        "1 | 2024-01-01T00:00:00Z",
                        "2 | 2024-01-02T03:04:05Z",
                        "3 | 2024-01-02T23:00:00Z",
                        "4 | 2024-01-04T00:00:00Z",
                        "5 | NULL");
        assertThat(trial.rows("SELECT at__v_text FROM events WHERE id = 5")).containsExactly("soon");
        assertThat(info.notes()).contains(NOTE + "UTC, as dlt does");
    }

    @Test
    default void the_zone_that_a_resource_declares_counts(Trial trial) {
        dltMade(trial);

        LoadInfo info =
                trial.run(events("[{'id': 2, 'at': '2024-07-02 00:00:00'}]").zone(ZoneId.of("America/New_York")));

        assertThat(times(trial)).containsExactly("1 | 2024-01-01T00:00:00Z", "2 | 2024-07-02T04:00:00Z");
        assertThat(info.notes()).contains(NOTE + "America/New_York");
    }

    @Test
    default void a_cursor_of_instants_takes_them_too(Trial trial) throws IOException {
        dltMade(trial);
        var cursor = Pipette.cursor("at", Instant.class);

        trial.run(events("[{'id': 0, 'at': '2023-12-31 23:59:59'}, {'id': 2, 'at': '2024-01-02 00:00:00'}]")
                .primaryKey("id")
                .incremental(cursor));
        Path file = Files.writeString(
                Files.createDirectories(trial.folder()).resolve("events.csv"),
                "id,at\n2,2024-01-02 00:00:00\n1,2024-01-01 10:00:00\n3,2024-01-02 13:00:00\n");
        trial.run(Pipette.csv("events", file).primaryKey("id").incremental(cursor));

        assertThat(trial.rows("SELECT id, count(*) FROM events GROUP BY id ORDER BY id"))
                .containsExactly("1 | 1", "2 | 1", "3 | 1");
        assertThat(DltMade.cursor(trial, "contract", "events", "at").get("last_value"))
                .isEqualTo("2024-01-02 13:00:00");
    }

    @Test
    default void a_schema_of_pipette_keeps_them_apart(Trial trial) {
        trial.run(events("[{'id': 1, 'at': '2024-01-01T00:00:00Z'}]"));

        LoadInfo info = trial.run(events("[{'id': 2, 'at': '2024-01-02 00:00:00'}]"));

        assertThat(trial.columns("events")).contains("at__v_local_timestamp");
        assertThat(info.notes()).isEmpty();
    }
}
