package dev.pipette.engine.extract;

import static dev.pipette.Pipette.cursor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.engine.manifest.CursorLoad;
import dev.pipette.engine.manifest.CursorRules;
import dev.pipette.incremental.Cursor;
import dev.pipette.incremental.MissingValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** In which kind a cursor compares the values of rows, where it is declared, and where the values say it. */
class CursorFilterTests {
    private static CursorFilter filter(Cursor<?> declared, @Nullable Object start) {
        return new CursorFilter(
                "events",
                declared,
                CursorLoad.builder()
                        .path("at")
                        .column("at")
                        .kind(declared.kind().orElse(null))
                        .start(start)
                        .end(start)
                        .known(start)
                        .deduplicated(true)
                        .window(declared.window().map(window -> window.text()).orElse(null))
                        .rules(new CursorRules(
                                declared.lastValue(), false, false, MissingValue.RAISE, null, null, null, List.of()))
                        .build(),
                new DltBoundary(Set.of(), List.of(), false));
    }

    private static List<Object> kept(CursorFilter filter, Object... values) {
        List<Object> kept = new ArrayList<>();
        long number = 0;
        for (Object value : values) {
            number++;
            if (filter.keeps(new HashMap<>(Map.of("at", value)), number)) {
                kept.add(value);
            }
        }
        filter.ended();
        return kept;
    }

    private static Optional<String> end(Cursor<?> declared, @Nullable Object start, Object... values) {
        CursorFilter filter = filter(declared, start);
        kept(filter, values);
        return filter.end().map(Object::toString);
    }

    @Test
    void numbers_are_one_kind_in_any_order() {
        assertThat(end(cursor("at"), null, 5, 5.5, 6)).contains("6");
        assertThat(end(cursor("at"), null, 5.5, 6, 7L)).contains("7");
        assertThat(end(cursor("at"), 5.5, 5, 6)).contains("6");
        assertThat(end(cursor("at"), 5L, 5.5, 5.25)).contains("5.5");
        assertThat(kept(filter(cursor("at"), 5.5), 5, 6, 5.25, 5.5)).containsExactly(6, 5.5);
    }

    @Test
    void a_date_is_its_midnight_beside_timestamps() {
        assertThat(end(cursor("at"), null, "2025-01-30", "2025-01-31T06:00:00")).contains("2025-01-31T06:00");
        assertThat(kept(filter(cursor("at"), "2025-01-30"), "2025-01-30T00:00:00", "2025-01-29T23:59:59"))
                .containsExactly("2025-01-30T00:00:00");
        assertThat(kept(filter(cursor("at"), "2025-01-30T06:00"), "2025-01-30", "2025-01-31"))
                .containsExactly("2025-01-31");
    }

    @Test
    void texts_that_are_numbers_are_refused_where_their_order_is_another_one() {
        String numbers =
                "[TYPE_MISMATCH] resource events: cursor 'at' compares texts, and all of them are numbers, such"
                        + " as '9' and '10', which are the other way round as texts: rows would be left out. Nothing was loaded."
                        + " Compare them as numbers: cursor(\"at\", Long.class), or --cursor at:integer (decimal for fractions).";
        assertThatThrownBy(() -> kept(filter(cursor("at"), null), "9", "10")).hasMessage(numbers);
        assertThatThrownBy(() -> kept(filter(cursor("at"), "9"), "10")).hasMessage(numbers);
        assertThatThrownBy(() -> kept(filter(cursor("at").lowest(), "10"), "9")).hasMessage(numbers);
        assertThatThrownBy(() -> kept(filter(cursor("at").backfill("9", "9x"), null), "10"))
                .hasMessage(numbers);

        assertThat(end(cursor("at"), "10", "11")).contains("11");
        assertThat(end(cursor("at"), "9", "10", "9a")).contains("9a");
    }

    @Test
    void a_text_that_its_column_keeps_as_text_is_a_time_only_where_that_is_declared() {
        assertThatThrownBy(() -> kept(filter(cursor("at"), null), "2025-01-31T06:00:00Z", "2025-01-31T06:00Z"))
                .hasMessage(
                        "[TYPE_MISMATCH] resource events, row 2: the value '2025-01-31T06:00Z' of cursor column 'at'"
                                + " cannot be compared with instants (2025-01-31T06:00:00Z). Make the values of the column alike"
                                + " with .map(..), or follow a column whose values are.");

        assertThat(end(cursor("at", Instant.class), null, "2025-01-31T06:00:01Z", "2025-01-31T06:01Z"))
                .contains("2025-01-31T06:01:00Z");
    }

    @Test
    void a_cursor_of_numbers_reads_texts() {
        assertThat(end(cursor("at", Long.class), "9", "10", "11", "2")).contains("11");
    }

    @Test
    void what_cannot_be_compared_names_a_way_that_works() {
        assertThatThrownBy(() -> kept(filter(cursor("at", Long.class), null), "2025-01-31T06:00:00Z"))
                .hasMessage(
                        "[TYPE_MISMATCH] resource events, row 1: the value '2025-01-31T06:00:00Z' of cursor column 'at'"
                                + " cannot be compared with integers. Declare the cursor with the type of the column:"
                                + " cursor(\"at\", Instant.class), or --cursor at:timestamp.");
        assertThatThrownBy(() -> kept(filter(cursor("at"), null), 5, "soon"))
                .hasMessage(
                        "[TYPE_MISMATCH] resource events, row 2: the value 'soon' of cursor column 'at' cannot be compared"
                                + " with integers. Make the values of the column alike with .map(..), or follow a column whose"
                                + " values are.");
        assertThatThrownBy(() -> kept(filter(cursor("at"), null), true))
                .hasMessage("[TYPE_MISMATCH] resource events, row 1: the value 'true' of cursor column 'at' cannot be"
                        + " compared with others. A cursor follows numbers, dates, times and texts: choose a column that has"
                        + " them.");
        assertThatThrownBy(() -> kept(filter(cursor("at"), 1_738_303_200L), "2025-01-31T06:00:00Z"))
                .hasMessageContaining("--set 2025-01-31T06:00:00Z --as timestamp.");
    }
}
