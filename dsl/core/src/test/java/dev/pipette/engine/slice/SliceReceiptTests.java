package dev.pipette.engine.slice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.engine.manifest.FilesLoad;
import dev.pipette.incremental.CursorKind;
import dev.pipette.incremental.LastValue;
import dev.pipette.schema.ValueType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Receipts of slices join into the same receipt in any order and grouping. */
class SliceReceiptTests {
    private static final int ROUNDS = 2_000;

    @Test
    void the_order_of_two_receipts_does_not_matter() {
        for (long seed = 0; seed < ROUNDS; seed++) {
            List<SliceReceipt> two = new RandomReceipts(seed).ofSlices(2);

            assertThat(two.get(0).join(two.get(1)))
                    .as("seed %d", seed)
                    .isEqualTo(two.get(1).join(two.get(0)));
        }
    }

    @Test
    void the_grouping_of_three_receipts_does_not_matter() {
        for (long seed = 0; seed < ROUNDS; seed++) {
            List<SliceReceipt> three = new RandomReceipts(seed).ofSlices(3);
            SliceReceipt first = three.get(0);
            SliceReceipt second = three.get(1);
            SliceReceipt third = three.get(2);

            assertThat(first.join(second).join(third)).as("seed %d", seed).isEqualTo(first.join(second.join(third)));
        }
    }

    @Test
    void the_receipt_of_no_slice_changes_nothing() {
        for (long seed = 0; seed < ROUNDS; seed++) {
            SliceReceipt one = new RandomReceipts(seed).ofSlices(1).getFirst();

            assertThat(SliceReceipt.NONE.join(one)).as("seed %d", seed).isEqualTo(one);
            assertThat(one.join(SliceReceipt.NONE)).as("seed %d", seed).isEqualTo(one);
        }
    }

    @Test
    void many_receipts_join_in_the_order_in_which_slices_end() {
        for (long seed = 0; seed < ROUNDS / 10; seed++) {
            List<SliceReceipt> receipts = new RandomReceipts(seed).ofSlices(12);
            SliceReceipt inOrder = joined(receipts);
            List<SliceReceipt> shuffled = new ArrayList<>(receipts);
            Collections.shuffle(shuffled, new Random(seed));

            assertThat(joined(shuffled)).as("seed %d", seed).isEqualTo(inOrder);
            assertThat(joined(shuffled).tableNames()).isEqualTo(inOrder.tableNames());
            assertThat(joined(shuffled).filesInOrder()).isEqualTo(inOrder.filesInOrder());
        }
    }

    private static SliceReceipt joined(List<SliceReceipt> receipts) {
        return receipts.stream().reduce(SliceReceipt.NONE, SliceReceipt::join);
    }

    @Test
    void columns_keep_the_order_in_which_the_first_slice_that_has_them_saw_them() {
        SliceReceipt first = orders(0, "id", "total");
        SliceReceipt second = orders(1, "note", "total", "id", "tax");

        assertThat(orders(second.join(first)).columnNames()).containsExactly("id", "total", "note", "tax");
    }

    private static SliceReceipt orders(int slice, String... columns) {
        Map<String, ColumnReceipt> receipts = new HashMap<>();
        for (String column : columns) {
            receipts.put(column, column(new Appearance(slice, receipts.size()), TimeWriting.NONE_SEEN));
        }
        return SliceReceipt.builder()
                .tables(Map.of("orders", table(slice, receipts, 10)))
                .read(10)
                .rejects(Map.of())
                .cursor(Optional.empty())
                .files(Map.of())
                .ledgerChange(0)
                .documents(Set.of())
                .build();
    }

    private static TableReceipt table(int slice, Map<String, ColumnReceipt> columns, long rows) {
        return TableReceipt.builder()
                .first(new Appearance(slice, 0))
                .root(true)
                .parents(Map.of())
                .keepsText(false)
                .columns(columns)
                .segments(List.of(new Segment(slice, 0, "orders." + slice, rows, List.of())))
                .build();
    }

    private static ColumnReceipt column(Appearance first, TimeWriting times) {
        return ColumnReceipt.builder()
                .first(first)
                .values(Map.of(ValueType.TEXT, 1L))
                .times(times)
                .integerDigits(0)
                .scale(0)
                .cutTimes(0)
                .build();
    }

    private static TableReceipt orders(SliceReceipt receipt) {
        return Objects.requireNonNull(receipt.tables().get("orders"));
    }

    @Test
    void rows_before_a_slice_are_those_of_earlier_slices_whichever_came_first() {
        SliceReceipt all = joined(List.of(orders(2, "id"), orders(0, "id"), orders(1, "id")));

        assertThat(orders(all).rowsBefore(0)).isZero();
        assertThat(orders(all).rowsBefore(2)).isEqualTo(20);
        assertThat(orders(all).rows()).isEqualTo(30);
    }

    @Test
    void texts_of_a_column_are_times_only_where_those_of_all_slices_are() {
        ColumnReceipt times = column(new Appearance(0, 0), new TimeWriting(true, false));
        ColumnReceipt words = column(new Appearance(1, 0), new TimeWriting(false, false));
        ColumnReceipt infinities = column(new Appearance(2, 0), TimeWriting.NONE_SEEN);

        assertThat(times.join(infinities).times().type()).contains(ValueType.TIMESTAMP);
        assertThat(times.join(words).times().type()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"HIGHEST", "LOWEST"})
    void the_cursor_goes_on_from_the_furthest_end_and_counts_the_rows_there(LastValue lastValue) {
        long far = lastValue == LastValue.HIGHEST ? 9 : 1;
        CursorEnd near = end(lastValue, 5, "5", 0, 4);
        CursorEnd one = end(lastValue, far, "0" + far, 1, 2);
        CursorEnd other = end(lastValue, far, String.valueOf(far), 2, 3);

        CursorEnd joined = near.join(one).join(other);

        assertThat(joined.value()).isEqualTo(far);
        assertThat(joined.rows()).isEqualTo(5);
        assertThat(joined.written()).isEqualTo(lastValue == LastValue.HIGHEST ? "9" : "01");
        assertThat(joined.state("5")).isEqualTo(far);
    }

    @Test
    void a_cursor_that_no_slice_moved_keeps_the_committed_value_in_its_own_writing() {
        CursorEnd still = CursorEnd.builder()
                .from(end(LastValue.HIGHEST, 5, null, 0, 0))
                .moved(false)
                .build();

        assertThat(still.join(still).state("5")).isEqualTo("5");
    }

    @Test
    void ends_that_a_function_of_the_user_decides_are_not_joined() {
        CursorEnd one = end(LastValue.CUSTOM, 5, "5", 0, 1);

        assertThatThrownBy(() -> one.join(one)).isInstanceOf(IllegalArgumentException.class);
    }

    private static CursorEnd end(LastValue lastValue, long value, @Nullable String written, int slice, long rows) {
        return CursorEnd.builder()
                .lastValue(lastValue)
                .kind(CursorKind.INTEGER)
                .value(value)
                .moved(true)
                .written(written)
                .slice(slice)
                .rows(rows)
                .build();
    }

    @Test
    void two_receipts_of_one_slice_are_refused_where_they_would_count_files_twice() {
        SliceReceipt one = SliceReceipt.builder()
                .from(SliceReceipt.NONE)
                .files(Map.of(0, List.of(new FilesLoad.FileLoad("a", "", 1, "", null, 1, false))))
                .build();

        assertThatThrownBy(() -> one.join(one)).hasMessage("two receipts of slice 0");
    }
}
