package dev.pipette.incremental;

import static dev.pipette.Pipette.cursor;
import static dev.pipette.Pipette.resource;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Options that cannot mean anything together fail when they are said. */
class CursorTests {
    @Test
    void a_lag_of_another_kind_than_the_values_names_the_one_to_say() {
        assertThatThrownBy(() -> cursor("day", LocalDate.class).lag(Duration.ofDays(3)))
                .hasMessage("[BAD_USAGE] lag(PT72H) does not fit cursor 'day', whose values are dates (2025-01-31). Say"
                        + " lag(Period.ofDays(3)).");
        assertThatThrownBy(() -> cursor("at", Instant.class).lag(Period.ofDays(3)))
                .hasMessage("[BAD_USAGE] lag(P3D) does not fit cursor 'at', whose values are instants"
                        + " (2025-01-31T06:00:00Z). Say lag(Duration.ofDays(3)).");
        assertThatThrownBy(() -> cursor("id", Long.class).lag(new BigDecimal("0.5")))
                .hasMessage("[BAD_USAGE] lag(0.5) does not fit cursor 'id', whose values are integers. Say lag(1000).");
        assertThatThrownBy(() -> cursor("id", Long.class).lag(-1))
                .hasMessage("[BAD_USAGE] lag(-1): a lag goes back, so it is zero or more.");
    }

    @Test
    void a_custom_function_has_no_direction() {
        Cursor<Long> custom = cursor("id", Long.class).custom(Math::max);

        assertThatThrownBy(() -> custom.lag(1))
                .hasMessage(
                        "[BAD_USAGE] cursor 'id': a lag needs to know which way the values go, and a custom function"
                                + " does not say. Use highest() or lowest(), or leave it out.");
        assertThatThrownBy(() -> cursor("id").custom((value, last) -> value))
                .hasMessage("[BAD_USAGE] cursor 'id': a custom function is given values of the column's type. Say it:"
                        + " cursor(\"id\", Long.class).custom(..).");
    }

    @Test
    void the_end_of_no_backfill_cannot_be_included() {
        assertThatThrownBy(() -> cursor("id", Long.class).includingEnd())
                .hasMessage("[BAD_USAGE] cursor 'id': includingEnd() is about the end of a backfill, and there is none."
                        + " Say backfill(from, to) first.");
    }

    @Test
    void a_resource_without_a_cursor_has_no_lag() {
        assertThatThrownBy(() -> resource("stats").rows(List.of()).lag(Period.ofDays(3)))
                .hasMessage("[BAD_USAGE] resource stats has no cursor that lag(Period) could move back. Say"
                        + " incremental(cursor(..)) first.");
    }

    @Test
    void a_lag_is_read_as_it_is_written_and_zero_is_none() {
        for (String text : List.of("P3D", "P1M2D", "PT2H", "1000", "0.5")) {
            assertThat(Lag.parse(text)).hasToString(text);
        }
        assertThat(cursor("id", Long.class).lag(0).lag()).isEmpty();
        assertThatThrownBy(() -> Lag.parse("3 days"))
                .hasMessage("[BAD_USAGE] '3 days' is not a lag. Write days and months like P3D and P1M, a duration like"
                        + " PT2H, and a distance between numbers like 1000.");
    }
}
