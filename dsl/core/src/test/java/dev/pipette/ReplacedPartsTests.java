package dev.pipette;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.incremental.FileState;
import dev.pipette.incremental.RowOrder;
import dev.pipette.schema.RowWindow;
import dev.pipette.schema.ValueType;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplacedPartsTests {
    private static final LocalDate FROM = LocalDate.of(2025, 12, 1);
    private static final LocalDate TO = LocalDate.of(2026, 1, 1);
    private final Resource stats = Pipette.resource("stats").rows(List.of(Map.of("day", FROM)));

    @ParameterizedTest
    @CsvSource({
        "2025-12-01, 2026-01-01, DATE",
        "2025-12-01T06:00, 2025-12-01T07:00:00, LOCAL_TIMESTAMP",
        "2025-12-01T06:00:00Z, 2025-12-01T07:00:00+01:00, ",
        "2025-12-01T06:00:00Z, 2025-12-01T08:00:00+01:00, TIMESTAMP",
        "9, 10.5, DECIMAL",
        "a, b, TEXT",
        "1, b, TEXT",
    })
    void a_window_is_read_from_texts(String from, String to, ValueType type) {
        if (type == null) {
            assertThatThrownBy(() -> RowWindow.parse("day", from, to))
                    .hasMessageContaining(
                            "the window of column 'day' from 2025-12-01T06:00:00Z to 2025-12-01T06:00:00Z: it"
                                    + " holds nothing. The first bound must be lower than the second, which is exclusive.");
            return;
        }
        assertThat(RowWindow.parse("day", from, to).type()).isEqualTo(type);
    }

    @Test
    void a_window_needs_bounds_of_one_type_and_an_order() {
        assertThatThrownBy(() -> stats.replaceWhere("day", FROM, 5))
                .hasMessageContaining(
                        "the window of column 'day' from 2025-12-01 to 5: its bounds are a date and a number."
                                + " Give both in one type.");
        assertThatThrownBy(() -> stats.replaceWhere("day", FROM, FROM)).hasMessageContaining("it holds nothing");
        assertThatThrownBy(() -> stats.replaceWhere("day", Map.of(), Map.of()))
                .hasMessageContaining("Give a number, a text, a LocalDate, a LocalDateTime or an Instant.");
    }

    @Test
    void bounds_take_the_type_of_the_column() {
        RowWindow days = new RowWindow("day", FROM, TO, ZoneId.of("Europe/Berlin"));

        assertThat(days.in(ValueType.TIMESTAMP).orElseThrow().from()).isEqualTo(Instant.parse("2025-11-30T23:00:00Z"));
        assertThat(days.in(ValueType.LOCAL_TIMESTAMP).orElseThrow().from())
                .isEqualTo(LocalDateTime.parse("2025-12-01T00:00"));
        assertThat(days.in(ValueType.TEXT).orElseThrow().to()).isEqualTo("2026-01-01");
        assertThat(days.in(ValueType.BIGINT)).isEmpty();
        assertThat(new RowWindow("day", FROM.atTime(6, 0), TO.atTime(6, 0)).in(ValueType.TEXT))
                .as("texts of times are written in more than one way")
                .isEmpty();
    }

    @Test
    void one_window_covers_another() {
        RowWindow december = new RowWindow("day", FROM, TO);

        assertThat(december.covers(new RowWindow("day", FROM, FROM.plusDays(1))))
                .isTrue();
        assertThat(december.covers(new RowWindow("day", FROM, TO.plusDays(1)))).isFalse();
        assertThat(december.covers(new RowWindow("other", FROM, TO))).isFalse();
        assertThat(december.covers(new RowWindow(
                        "day", Instant.parse("2025-12-01T00:00:00Z"), Instant.parse("2025-12-02T00:00:00Z"))))
                .isTrue();
    }

    @Test
    void a_window_brings_all_of_its_rows_at_once() {
        Resource december = stats.replaceWhere("day", FROM, TO);

        assertThatThrownBy(() -> december.incremental(Pipette.cursor("updated_at")))
                .hasMessageContaining(
                        "resource stats replaces the rows of a window, day from 2025-12-01 to 2026-01-01, and"
                                + " its cursor 'updated_at' leaves rows of the window out, which would be lost. Leave"
                                + " incremental(..) out, follow the window by cursor(\"day\", ..).backfill(..) with the same bounds,"
                                + " or load by the cursor with append() or merge(..).");
        assertThatThrownBy(() -> december.incremental(
                        Pipette.cursor("day", LocalDate.class).backfill(FROM.plusDays(1), TO)))
                .hasMessageContaining("leaves rows of the window out");
        assertThatCode(() -> december.incremental(
                        Pipette.cursor("day", LocalDate.class).backfill(FROM, TO)))
                .doesNotThrowAnyException();
        assertThatCode(() -> december.incremental(Pipette.cursor("day").backfill("2025-12-01", "2026-01-01")))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> december.commitEvery(10))
                .hasMessageContaining(
                        "and commitEvery(..) would let each package delete the rows of the one before. Leave"
                                + " commitEvery(..) out.");
        assertThatThrownBy(() -> Pipette.resource("stats")
                        .files("x/*.csv", Pipette.csvFormat(), FileState.ledger())
                        .replaceWhere("day", FROM, TO))
                .hasMessageContaining(
                        "and its file state leaves out the files that are loaded, whose rows would be lost.");
    }

    @Test
    void matching_values_and_snapshots_bring_all_rows_as_well() {
        Resource matching = stats.replaceMatching("day");

        assertThatThrownBy(() -> matching.incremental(Pipette.cursor("updated_at")))
                .hasMessageContaining(
                        "resource stats replaces the rows that have the values of day that arrive, and its"
                                + " cursor 'updated_at' leaves rows with these values out, which would be lost. Follow one of these"
                                + " columns, from the value where the cursor is on, or merge by a primary key.");
        assertThatThrownBy(() -> matching.incremental(Pipette.cursor("day").excludingStart()))
                .hasMessageContaining("leaves rows with these values out");
        assertThatCode(() -> matching.incremental(Pipette.cursor("day"))).doesNotThrowAnyException();
        assertThatThrownBy(() -> matching.incremental(
                                Pipette.cursor("day", LocalDate.class).rowOrder(RowOrder.ASCENDING))
                        .commitEvery(10))
                .hasMessageContaining("commitEvery(..) would let each package delete the rows of the one before");
        assertThatThrownBy(() -> matching.primaryKey("id"))
                .hasMessageContaining(
                        "To know rows by a primary key as well, say"
                                + " merge(deleteInsert(\"id\").mergeKey(\"day\")) (--merge id --merge-key day) instead of both.");
        assertThatThrownBy(() -> stats.merge(Pipette.snapshot("day")).incremental(Pipette.cursor("updated_at")))
                .hasMessageContaining(
                        "resource stats takes its rows for all that there are, and its cursor 'updated_at'"
                                + " leaves rows out, which would be deleted. Leave incremental(..) out, or say merge(upsert(..)),"
                                + " which deletes nothing.");
        assertThatThrownBy(() -> stats.merge(Pipette.snapshot("day")).commitEvery(10))
                .hasMessageContaining("commitEvery(..) would let each package delete the rows of the one before");
    }
}
