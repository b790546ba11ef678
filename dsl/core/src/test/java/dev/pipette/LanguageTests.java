package dev.pipette;

import static dev.pipette.Pipette.csv;
import static dev.pipette.Pipette.cursor;
import static dev.pipette.Pipette.decimal;
import static dev.pipette.Pipette.duckdb;
import static dev.pipette.Pipette.pipeline;
import static dev.pipette.Pipette.resource;
import static dev.pipette.Pipette.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The values of the language, and what it says of calls that cannot mean anything. */
class LanguageTests {
    @Test
    void a_resource_is_a_value_that_methods_do_not_change() {
        Resource plain = csv("orders", Path.of("orders.csv"));

        Resource merged = plain.merge("id", "line").column("zip", text());

        assertThat(plain.writeDisposition()).isEqualTo(new WriteDisposition.Append());
        assertThat(plain.columnHints()).isEmpty();
        assertThat(merged.writeDisposition()).isEqualTo(new WriteDisposition.Merge(List.of("id", "line")));
        assertThat(merged.primaryKey()).containsExactly("id", "line");
        assertThat(merged).hasToString("orders (merge into orders, orders.csv)");
    }

    @Test
    void a_destination_is_read_from_text() {
        assertThat(Destination.parse("duckdb:a/b.duckdb"))
                .isEqualTo(duckdb("a/b.duckdb"))
                .hasToString("duckdb:a/b.duckdb");
        assertThatThrownBy(() -> Destination.parse("scratch.duckdb"))
                .hasMessage("[BAD_USAGE] 'scratch.duckdb' names no destination. Write it like duckdb:scratch.duckdb.");
    }

    @Test
    void a_destination_without_its_library_names_the_dependency(@TempDir Path home) {
        Pipeline pipeline = pipeline("p", duckdb("x.duckdb")).home(home);

        assertThatThrownBy(() -> pipeline.run(resource("r").rows(List.of(Map.of("id", 1)))))
                .hasMessage(
                        "[NOT_INSTALLED] no destination 'duckdb' on the class path (there: none). Add the dependency"
                                + " dev.pipette:pipette-duckdb.");
    }

    @Test
    void calls_that_cannot_mean_anything_are_refused_when_they_are_made() {
        Resource rows = resource("r").rows(List.of());

        assertThatThrownBy(() -> pipeline("../p", duckdb("x")))
                .hasMessage("[BAD_USAGE] '../p' is no pipeline name: use 1 to 100 letters, digits, '_', '-' and '.',"
                        + " beginning with a letter or digit.");
        assertThatThrownBy(() -> rows.limit(-1)).hasMessage("[BAD_USAGE] limit(-1): a limit is 0 or more rows.");
        assertThatThrownBy(() -> rows.merge("a").primaryKey("b"))
                .hasMessage("[BAD_USAGE] resource r merges by [a], which is its primary key already. Say merge(..) or"
                        + " primaryKey(..), not both.");
        assertThatThrownBy(() -> rows.at("features"))
                .hasMessage("[BAD_USAGE] resource r does not read files, so option(\"at\", ..) has no meaning.");
        assertThatThrownBy(() -> decimal(39, 2))
                .hasMessage(
                        "[BAD_USAGE] decimal(39, 2) is no decimal type: the precision is 1 to 38, the scale 0 to the"
                                + " precision.");
        assertThatThrownBy(() -> new WriteDisposition.Merge(List.of()))
                .hasMessage("[BAD_USAGE] merge needs at least one key column: merge(\"id\").");
        assertThatThrownBy(() -> cursor("c", Thread.State.class))
                .hasMessage(
                        "[BAD_USAGE] a cursor cannot compare values of java.lang.Thread$State. Use Long, BigDecimal,"
                                + " Instant, LocalDateTime, LocalDate or String.");
        assertThatThrownBy(() -> resource(" ").rows(List.of()))
                .hasMessage("[BAD_USAGE] a resource needs a name that is not blank.");
    }

    @Test
    void a_cursor_keeps_its_type() {
        Instant start = Instant.parse("2025-01-01T00:00:00Z");

        assertThat(cursor("updated_at", Instant.class).startingAt(start).start())
                .contains(start);
    }

    @Test
    void a_backfill_ends_after_it_begins() {
        assertThat(cursor("id", Long.class).backfill(9L, 10L).window())
                .contains(new dev.pipette.incremental.Window<>(9L, 10L));
        assertThat(cursor("id").backfill("9", "10").backfill("9", "9").window()).isPresent();
        assertThatThrownBy(() -> cursor("id", Long.class).backfill(10L, 9L))
                .hasMessage("[BAD_USAGE] a backfill from 10 to 9 of cursor 'id' ends before it begins. Swap the two.");
        assertThatThrownBy(() -> cursor("at").backfill("2025-02-01", "2025-01-31T12:00:00Z"))
                .hasMessage("[BAD_USAGE] a backfill from 2025-02-01 to 2025-01-31T12:00:00Z of cursor 'at' ends before"
                        + " it begins. Swap the two.");
        assertThatThrownBy(() -> resource("r")
                        .rows(List.of())
                        .replace()
                        .incremental(cursor("id", Long.class).backfill(9L, 10L)))
                .hasMessage("[BAD_USAGE] resource r replaces its table, and a backfill of a part would delete the rest."
                        + " Say append() or merge(..) with it.");
    }

    @Test
    void every_type_of_the_command_line_is_a_hint() {
        assertThat(Pipette.columnType("decimal(12, 2)")).isEqualTo(decimal(12, 2));
        assertThatThrownBy(() -> Pipette.columnType("money"))
                .hasMessage(
                        "[BAD_USAGE] 'money' is no type. Types are text, bigint, double, decimal, decimal(P,S), bool,"
                                + " timestamp, local_timestamp, date, time, binary, json.");
    }
}
