package dev.pipette.testing.contract;

import static dev.pipette.Pipette.cursor;
import static dev.pipette.Pipette.resource;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.LoadInfo;
import dev.pipette.Pipeline;
import dev.pipette.Resource;
import dev.pipette.incremental.RowOrder;
import dev.pipette.spi.LoadStep;
import dev.pipette.testing.Crash;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A long load is committed on its way, each step once, and continues after the last one. */
interface StepContract {
    /** Rows whose cursor value changes with every third of them. */
    private static Stream<Map<String, Object>> rows(long from, long count) {
        return LongStream.range(from, from + count).mapToObj(id -> Map.<String, Object>of("id", id, "at", id / 3));
    }

    private static Resource events(long count) {
        return ordered(resource("events").stream(() -> rows(0, count)));
    }

    private static Resource ordered(Resource events) {
        return events.incremental(cursor("at", Long.class).rowOrder(RowOrder.ASCENDING));
    }

    private static List<Long> rowsOfPackages(LoadInfo load) {
        return load.packages().stream()
                .map(done -> done.tables().getFirst().rows())
                .toList();
    }

    private static Pipeline dyingAfter(Trial trial, LoadStep at, int times) {
        AtomicInteger reached = new AtomicInteger();
        return trial.pipeline().listener((step, loadId) -> {
            if (step == at && reached.incrementAndGet() == times) {
                throw new Crash(at);
            }
        });
    }

    @Test
    default void steps_end_between_two_values_of_the_cursor(Trial trial) {
        LoadInfo load = trial.run(events(20).commitEvery(4));

        assertThat(rowsOfPackages(load)).containsExactly(6L, 6L, 6L, 2L);
        assertThat(trial.rows("SELECT count(*), count(DISTINCT id) FROM events"))
                .containsExactly("20 | 20");
        assertThat(trial.pipeline().state().cursor("events", "at")).contains(6L);
    }

    @Test
    default void what_is_committed_is_kept_when_the_source_fails(Trial trial) {
        Resource failing = ordered(resource("events").stream(() -> rows(0, 20).peek(row -> {
                    if (Long.valueOf(14).equals(row.get("id"))) {
                        throw new IllegalStateException("hour nine");
                    }
                })))
                .commitEvery(4);

        assertThatThrownBy(() -> trial.run(failing))
                .hasMessage("[RESOURCE_FAILED] resource events failed after 14 rows: IllegalStateException: hour nine."
                        + " 2 steps of it are committed; the next run continues after them.");

        assertThat(trial.rows("SELECT count(*) FROM events")).containsExactly("12");
        trial.run(events(20).commitEvery(4));
        assertThat(trial.rows("SELECT count(*), count(DISTINCT id) FROM events"))
                .containsExactly("20 | 20");
    }

    @Test
    default void a_run_that_dies_in_a_step_goes_on_after_the_last(Trial trial) {
        for (LoadStep step : List.of(LoadStep.SEALED, LoadStep.ROWS_APPLIED, LoadStep.COMMITTED, LoadStep.MARKED)) {
            assertThatThrownBy(() -> dyingAfter(trial, step, 2).run(events(40).commitEvery(4)))
                    .isInstanceOf(Crash.class);
        }

        trial.run(events(40).commitEvery(4));

        assertThat(trial.rows("SELECT count(*), count(DISTINCT id) FROM events"))
                .containsExactly("40 | 40");
    }

    @Test
    default void a_run_that_dies_and_loses_its_folder_goes_on_after_the_last(Trial trial) {
        for (LoadStep step : List.of(LoadStep.SEALED, LoadStep.ROWS_APPLIED, LoadStep.COMMITTED)) {
            assertThatThrownBy(() -> dyingAfter(trial, step, 2).run(events(40).commitEvery(4)))
                    .isInstanceOf(Crash.class);
            trial.loseFolder();
        }

        trial.run(events(40).commitEvery(4));

        assertThat(trial.rows("SELECT count(*), count(DISTINCT id) FROM events"))
                .containsExactly("40 | 40");
    }

