package dev.pipette.testing.contract;

import static dev.pipette.testing.contract.Trial.json;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.Pipette;
import dev.pipette.Resource;
import dev.pipette.schema.StateDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The state keeps a cursor's value as the source wrote it, because dlt compares what its source writes. */
interface DltStateContract {
    private static Map<?, ?> cursor(Trial trial) {
        StateDocument state =
                StateDocument.decode(trial.rows("SELECT state FROM _dlt_pipeline_state ORDER BY version DESC LIMIT 1")
                        .getFirst());
        Object cursors =
                requireNonNull(state.resourceState("contract", "events").get("incremental"));
        return (Map<?, ?>) requireNonNull(((Map<?, ?>) cursors).get("at"));
    }

    private static Object last(Trial trial) {
        return requireNonNull(cursor(trial).get("last_value"));
    }

    private static Resource typed(Object... values) {
        return Pipette.resource("events")
                .rows(List.of(values).stream()
                        .map(value -> Map.of("id", value.hashCode(), "at", value))
                        .toList());
    }

    @Test
    default void a_cursor_of_text_is_kept_as_the_source_wrote_it(Trial trial) {
        Resource events = json(
                        "events",
                        "[{'id': 1, 'at': '2024-01-04 13:00:00'}, {'id': 2, 'at': '2024-01-04 12:00:00'},"
                                + " {'id': 3, 'at': '2024-01-04T13:00'}]")
                .incremental(Pipette.cursor("at", LocalDateTime.class));

        trial.run(events);

        assertThat(last(trial)).isEqualTo("2024-01-04T13:00");
        assertThat(trial.run(events).nothingNew()).isTrue();

        trial.run(json("events", "[{'id': 4, 'at': '2024-01-04 14:00:00'}]")
                .incremental(Pipette.cursor("at", LocalDateTime.class)));
        assertThat(last(trial)).isEqualTo("2024-01-04 14:00:00");
        assertThat(cursor(trial).get("start_value")).isEqualTo("2024-01-04T13:00");
    }

    @Test
    default void a_cursor_of_a_csv_file_is_kept_as_the_file_has_it(Trial trial) throws IOException {
        Path file = Files.writeString(
                Files.createDirectories(trial.folder()).resolve("events.csv"),
                "id,at\n1,2024-01-04 13:00:00+02:00\n2,2024-01-04 12:30:00+02:00\n3,2024-01-04 09:00:00+02:00\n");
        Resource events = Pipette.csv("events", file).incremental(Pipette.cursor("at", Instant.class));

        trial.run(events);

        assertThat(last(trial)).isEqualTo("2024-01-04 13:00:00+02:00");
        assertThat(trial.run(events).nothingNew()).isTrue();
        assertThat(trial.count("events")).isEqualTo(3);
    }

    @Test
    default void a_csv_file_that_java_reads_is_written_as_it_is_too(Trial trial) throws IOException {
        Path file = Files.writeString(
                Files.createDirectories(trial.folder()).resolve("events.csv"),
                "id,at\n1,2024-01-04 13:00:00\n2,2024-01-04 12:30:00\n");
        Resource events =
                Pipette.csv("events", file).map(row -> row).incremental(Pipette.cursor("at", LocalDateTime.class));

        trial.run(events);
        assertThat(last(trial)).isEqualTo("2024-01-04 13:00:00");

        Resource later = events.map(row -> {
            row.put("later", LocalDateTime.parse("2025-01-01T00:00:00"));
            return row;
        });
        trial.run(later.table("others").incremental(Pipette.cursor("later", LocalDateTime.class)));
        assertThat(trial.count("others")).isEqualTo(2);
    }

    @Test
    default void numbers_keep_their_type(Trial trial) throws IOException {
        trial.run(
                json("events", "[{'id': 1, 'at': 0.1}]").incremental(Pipette.cursor("at", java.math.BigDecimal.class)));
        assertThat(last(trial)).isEqualTo(0.1);

        Path file = Files.writeString(
                Files.createDirectories(trial.folder()).resolve("events.csv"), "id,at\n1,0.25\n2,0.5\n");
        trial.run(Pipette.csv("events", file).incremental(Pipette.cursor("at", java.math.BigDecimal.class)));

        assertThat(last(trial)).isEqualTo(0.5);
        assertThat(trial.count("events")).isEqualTo(3);
    }

    @Test
    default void times_and_dates_of_typed_rows_are_those_of_dlt(Trial trial) {
        Instant noon = Instant.parse("2024-01-04T12:00:00Z");
        trial.run(typed(noon).incremental(Pipette.cursor("at", Instant.class)));
        assertThat(last(trial)).isEqualTo(OffsetDateTime.parse("2024-01-04T12:00:00+00:00"));
        assertThat(trial.pipeline().state().cursor("events", "at")).contains("2024-01-04T12:00:00Z");
        assertThat(trial.run(typed(noon).incremental(Pipette.cursor("at", Instant.class)))
                        .nothingNew())
                .isTrue();

        trial.run(typed(noon.plusSeconds(1)).incremental(Pipette.cursor("at", Instant.class)));
        assertThat(trial.count("events")).isEqualTo(2);
    }

    @Test
    default void a_date_is_a_date_of_dlt(Trial trial) {
        Resource events = typed(LocalDate.parse("2024-01-04")).incremental(Pipette.cursor("at", LocalDate.class));

        trial.run(events);

        assertThat(last(trial)).isEqualTo(LocalDate.parse("2024-01-04"));
        assertThat(trial.run(events).nothingNew()).isTrue();
    }
}
