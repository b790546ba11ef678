package dev.pipette.slices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.incremental.ExtractContext;
import dev.pipette.incremental.ResourceState;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class SlicesInOrderTests {
    private static final ExtractContext CONTEXT =
            new ExtractContext(new ResourceState(Map.of()), Optional.empty(), Optional.empty(), Clock.systemUTC());

    private static List<?> all(SlicedRows rows) throws Exception {
        try (Stream<?> open = rows.open(CONTEXT)) {
            return open.toList();
        }
    }

    private static SlicedRows pages(long count, SlicedRows.Reader reader) {
        return SlicedRows.of(context -> SliceBounds.numbers("page", 0, count - 1), reader);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 100})
    void rows_are_in_the_order_of_the_slices(int parallel) throws Exception {
        SlicedRows rows = pages(
                        20,
                        (slice, context) -> LongStream.range(0, 600 * (slice.integer("page") % 3))
                                .mapToObj(row -> slice.integer("page") * 10_000 + row))
                .withParallel(parallel);

        List<?> read = all(rows);

        assertThat(read).hasSize(600 * 19).isSortedAccordingTo((one, other) -> Long.compare((Long) one, (Long) other));
    }

    @Test
    void so_many_slices_are_open_at_once() throws Exception {
        CyclicBarrier four = new CyclicBarrier(4);
        SlicedRows rows = pages(8, (slice, context) -> {
                    four.await(30, TimeUnit.SECONDS);
                    return Stream.of(slice.integer("page"));
                })
                .withParallel(4);

        assertThat(all(rows)).hasSize(8);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void a_failure_names_the_slice_and_closes_what_is_open(int parallel) {
        Set<Long> open = ConcurrentHashMap.newKeySet();
        SlicedRows rows = pages(9, (slice, context) -> {
                    long page = slice.integer("page");
                    if (page == 4) {
                        throw new IOException("no such page");
                    }
                    open.add(page);
                    return Stream.of(page).onClose(() -> open.remove(page));
                })
                .withParallel(parallel);

        assertThatThrownBy(() -> all(rows)).hasMessage("slice page=4: IOException: no such page");
        assertThat(open).isEmpty();
    }

    @Test
    void what_is_not_read_to_its_end_is_interrupted() throws Exception {
        CountDownLatch closed = new CountDownLatch(2);
        SlicedRows rows = pages(
                        2,
                        (slice, context) ->
                                LongStream.iterate(0, row -> row + 1).boxed().onClose(closed::countDown))
                .withParallel(2);
        List<Object> some = new ArrayList<>();
        try (Stream<?> open = rows.open(CONTEXT)) {
            open.limit(1_000).forEach(some::add);
        }

        assertThat(some).hasSize(1_000);
        assertThat(closed.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void no_slices_have_no_rows() throws Exception {
        assertThat(all(pages(0, (slice, context) -> Stream.of(1)))).isEmpty();
    }
}
