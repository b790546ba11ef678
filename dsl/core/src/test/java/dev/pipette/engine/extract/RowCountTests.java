package dev.pipette.engine.extract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.LoadListener;
import dev.pipette.spi.LoadStep;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

class RowCountTests {
    private final Told told = new Told();
    private long now;
    private long looks;
    private final LongSupplier clock = () -> {
        looks++;
        return now;
    };

    @Test
    void rows_that_come_slowly_are_told_one_by_one() {
        RowCount count = new RowCount(told, "orders", clock);

        for (int row = 1; row <= 4; row++) {
            now += 100_000_000;
            count.counted(row);
        }

        assertThat(told.counts).containsExactly("orders 1", "orders 2", "orders 3", "orders 4");
    }

    @Test
    void rows_that_come_fast_are_told_ten_times_a_second_and_the_clock_is_looked_at_seldom() {
        RowCount count = new RowCount(told, "orders", clock);

        for (int row = 1; row <= 1_000_000; row++) {
            now += 1_000; // a million rows in a second
            count.counted(row);
        }
        count.ended(1_000_000);

        assertThat(told.counts).hasSizeBetween(9, 12).endsWith("orders 1000000");
        assertThat(looks).isLessThan(3_000);
    }

    @Test
    void a_listener_that_is_a_lambda_hears_of_steps_only() {
        LoadListener listener = (step, loadId) -> told.reached(step, loadId);

        listener.reading("orders", "orders.csv");
        listener.extracted("orders", 1);

        assertThat(told.counts).isEmpty();
    }

    /** Keeps what it is told. */
    private static final class Told implements LoadListener {
        private final List<String> counts = new ArrayList<>();

        @Override
        public void reached(LoadStep step, String loadId) {}

        @Override
        public void extracted(String resource, long rows) {
            counts.add(resource + " " + rows);
        }
    }
}
