package dev.pipette.testing.contract;

import static dev.pipette.testing.contract.Trial.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.LoadInfo;
import dev.pipette.Pipette;
import dev.pipette.Resource;
import dev.pipette.incremental.Cursor;
import dev.pipette.incremental.MissingValue;
import dev.pipette.incremental.RowOrder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The options of a cursor: each means the same for rows that Java reads and for files that DuckDB moves. */
interface CursorOptionContract {
    /** Who reads the rows. */
    enum Reader {
        /** DuckDB, from a CSV file. */
        DUCKDB,
        /** Java, from the same file. */
        JAVA;

        /** A resource over rows in CSV, in a file of their own for each run. */
        Resource events(Trial trial, String csv) {
            try {
                Path file = Files.createTempFile(Files.createDirectories(trial.folder()), "events", ".csv");
                Files.writeString(file, csv);
                Resource events = Pipette.csv("events", file);
                return this == DUCKDB ? events : events.filter(row -> true);
            } catch (IOException failed) {
                throw new java.io.UncheckedIOException(failed);
            }
        }
    }

    /** The ids that were loaded. */
    static List<String> ids(Trial trial) {
        return trial.rows("SELECT id FROM events ORDER BY id");
    }

    /** A cursor of numbers. */
    static Cursor<Long> at() {
        return Pipette.cursor("at", Long.class);
    }

    private static Cursor<LocalDate> day() {
        return Pipette.cursor("day", LocalDate.class);
    }

    @ParameterizedTest
    @EnumSource
    default void a_lag_reads_days_again_and_never_moves_the_cursor_back(Reader reader, Trial trial) {
        Cursor<LocalDate> lagging = day().startingAt(LocalDate.parse("2025-12-20"));
        trial.run(reader.events(trial, "id,day,clicks\n1,2025-12-21,10\n2,2025-12-23,5\n3,2025-12-19,9\n")
                .merge("id")
                .incremental(lagging)
                .lag(Period.ofDays(2)));

        trial.run(reader.events(trial, "id,day,clicks\n1,2025-12-21,30\n2,2025-12-22,6\n4,2025-12-20,1\n")
                .merge("id")
                .incremental(lagging)
                .lag(Period.ofDays(2)));

        assertThat(trial.rows("SELECT id, clicks FROM events ORDER BY id")).containsExactly("1 | 30", "2 | 6");
        assertThat(trial.pipeline().state().cursor("events", "day")).contains("2025-12-23");
    }

    @ParameterizedTest
    @EnumSource
    default void a_lag_never_begins_before_the_start_of_the_first_load(Reader reader, Trial trial) {
        Cursor<LocalDate> month =
                day().startingAt(LocalDate.parse("2025-12-20")).lag(Period.ofMonths(1));
        trial.run(reader.events(trial, "id,day\n1,2025-12-23\n").incremental(month));

        trial.run(reader.events(trial, "id,day\n2,2025-12-19\n3,2025-12-20\n").incremental(month));

        assertThat(ids(trial)).containsExactly("1", "3");
    }

    @ParameterizedTest
    @EnumSource
    default void a_lag_moves_instants_and_numbers(Reader reader, Trial trial) {
        Cursor<Instant> hours = Pipette.cursor("t", Instant.class).lag(Duration.ofHours(2));
        trial.run(reader.events(trial, "id,t,at\n1,2025-12-24T06:00:00Z,100\n").incremental(hours));
        trial.run(reader.events(trial, "id,t,at\n2,2025-12-24T04:00:00Z,100\n3,2025-12-24T03:59:59Z,100\n")
                .incremental(hours));
        trial.run(reader.events(trial, "id,t,at\n4,2025-12-24T06:00:00Z,100\n").incremental(at().lag(10)));

        trial.run(reader.events(trial, "id,t,at\n5,2025-12-24T06:00:00Z,90\n6,2025-12-24T06:00:00Z,89\n")
                .incremental(at().lag(10)));

        assertThat(ids(trial)).containsExactly("1", "2", "4", "5");
    }

    @Test
    default void a_resource_is_told_where_to_begin_with_the_lag_counted_in(Trial trial) {
        List<String> told = new ArrayList<>();
        Resource asking = Pipette.resource("events").stream(context -> {
                    told.add(context.cursor().map(Object::toString).orElse("none"));
                    return Stream.of(Map.of("id", 1, "day", "2025-12-23"));
                })
                .merge("id")
                .incremental(day())
                .lag(Period.ofDays(3));

        trial.run(asking);
        trial.run(asking);

        assertThat(told).containsExactly("none", "2025-12-20");
    }

