package dev.pipette.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressLinesTests {
    private final StringWriter err = new StringWriter();
    private final AtomicLong now = new AtomicLong();

    private ProgressLines lines(boolean isShown) {
        return new ProgressLines("pipette jobs backfill", new PrintWriter(err), isShown, now::get);
    }

    @Test
    void a_line_that_is_new_is_printed_now_and_then() {
        ProgressLines lines = lines(true);
        for (int second = 0; second <= 40; second++) {
            now.set(TimeUnit.SECONDS.toNanos(second));
            lines.nowAndThen(Math.min(second, 25) + " of 25 have ended");
        }

        assertThat(err.toString().lines())
                .containsExactly(
                        "pipette jobs backfill: 0 of 25 have ended",
                        "pipette jobs backfill: 10 of 25 have ended",
                        "pipette jobs backfill: 20 of 25 have ended",
                        "pipette jobs backfill: 25 of 25 have ended");
    }

    @Test
    void what_is_printed_at_once_and_nothing_where_nobody_looks() {
        lines(true).print("compiles orders.jsh");
        lines(false).print("plans a run");

        assertThat(err.toString()).isEqualToIgnoringNewLines("pipette jobs backfill: compiles orders.jsh");
    }
}
