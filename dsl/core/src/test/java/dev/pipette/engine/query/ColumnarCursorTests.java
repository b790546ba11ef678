package dev.pipette.engine.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.engine.columnar.DuckEngine;
import dev.pipette.engine.manifest.CursorLoad;
import dev.pipette.engine.manifest.CursorRules;
import dev.pipette.engine.manifest.PackageTable;
import dev.pipette.incremental.CursorKind;
import dev.pipette.incremental.LastValue;
import dev.pipette.incremental.MissingValue;
import dev.pipette.incremental.RowOrder;
import dev.pipette.schema.ValueType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a cursor finds in a file that DuckDB moves, and how it says that it finds nothing to continue from. */
class ColumnarCursorTests {
    @TempDir
    Path folder;

    private DuckEngine engine;

    @BeforeEach
    void open() {
        engine = new DuckEngine(folder.resolve("spill"), "200MB");
    }

    @AfterEach
    void close() {
        engine.close();
    }

    private static CursorLoad cursor(
            @Nullable CursorKind kind, @Nullable Object start, MissingValue missing, @Nullable RowOrder order) {
        return new CursorLoad(
                "seen at",
                "seen_at",
                kind,
                null,
                start,
                start,
                null,
                false,
                null,
                null,
                new CursorRules(LastValue.HIGHEST, false, false, missing, order, null, null, List.of()),
                null,
                null);
    }

    private static CursorLoad first() {
        return cursor(null, null, MissingValue.RAISE, null);
    }

    private PackageTable items(String values, ValueType type) throws IOException {
        return DelimitedTable.of(folder, "seen_at,id\n" + values, type, ValueType.BIGINT);
    }

    private CursorLoad end(PackageTable items, CursorLoad cursor) {
        return new ColumnarCursor(engine, folder, "items", items).end(cursor);
    }

    @Test
    void the_end_is_the_furthest_value_and_how_the_file_writes_it() throws IOException {
        CursorLoad ended =
                end(items("2025-01-31 06:00:00+01,1\n2025-01-31T05:30:00Z,2\n", ValueType.TIMESTAMP), first());

        assertThat(ended.kind()).isEqualTo(CursorKind.INSTANT);
        assertThat(ended.end()).isEqualTo("2025-01-31T05:30:00Z");
        assertThat(ended.written()).contains("2025-01-31T05:30:00Z");
        assertThat(ended.moved()).isTrue();
    }

    @Test
    void texts_of_a_column_without_a_declared_type_are_compared_as_the_times_that_they_are() throws IOException {
        CursorLoad ended = end(
                items(
                        "2025-01-31T12:00:00.5Z,1\n2025-01-31T12:00:00Z,2\n2025-01-31T12:30:00+01:00,3\n",
                        ValueType.TEXT),
                first());

        assertThat(ended.kind()).isEqualTo(CursorKind.INSTANT);
        assertThat(ended.end()).isEqualTo("2025-01-31T12:00:00.500Z");
        assertThat(ended.written()).contains("2025-01-31T12:00:00.5Z");
    }

    @Test
    void a_text_that_is_not_a_time_among_times_is_named() throws IOException {
        assertThatThrownBy(() -> end(items("2025-01-31T12:00:00Z,1\nlater,2\n", ValueType.TEXT), first()))
                .hasMessage(
                        "[TYPE_MISMATCH] resource items, row 2: the value 'later' of cursor column 'seen at' cannot be"
                                + " compared with instants (2025-01-31T06:00:00Z). Make the values of the column alike"
                                + " with .map(..), or follow a column whose values are.");
    }

    @Test
    void texts_after_one_that_is_not_a_time_are_compared_as_texts() throws IOException {
        CursorLoad ended = end(items("later,1\n2025-01-31T12:00:00Z,2\n", ValueType.TEXT), first());

        assertThat(ended.kind()).isEqualTo(CursorKind.TEXT);
        assertThat(ended.end()).isEqualTo("later");
    }

    @Test
    void a_text_does_not_make_a_cursor_that_is_at_a_time_one_of_texts() throws IOException {
        CursorLoad atTime = cursor(null, "2025-01-02T00:00:00Z", MissingValue.RAISE, null);

        assertThatThrownBy(() -> end(items("abc,1\n2025-01-03T00:00:00Z,2\n", ValueType.TEXT), atTime))
                .hasMessage(
                        "[TYPE_MISMATCH] resource items, row 1: the value 'abc' of cursor column 'seen at' cannot be"
                                + " compared with instants (2025-01-31T06:00:00Z). Make the values of the column alike"
                                + " with .map(..), or follow a column whose values are.");
    }

