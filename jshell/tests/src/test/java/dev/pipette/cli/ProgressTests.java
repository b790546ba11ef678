package dev.pipette.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.spi.LoadStep;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressTests {
    private static final long SECOND = 1_000_000_000;

    private final StringWriter printed = new StringWriter();
    private final PrintWriter out = new PrintWriter(printed);
    private long now;
    private final LoadProgress progress = new LoadProgress(() -> now);

    private void reach(LoadStep... steps) {
        for (LoadStep step : steps) {
            progress.reached(step, "1.1");
        }
    }

    @Test
    void rows_are_counted_and_so_is_their_speed() {
        reach(LoadStep.PIPELINE_LOCKED);
        now += 2 * SECOND;
        reach(LoadStep.STATE_READ, LoadStep.PACKAGE_OPENED);
        progress.reading("orders", "orders.jsonl");
        now += SECOND / 2;
        progress.extracted("orders", 1_000_000);
        progress.extracted("customers", 234_000);

        assertThat(progress.line(100)).isEqualTo("extracting  orders.jsonl  1,234,000 rows  2,468,000 rows/s  2 s");
    }

    @Test
    void after_extraction_the_rows_stay_and_the_speed_goes() {
        reach(LoadStep.STATE_READ, LoadStep.PACKAGE_OPENED);
        progress.extracted("orders", 1);
        now += 75 * SECOND;
        reach(LoadStep.EXTRACTED, LoadStep.SEALED, LoadStep.SCHEMA_CHANGED);

        assertThat(progress.line(100)).isEqualTo("loading rows  1 row  1:15 min");
    }

    @Test
    void a_file_that_java_does_not_read_is_named_without_rows() {
        reach(LoadStep.STATE_READ, LoadStep.PACKAGE_OPENED, LoadStep.EXTRACTED);
        progress.reading("orders", "orders.csv");

        assertThat(progress.line(100)).isEqualTo("learning types  orders.csv  0 s");
    }

    @Test
    void every_step_has_words() {
        for (LoadStep step : LoadStep.values()) {
            reach(step);

            assertThat(progress.line(100)).matches("[a-z ]{7,24}  0 s");
        }
    }

    @Test
    void a_destination_that_will_be_tried_again_is_told_in_one_line() {
        progress.retrying(
                "[DESTINATION_UNAVAILABLE] could not connect (postgres db.example.com:5432/shop, user loader): sorry, too"
                        + " many clients already (53300). Let fewer clients connect at once.",
                Duration.ofMillis(2_100));

        assertThat(progress.line(200))
                .isEqualTo("postgres db.example.com:5432/shop: sorry, too many clients already; trying again in 2 s"
                        + "  0 s");
        reach(LoadStep.TRANSACTION_BEGUN);
        assertThat(progress.line(200)).isEqualTo("checking  0 s");
    }

    @Test
    void the_holder_of_a_lock_is_named_until_the_next_step() {
        progress.waiting("pipeline shop is being run by process 4711 (java)");
        now += 5 * SECOND;

        assertThat(progress.line(200)).isEqualTo("waiting: pipeline shop is being run by process 4711 (java)  5 s");
        reach(LoadStep.PIPELINE_LOCKED);
        assertThat(progress.line(200)).isEqualTo("reading  5 s");
    }

    @Test
    void a_reason_in_other_words_is_told_as_it_is_and_without_secrets() {
        progress.retrying("no way to postgres://me:hunter2@db/shop", Duration.ofMillis(400));

        assertThat(progress.line(200)).isEqualTo("no way to postgres://me:***@db/shop; trying again in 400 ms  0 s");
    }

    @Test
    void a_reason_gives_way_to_the_pause_where_the_terminal_is_narrow() {
        progress.retrying("the database system is starting up and takes its time", Duration.ofSeconds(8));

        assertThat(progress.line(50)).isEqualTo("the database system is …; trying again in 8 s  0 s");
    }

    @Test
    void a_line_fits_where_the_terminal_is_narrow() {
        reach(LoadStep.STATE_READ);
        progress.reading("orders", "exports/2025/orders-of-december.jsonl");
        progress.extracted("orders", 5_000);
        now += SECOND;

        assertThat(progress.line(59)).isEqualTo("extracting  …-december.jsonl  5,000 rows  5,000 rows/s  1 s");
        assertThat(progress.line(45)).isEqualTo("extracting  …l  5,000 rows  5,000 rows/s  1 s");
        assertThat(progress.line(44)).isEqualTo("extracting  5,000 rows  5,000 rows/s  1 s");
        assertThat(progress.line(20)).isEqualTo("extracting  5,000 ro");
    }

    @Test
    void on_a_terminal_one_line_is_drawn_again_and_wiped_at_the_end() {
        ProgressDisplay display = new ProgressDisplay.Live(progress, out, 40);

        display.tick();
        reach(LoadStep.STATE_READ);
        display.tick();
        display.close();

        assertThat(printed).hasToString("\rstarting  0 s\033[K\rextracting  0 s\033[K\r\033[K");
    }

    @Test
    void on_a_terminal_nothing_is_wiped_where_nothing_was_drawn() {
        new ProgressDisplay.Live(progress, out, 40).close();

        assertThat(printed.toString()).isEmpty();
    }

    @Test
    void a_log_has_nothing_of_the_first_seconds_and_then_a_line_now_and_then() {
        ProgressDisplay display = new ProgressDisplay.Plain("pipette load", progress, out);

        for (int tenth = 0; tenth < 100 * 10; tenth++) {
            now = tenth * SECOND / 10;
            if (now == 5 * SECOND) {
                reach(LoadStep.STATE_READ);
            } else if (now == 6 * SECOND) {
                reach(LoadStep.EXTRACTED, LoadStep.SEALED);
            }
            display.tick();
        }
        display.close();

        assertThat(printed.toString().lines())
                .containsExactly(
                        "pipette load: starting  2 s",
                        "pipette load: extracting  5 s",
                        "pipette load: opening the destination  8 s",
                        "pipette load: opening the destination  38 s",
                        "pipette load: opening the destination  1:08 min",
                        "pipette load: opening the destination  1:38 min");
    }

    @Test
    void a_short_load_leaves_a_log_empty() {
        ProgressDisplay display = new ProgressDisplay.Plain("pipette load", progress, out);
        now = 2 * SECOND - 1;

        display.tick();
        display.close();

        assertThat(printed.toString()).isEmpty();
    }
}