    @ParameterizedTest
    @EnumSource
    default void rows_at_an_excluded_start_are_left_out(Reader reader, Trial trial) {
        Cursor<Long> after = at().startingAt(5L).excludingStart();
        trial.run(reader.events(trial, "id,at\n1,5\n2,6\n").incremental(after));

        LoadInfo second =
                trial.run(reader.events(trial, "id,at\n2,6\n3,6\n4,7\n").incremental(after));

        assertThat(ids(trial)).containsExactly("2", "4");
        assertThat(second.rows("events")).isEqualTo(1);
        assertThat(trial.rows("SELECT * FROM _pipette_boundary")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    default void a_backfill_may_leave_out_its_start_and_take_its_end(Reader reader, Trial trial) {
        trial.run(reader.events(trial, "id,at\n1,4\n2,5\n3,6\n4,9\n5,10\n6,11\n")
                .incremental(at().backfill(5L, 10L).excludingStart().includingEnd()));

        assertThat(ids(trial)).containsExactly("3", "4", "5");
    }

    @ParameterizedTest
    @EnumSource
    default void a_backfill_leaves_the_committed_value_alone(Reader reader, Trial trial) {
        trial.run(reader.events(trial, "id,at\n1,10\n").incremental(at()));
        trial.run(reader.events(trial, "id,at\n2,25\n3,31\n").incremental(at().backfill(20L, 30L)));
        assertThat(trial.pipeline().state().cursor("events", "at")).contains(10L);

        trial.run(reader.events(trial, "id,at\n1,10\n4,11\n").incremental(at()));

        assertThat(ids(trial)).containsExactly("1", "2", "4");
    }

    @ParameterizedTest
    @EnumSource
    default void a_backfill_is_not_compared_with_rows_that_were_loaded_at_the_committed_value(
            Reader reader, Trial trial) {
        trial.run(reader.events(trial, "id,at\n1,10\n").primaryKey("id").incremental(at()));

        trial.run(reader.events(trial, "id,at\n1,10\n").primaryKey("id").incremental(at().backfill(5L, 20L)));

        assertThat(ids(trial)).containsExactly("1", "1");
    }

    @ParameterizedTest
    @EnumSource
    default void rows_before_the_start_of_the_first_load_do_not_move_the_cursor(Reader reader, Trial trial) {
        Cursor<Long> starting = at().startingAt(5L);
        trial.run(reader.events(trial, "id,at\n1,3\n").incremental(starting));
        assertThat(trial.pipeline().state().cursor("events", "at")).isEmpty();

        trial.run(reader.events(trial, "id,at\n1,3\n2,5\n").incremental(starting));

        assertThat(ids(trial)).containsExactly("2");
    }

    @Test
    default void the_bounds_of_a_backfill_are_compared_with_what_the_table_keeps(Trial trial) {
        Instant from = Instant.parse("2025-12-24T00:00:00.000001Z");
        List<Map<String, Object>> rows = List.of(
                Map.of("id", 1, "at", from.plusNanos(999)),
                Map.of("id", 2, "at", from.plusNanos(1_000)),
                Map.of("id", 3, "at", from.plusNanos(2_999)),
                Map.of("id", 4, "at", from.plusNanos(3_000)));

        trial.run(Pipette.resource("events")
                .rows(rows)
                .incremental(Pipette.cursor("at", Instant.class)
                        .backfill(from, from.plusNanos(2_000))
                        .excludingStart()
                        .includingEnd()));

        assertThat(ids(trial)).containsExactly("2", "3");
    }

    @ParameterizedTest
    @EnumSource
    default void the_lowest_value_is_gone_on_from_below(Reader reader, Trial trial) {
        Cursor<Long> down = at().lowest();
        trial.run(reader.events(trial, "id,at\n1,10\n2,20\n").incremental(down));

        trial.run(reader.events(trial, "id,at\n1,10\n3,10\n4,11\n5,9\n").incremental(down));

        assertThat(ids(trial)).containsExactly("1", "2", "3", "5");
        assertThat(trial.pipeline().state().cursor("events", "at")).contains(9L);
    }

    @ParameterizedTest
    @EnumSource
    default void a_backfill_downwards_goes_from_its_higher_bound(Reader reader, Trial trial) {
        trial.run(reader.events(trial, "id,at\n1,11\n2,10\n3,6\n4,5\n")
                .incremental(at().lowest().backfill(10L, 5L)));

        assertThat(ids(trial)).containsExactly("2", "3");
    }

    /** A number whose last digit does not count. */
    @ParameterizedTest
    @EnumSource
    default void a_function_chooses_the_value_to_go_on_from(Reader reader, Trial trial) {
        Cursor<Long> tens = at().custom((value, last) -> value / 10 > last / 10 ? value : last);
        trial.run(reader.events(trial, "id,at\n1,10\n2,25\n").incremental(tens));

        trial.run(reader.events(trial, "id,at\n2,25\n3,29\n4,31\n5,11\n").incremental(tens));

        assertThat(ids(trial)).containsExactly("1", "2", "4");
        assertThat(trial.pipeline().state().cursor("events", "at")).contains(31L);
    }

    @ParameterizedTest
    @EnumSource
    default void a_row_out_of_order_stops_the_load(Reader reader, Trial trial) {
        Resource events = reader.events(trial, "id,at\n1,5\n2,9\n3,\n4,8\n")
                .incremental(at().rowOrder(RowOrder.ASCENDING).whenMissing(MissingValue.INCLUDE));

        assertThatThrownBy(() -> trial.run(events))
                .hasMessage(
                        "[CURSOR_UNORDERED] resource events, row 4: the value 8 of cursor 'at' comes after 9, and the"
                                + " rows were declared to come in ascending order. Let the source sort by it, or leave rowOrder(..)"
                                + " out.");

        assertThat(trial.allTables()).doesNotContain("events");
    }

    /** A source of rows that counts them and notes that it was closed. */
    private static Resource counted(AtomicInteger read, AtomicBoolean closed, List<Integer> values) {
        return Pipette.resource("events").stream(() -> values.stream()
                .map(value -> Map.of("id", read.incrementAndGet(), "at", value))
                .onClose(() -> closed.set(true)));
    }

    @Test
    default void a_source_is_closed_at_the_first_row_past_the_end(Trial trial) {
        AtomicInteger read = new AtomicInteger();
        AtomicBoolean closed = new AtomicBoolean();

        trial.run(counted(read, closed, List.of(4, 5, 6, 10, 11, 12))
                .incremental(at().backfill(5L, 10L).rowOrder(RowOrder.ASCENDING)));

        assertThat(ids(trial)).containsExactly("2", "3");
        assertThat(read).hasValue(4);
        assertThat(closed).isTrue();
    }

    @Test
    default void a_source_that_yields_the_newest_first_is_closed_at_the_first_row_before_the_start(Trial trial) {
        AtomicInteger read = new AtomicInteger();
        AtomicBoolean closed = new AtomicBoolean();
        Cursor<Long> newest = at().rowOrder(RowOrder.DESCENDING);
        trial.run(json("events", "[{'id': 0, 'at': 5}]").primaryKey("id").incremental(newest));

        trial.run(counted(read, closed, List.of(7, 6, 5, 5, 4, 3))
                .primaryKey("id")
                .incremental(newest));

        assertThat(ids(trial)).containsExactly("0", "1", "2", "3", "4");
        assertThat(read).hasValue(5);
        assertThat(closed).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    default void times_without_an_offset_are_in_the_zone_of_the_resource(Reader reader, Trial trial) {
        Cursor<Instant> instants = Pipette.cursor("t", Instant.class).deduplicatedBy("id");
        ZoneId zone = ZoneId.of("America/New_York");
        trial.run(reader.events(trial, "id,t\n1,2025-11-02T00:30:00\n2,2025-11-02T01:30:00\n")
                .zone(zone)
                .incremental(instants));

        LoadInfo second = trial.run(
                reader.events(trial, "id,t\n2,2025-11-02T01:30:00\n3,2025-11-02T01:30:00\n4,2025-11-02T01:29:59\n")
                        .zone(zone)
                        .incremental(instants));

        assertThat(trial.rows("SELECT id, t FROM events ORDER BY id"))
                .containsExactly("1 | 2025-11-02T00:30", "2 | 2025-11-02T01:30", "3 | 2025-11-02T01:30");
        assertThat(second.rows("events")).isEqualTo(1);
        assertThat(trial.pipeline()
                        .state()
                        .cursor("events", "t")
                        .map(String::valueOf)
                        .orElse(""))
                .startsWith("2025-11-02T01:30");
    }

    @ParameterizedTest
    @EnumSource
    default void the_midnights_of_a_backfill_are_those_of_the_zone(Reader reader, Trial trial) {
        trial.run(reader.events(
                        trial,
                        "id,t\n1,2025-12-23T04:59:59Z\n2,2025-12-23T05:00:00Z\n3,2025-12-24T04:59:59Z\n4,2025-12-24T05:00:00Z\n")
                .zone(ZoneId.of("America/New_York"))
                .incremental(Pipette.cursor("t").backfill("2025-12-23", "2025-12-24")));

        assertThat(ids(trial)).containsExactly("2", "3");
    }

    @ParameterizedTest
    @EnumSource
    default void times_without_an_offset_are_no_instants_where_no_zone_was_said(Reader reader, Trial trial) {
        Resource events =
                reader.events(trial, "id,t\n1,2025-12-24T00:30:00\n").incremental(Pipette.cursor("t", Instant.class));

        assertThatThrownBy(() -> trial.run(events)).hasMessageEndingWith(".zone(ZoneId.of(\"UTC\")).");
    }
}