    @Test
    void rows_that_do_not_move_it_leave_the_committed_value_as_it_is() throws IOException {
        CursorLoad ended =
                end(items("5,1\n7,2\n", ValueType.BIGINT), cursor(CursorKind.INTEGER, 9L, MissingValue.RAISE, null));

        assertThat(ended.end()).isEqualTo(9L);
        assertThat(ended.moved()).isFalse();
    }

    @Test
    void the_rows_that_it_asks_for_are_counted() throws IOException {
        PackageTable items = items("5,1\n7,2\n9,3\n", ValueType.BIGINT);
        CursorLoad cursor = cursor(CursorKind.INTEGER, 7L, MissingValue.RAISE, null);

        assertThat(new ColumnarCursor(engine, folder, "items", items)
                        .windowed(cursor)
                        .rows())
                .isEqualTo(2);
    }

    @Test
    void a_row_without_a_value_is_named() throws IOException {
        PackageTable items = items("5,1\n,2\n,3\n", ValueType.BIGINT);

        assertThatThrownBy(() -> end(items, first()))
                .hasMessage(
                        "[CURSOR_MISSING] resource items: 2 rows have no value for cursor column 'seen at' (first: row"
                                + " 2). " + CursorLoad.WITHOUT_VALUE);
        assertThat(end(items, cursor(null, null, MissingValue.EXCLUDE, null)).end())
                .isEqualTo(5L);
    }

    @Test
    void a_column_that_no_row_has_is_named_with_the_nearest_one() throws IOException {
        PackageTable items = DelimitedTable.of(folder, "seen_on\n5\n", ValueType.BIGINT);

        assertThatThrownBy(() -> end(items, first()))
                .hasMessage(
                        "[CURSOR_MISSING] resource items: no row has a value for cursor column 'seen at'. Columns are"
                                + " seen_on. Did you mean 'seen_on'?");
    }

    @Test
    void a_row_out_of_order_is_named() throws IOException {
        assertThatThrownBy(() -> end(
                        items("5,1\n7,2\n6,3\n", ValueType.BIGINT),
                        cursor(null, null, MissingValue.RAISE, RowOrder.ASCENDING)))
                .hasMessage(
                        "[CURSOR_UNORDERED] resource items, row 3: the value 6 of cursor 'seen at' comes after 7, and"
                                + " the rows were declared to come in ascending order. Let the source sort by it, or leave"
                                + " rowOrder(..) out.");
    }

    @Test
    void a_text_that_is_not_of_the_declared_type_is_named() throws IOException {
        assertThatThrownBy(() -> end(
                        items("5,1\nx,2\n", ValueType.TEXT),
                        cursor(CursorKind.INTEGER, null, MissingValue.RAISE, null)))
                .hasMessage("[TYPE_MISMATCH] resource items, row 2: the value 'x' of cursor column 'seen at' cannot be"
                        + " compared with integers. Make the values of the column alike with .map(..), or follow a column"
                        + " whose values are.");
    }

    @Test
    void a_column_of_another_type_than_the_declared_one_is_refused() throws IOException {
        assertThatThrownBy(() -> end(
                        items("2025-01-31,1\n", ValueType.DATE),
                        cursor(CursorKind.INTEGER, null, MissingValue.RAISE, null)))
                .hasMessage("[TYPE_MISMATCH] resource items, row 1: the value '2025-01-31' of cursor column 'seen at'"
                        + " cannot be compared with integers. Declare the cursor with the type of the column:"
                        + " cursor(\"seen at\", LocalDate.class), or --cursor seen at:date.");
    }

    @Test
    void texts_that_are_numbers_in_another_order_are_refused() throws IOException {
        assertThatThrownBy(() -> end(items("9,1\n10,2\n", ValueType.TEXT), first()))
                .hasMessageStartingWith(
                        "[TYPE_MISMATCH] resource items: cursor 'seen at' compares texts, and all of them"
                                + " are numbers, such as '9' and '10'");
        assertThat(end(items("9,1\n10,2\n", ValueType.TEXT), cursor(CursorKind.INTEGER, null, MissingValue.RAISE, null))
                        .end())
                .isEqualTo(10L);
    }

    @Test
    void a_cursor_that_a_replace_takes_over_is_left_where_its_values_are_of_another_kind() throws IOException {
        CursorLoad adopted =
                CursorLoad.adopted("seen_at", "seen_at", CursorKind.INTEGER, LastValue.HIGHEST, null, List.of());

        assertThat(new ColumnarCursor(engine, folder, "items", items("5,1\n7,2\n", ValueType.BIGINT)).adopted(adopted))
                .extracting(found -> found == null ? null : found.end())
                .isEqualTo(7L);
        assertThat(new ColumnarCursor(engine, folder, "items", items("2025-01-31,1\n", ValueType.DATE))
                        .adopted(adopted))
                .isNull();
    }
}