    @Test
    default void a_tie_is_cut_where_a_key_tells_its_rows(Trial trial) {
        Resource tied = ordered(resource("events").stream(
                        () -> LongStream.range(0, 10).mapToObj(id -> Map.<String, Object>of("id", id, "at", 7L))))
                .primaryKey("id")
                .commitEvery(3);

        LoadInfo load = trial.run(tied);
        LoadInfo second = trial.run(tied);

        assertThat(rowsOfPackages(load)).containsExactly(3L, 3L, 3L, 1L);
        assertThat(second.nothingNew()).isTrue();
        assertThat(trial.rows("SELECT count(*), count(DISTINCT id) FROM events"))
                .containsExactly("10 | 10");
    }

    @Test
    default void merged_rows_are_committed_in_steps(Trial trial) {
        trial.run(events(5).merge("id"));

        LoadInfo load = trial.run(events(20).merge("id").commitEvery(5));

        assertThat(rowsOfPackages(load)).containsExactly(5L, 5L, 5L, 2L);
        assertThat(trial.rows("SELECT count(*), count(DISTINCT id) FROM events"))
                .containsExactly("20 | 20");
    }

    @Test
    default void steps_may_be_as_long_as_a_time(Trial trial) {
        LoadInfo load = trial.run(events(9).commitEvery(Duration.ofNanos(1)));

        assertThat(rowsOfPackages(load)).containsExactly(3L, 3L, 3L);
    }

    @Test
    default void what_the_code_remembers_is_committed_with_its_last_row(Trial trial) {
        Resource remembering = ordered(resource("events").stream(context -> {
                    context.state().put("page", 1L);
                    return rows(0, 20);
                }))
                .commitEvery(4);
        assertThatThrownBy(() -> dyingAfter(trial, LoadStep.SEALED, 2).run(remembering))
                .isInstanceOf(Crash.class);
        assertThat(trial.pipeline().state().value("events", "page")).isEmpty();

        trial.run(remembering);

        assertThat(trial.pipeline().state().value("events", "page")).contains(1L);
    }

    @Test
    default void another_machine_between_two_steps_is_noticed(Trial trial) {
        List<String> ran = new ArrayList<>();
        Pipeline here = trial.pipeline().listener((step, loadId) -> {
            if (step == LoadStep.COMMITTED && ran.isEmpty()) {
                ran.add(loadId);
                trial.elsewhere().run(events(30));
            }
        });

        LoadInfo load = here.run(events(40).commitEvery(4));

        assertThat(trial.rows("SELECT count(*), count(DISTINCT id) FROM events"))
                .containsExactly("40 | 40");
        assertThat(load.notes()).anyMatch(note -> note.startsWith("extracted again, because another machine loaded"));
    }

    @Test
    default void resources_that_are_loaded_at_once_are_loaded_once(Trial trial) {
        Resource plain = Trial.json("plain", "[{'id': 1}]");
        List<String> ran = new ArrayList<>();
        Pipeline here = trial.pipeline().listener((step, loadId) -> {
            if (step == LoadStep.COMMITTED && ran.size() < 2) {
                ran.add(loadId);
                if (ran.size() == 2) {
                    trial.elsewhere().run(events(9));
                }
            }
        });

        here.run(plain, events(20).commitEvery(4));

        assertThat(trial.rows("SELECT id FROM plain")).containsExactly("1");
        assertThat(trial.rows("SELECT count(*), count(DISTINCT id) FROM events"))
                .containsExactly("20 | 20");
    }

    @Test
    default void packages_of_steps_are_put_away_as_soon_as_they_are_committed(Trial trial) {
        List<Integer> waiting = new ArrayList<>();
        trial.pipeline()
                .listener((step, loadId) -> {
                    if (step == LoadStep.PACKAGE_OPENED) {
                        waiting.add(trial.pipeline().admin().pending().size());
                    }
                })
                .run(events(20).commitEvery(4));

        assertThat(waiting).containsExactly(0, 0, 0, 0);
    }

    @Test
    default void runs_with_a_limit_of_time_load_all_one_after_the_other(Trial trial) {
        Resource events = events(9).limit(Duration.ofNanos(1));
        for (int run = 1; run <= 9; run++) {
            trial.run(events);
            assertThat(trial.count("events")).isEqualTo(run);
        }

        assertThat(trial.run(events).nothingNew()).isTrue();
        assertThat(trial.rows("SELECT count(DISTINCT id) FROM events")).containsExactly("9");
    }
}
