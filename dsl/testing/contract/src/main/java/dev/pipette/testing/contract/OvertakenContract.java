package dev.pipette.testing.contract;

import static dev.pipette.schema.MergeStrategy.insertOnly;
import static dev.pipette.schema.MergeStrategy.snapshot;
import static dev.pipette.schema.MergeStrategy.upsert;
import static dev.pipette.testing.contract.Trial.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.LoadInfo;
import dev.pipette.Pipeline;
import dev.pipette.Pipette;
import dev.pipette.Resource;
import dev.pipette.admin.PipelineAdmin.PendingPackage;
import dev.pipette.incremental.RowOrder;
import dev.pipette.spi.LoadStep;
import dev.pipette.testing.Crash;
import dev.pipette.testing.CrashAt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A package that another machine overtook is deleted only when its rows are extracted again. Otherwise it waits, and {@code
 * retry} loads it where that sets nothing back.
 */
interface OvertakenContract {
    /** What a later load did, as the rest of a sentence. */
    String DELETED = "deleted rows of table contract_data.events";

    String KEPT = "left rows as they were in table contract_data.events";

    private static Resource events(String rows) {
        return json("events", rows);
    }

    private static Resource followed(String rows) {
        return events(rows).incremental(Pipette.cursor("at", Long.class));
    }

    private static Resource others(long at) {
        return json("others", "[{'at': " + at + "}]").incremental(Pipette.cursor("at", Long.class));
    }

    private static Resource lines(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return Pipette.resource("events").files(file);
    }

    /** A run that dies with a package, and another machine that moves the state of the pipeline. */
    private static String overtaken(Trial trial, Resource... resources) {
        trial.crash(LoadStep.SEALED, resources);
        trial.elsewhere().run(others(trial.count("others") + 1));
        return waiting(trial).getFirst();
    }

    private static List<String> waiting(Trial trial) {
        return trial.pipeline().admin().pending().stream()
                .map(PendingPackage::loadId)
                .toList();
    }

    private static String home(Trial trial) {
        return " --home " + trial.home();
    }

    private static List<String> ids(Trial trial) {
        return trial.rows("SELECT id FROM events ORDER BY id");
    }

    @Test
    default void rows_of_code_that_are_not_extracted_again_wait_and_are_loaded_by_retry(Trial trial) {
        String loadId = overtaken(trial, events("[{'id': 1, 'tags': ['x']}]"));

        LoadInfo next = trial.run(events("[{'id': 2}]"));

        assertThat(ids(trial)).containsExactly("2");
        assertThat(next.notes())
                .containsExactly("package " + loadId + " of events waits, because another machine loaded the pipeline"
                        + " meanwhile (state version 1) and this run did not extract all of its rows again: 'pipette"
                        + " pipeline contract retry " + loadId + home(trial) + "' loads it, and 'pipette pipeline"
                        + " contract discard " + loadId + home(trial) + "' deletes it");
        assertThat(trial.run(events("[{'id': 3}]")).packages()).hasSize(1);
        LoadInfo retried = trial.pipeline().admin().retry(loadId);
        assertThat(retried.rows("events")).isEqualTo(1);
        assertThat(retried.packages().getFirst().loadId()).isEqualTo(loadId);
        assertThat(ids(trial)).containsExactly("1", "2", "3");
        assertThat(trial.rows("SELECT value FROM events__tags")).containsExactly("x");
        assertThat(waiting(trial)).isEmpty();
        trial.run(events("[{'id': 4}]"));
        assertThat(ids(trial)).containsExactly("1", "2", "3", "4");
    }

    @Test
    default void a_file_that_was_overwritten_does_not_take_the_package_of_its_old_content_with_it(Trial trial) {
        Path file = trial.folder().resolve("daily.jsonl");
        String loadId = overtaken(trial, lines(file, "{\"id\": 1}\n"));

        trial.run(lines(file, "{\"id\": 2}\n{\"id\": 3}\n"));

        assertThat(ids(trial)).containsExactly("2", "3");
        assertThat(waiting(trial)).containsExactly(loadId);
        trial.pipeline().admin().retry(loadId);
        assertThat(ids(trial)).containsExactly("1", "2", "3");
    }

    @Test
    default void a_package_that_refers_to_a_file_with_other_content_now_waits(Trial trial) {
        Path file = trial.folder().resolve("daily.csv");
        String loadId = overtaken(trial, lines(file, "id\n1\n"));

        trial.run(lines(file, "id\n2\n3\n"));

        assertThat(ids(trial)).containsExactly("2", "3");
        assertThat(waiting(trial)).containsExactly(loadId);
        assertThatThrownBy(() -> trial.pipeline().admin().retry(loadId))
                .hasMessageStartingWith("[SOURCE_CHANGED] " + file + " changed after package " + loadId);
        trial.pipeline().admin().discard(loadId);
        assertThat(waiting(trial)).isEmpty();
    }

    @Test
    default void a_file_that_is_as_it_was_is_extracted_again(Trial trial) {
        Resource file = lines(trial.folder().resolve("daily.jsonl"), "{\"id\": 1}\n");
        String loadId = overtaken(trial, file);

        LoadInfo next = trial.run(file);

        assertThat(ids(trial)).containsExactly("1");
        assertThat(waiting(trial)).isEmpty();
        assertThat(next.notes())
                .containsExactly("package " + loadId + " was dropped, because another machine loaded the pipeline"
                        + " meanwhile (state version 1); its resources were extracted again");
    }

    @Test
    default void a_package_waits_while_only_some_of_its_resources_are_extracted_again(Trial trial) {
        String loadId = overtaken(trial, events("[{'id': 1}]"), json("items", "[{'id': 1}]"));

        trial.run(json("items", "[{'id': 1}]"));

        assertThat(waiting(trial)).containsExactly(loadId);
        trial.run(json("items", "[{'id': 2}]"), events("[{'id': 1}]"));
        assertThat(waiting(trial)).containsExactly(loadId);
        trial.pipeline().admin().discard(loadId);
        assertThat(ids(trial)).containsExactly("1");
        assertThat(trial.rows("SELECT id FROM items ORDER BY id")).containsExactly("1", "2");
    }

    @Test
    default void rows_beyond_the_cursor_that_are_gone_wait_and_are_not_loaded_over_its_new_value(Trial trial) {
        trial.crash(LoadStep.SEALED, followed("[{'id': 1, 'at': 10}, {'id': 5, 'at': 15}]"));
        String loadId = waiting(trial).getFirst();
        trial.elsewhere().run(followed("[{'id': 1, 'at': 10}]"));

        LoadInfo next = trial.run(followed("[{'id': 6, 'at': 16}]"));

        assertThat(ids(trial)).containsExactly("1", "6");
        assertThat(next.notes())
                .containsExactly("package " + loadId + " of events waits, because another machine loaded the pipeline"
                        + " meanwhile (state version 1) and this run did not extract all of its rows again: 'pipette"
                        + " sql package:" + loadId + " \"SHOW TABLES\"" + home(trial)
                        + "' lists its tables, and 'pipette"
                        + " pipeline contract discard " + loadId + home(trial) + "' deletes it");
        assertThatThrownBy(() -> trial.pipeline().admin().retry(loadId))
                .hasMessage("[STATE_MOVED] package " + loadId + " of pipeline contract was not loaded, because another"
                        + " load came after it, and the two do not go together: the state of events. 'pipette sql"
                        + " package:" + loadId + " \"SHOW TABLES\"" + home(trial) + "' lists its tables, 'pipette"
                        + " pipeline contract discard " + loadId + home(trial) + "' deletes it.");
        assertThat(trial.pipeline()
                        .admin()
                        .query(loadId, "SELECT id FROM events ORDER BY id")
                        .total())
                .isEqualTo(2);
        trial.pipeline().admin().discard(loadId);
        assertThat(waiting(trial)).isEmpty();
    }

    @Test
    default void a_package_waits_until_the_last_step_has_its_rows(Trial trial) {
        trial.crash(LoadStep.SEALED, followed("[{'id': 1, 'at': 10}, {'id': 2, 'at': 20}, {'id': 3, 'at': 30}]"));
        String loadId = waiting(trial).getFirst();
        trial.elsewhere().run(followed("[{'id': 1, 'at': 10}]"));

        trial.run(events("[{'id': 2, 'at': 20}, {'id': 4, 'at': 40}]")
                .incremental(Pipette.cursor("at", Long.class).rowOrder(RowOrder.ASCENDING))
                .commitEvery(1));

        assertThat(ids(trial)).containsExactly("1", "2", "4");
        assertThat(waiting(trial)).containsExactly(loadId);
    }

    @Test
    default void a_source_that_yields_its_rows_only_once_loses_none_when_its_run_is_overtaken(Trial trial) {
        Deque<List<Map<String, Object>>> queue =
                new ArrayDeque<>(List.of(List.of(Map.of("id", 1)), List.of(Map.of("id", 2))));
        AtomicBoolean raced = new AtomicBoolean();
        Pipeline overtaken = trial.pipeline().listener((step, loadId) -> {
            if (step == LoadStep.SEALED && raced.compareAndSet(false, true)) {
                trial.elsewhere().run(others(1));
            }
        });

        overtaken.run(Pipette.resource("events").stream(() -> queue.isEmpty() ? Stream.of() : queue.pop().stream()));

        assertThat(ids(trial)).containsExactly("2");
        trial.pipeline().admin().retry(waiting(trial).getFirst());
        assertThat(ids(trial)).containsExactly("1", "2");
    }

    @Test
    default void merged_rows_are_loaded_late_unless_newer_ones_with_their_keys_are_there(Trial trial) {
        trial.run(events("[{'id': 0, 'n': 0}]").merge("id"));
        String first = overtaken(
                trial, events("[{'id': 0, 'n': 1}, {'id': 1, 'n': 1}]").merge("id"));
        trial.run(events("[{'id': 2, 'n': 2}]").merge("id"));

        trial.pipeline().admin().retry(first);

        assertThat(trial.rows("SELECT id, n FROM events ORDER BY id")).containsExactly("0 | 1", "1 | 1", "2 | 2");
        String second = overtaken(
                trial, events("[{'id': 2, 'n': 3}, {'id': 3, 'n': 3}]").merge("id"));
        trial.run(events("[{'id': 2, 'n': 4}]").merge("id"));
        assertThatThrownBy(() -> trial.pipeline().admin().retry(second))
                .hasMessageContaining("the two do not go together: newer rows of table contract_data.events.");
        assertThat(trial.rows("SELECT id, n FROM events ORDER BY id")).containsExactly("0 | 1", "1 | 1", "2 | 4");
    }

    @Test
    default void a_table_that_was_filled_later_is_not_replaced_by_older_rows(Trial trial) {
        String loadId = overtaken(trial, events("[{'id': 1}]").replace());
        trial.elsewhere().run(events("[{'id': 2}]").replace());

        assertThatThrownBy(() -> trial.pipeline().admin().retry(loadId))
                .hasMessageContaining("the two do not go together: newer rows of table contract_data.events.");

        assertThat(ids(trial)).containsExactly("2");
        trial.run(events("[{'id': 3}]").replace());
        assertThat(waiting(trial)).as("it would be replaced anyway").isEmpty();
    }

    @Test
    default void merged_rows_that_waited_are_not_put_over_those_of_another_machine(Trial trial) {
        trial.run(events("[{'id': 1, 'v': 'a'}]").merge("id"));
        trial.crash(
                LoadStep.SEALED,
                events("[{'id': 1, 'v': 'old'}, {'id': 2, 'v': 'old'}]").merge("id"));
        trial.elsewhere().run(events("[{'id': 1, 'v': 'new'}]").merge("id"));

        assertWaitsBecauseOfNewerRows(trial);
        assertThat(trial.rows("SELECT id, v FROM events")).containsExactly("1 | new");
    }

    @Test
    default void a_table_that_another_machine_replaced_is_not_replaced_by_rows_that_waited(Trial trial) {
        trial.run(events("[{'id': 1}]").replace());
        trial.crash(LoadStep.SEALED, events("[{'id': 2}]").replace());
        trial.elsewhere().run(events("[{'id': 3}]").replace());

        assertWaitsBecauseOfNewerRows(trial);
        assertThat(ids(trial)).containsExactly("3");
    }

    /** A package that waits, a load that comes before it, and what is there then. */
    enum Later {
        DELETED_BY_A_COLUMN(
                DELETED,
                events("[{'id': 1, 'v': 'old'}]").merge("id"),
                events("[{'id': 1, 'gone': true}]").merge("id").hardDelete("gone")),
        NEVER_THERE_AND_DELETED(
                DELETED,
                events("[{'id': 2, 'v': 'old'}]").merge("id"),
                events("[{'id': 2, 'gone': true}]").merge("id").hardDelete("gone"),
                "1 | a"),
        MISSING_IN_A_SNAPSHOT(
                DELETED,
                events("[{'id': 2, 'v': 'old'}]").merge(upsert("id")),
                events("[{'id': 1, 'v': 'b'}]").merge(snapshot("id")),
                "1 | b"),
        MISSING_FOR_AN_INSERT(
                DELETED,
                events("[{'id': 2, 'v': 'old'}]").merge(insertOnly("id")),
                events("[{'id': 1, 'v': 'b'}]").merge(snapshot("id")),
                "1 | b"),
        REPLACED_BY_NOTHING(
                DELETED,
                events("[{'id': 1, 'v': 'old'}]").replace(),
                events("[]").replace()),
        A_WINDOW_WITH_NOTHING(
                DELETED,
                events("[{'id': 1, 'v': 'old'}]").replaceWhere("id", 1, 10),
                events("[]").replaceWhere("id", 1, 10)),
        UNCHANGED(
                KEPT,
                events("[{'id': 1, 'v': 'old'}]").merge("id"),
                events("[{'id': 1, 'v': 'a'}]").merge("id").skipUnchanged(),
                "1 | a"),
        A_DAY_THAT_IS_NEW(
                DELETED,
                events("[{'id': 2, 'v': 'old'}]").merge("id"),
                events("[{'id': 3, 'v': 'old'}]").replaceMatching("v"),
                "1 | a",
                "3 | old"),
        FOUND_BY_AN_INSERT(
                KEPT,
                events("[{'id': 1, 'gone': true}]").merge("id").hardDelete("gone"),
                events("[{'id': 1, 'v': 'b'}]").merge(insertOnly("id")),
                "1 | a");

        private final String did;
        private final Resource waiting;
        private final Resource later;
        private final String[] rows;

        Later(String did, Resource waiting, Resource later, String... rows) {
            this.did = did;
            this.waiting = waiting;
            this.later = later;
            this.rows = rows;
        }
    }

    @ParameterizedTest
    @EnumSource
    default void what_a_later_load_took_away_or_left_is_not_changed_by_rows_that_waited(Later later, Trial trial) {
        trial.run(events("[{'id': 1, 'v': 'a'}]").merge("id"));
        trial.crash(LoadStep.SEALED, later.waiting);
        trial.elsewhere().run(later.later);
        String loadId = waiting(trial).getFirst();

        LoadInfo info = trial.run(json("more", "[{'id': 1}]"));

        assertThat(trial.rows("SELECT id, v FROM events ORDER BY id")).containsExactly(later.rows);
        assertThat(info.notes())
                .first()
                .asString()
                .contains("package " + loadId + " of events waits")
                .contains("(a newer load that " + later.did + ")");
        assertThatThrownBy(() -> trial.pipeline().admin().retry(loadId))
                .hasMessageContaining("the two do not go together: a newer load that " + later.did + ".");
        assertThat(trial.pipeline().admin().pending().getFirst().toString())
                .contains("waits; the next run tries it again")
                .contains("(a newer load that " + later.did + "), and no later run extracted all of its rows again.");
    }

    @Test
    default void rows_that_only_come_beside_unchanged_ones_are_loaded(Trial trial) {
        trial.run(events("[{'id': 1, 'v': 'a'}]").merge("id"));
        trial.crash(LoadStep.SEALED, events("[{'id': 2, 'v': 'old'}]"));
        trial.elsewhere().run(events("[{'id': 1, 'v': 'a'}]").merge("id").skipUnchanged());

        trial.run(json("more", "[{'id': 1}]"));

        assertThat(ids(trial)).containsExactly("1", "2");
    }

    private static void assertWaitsBecauseOfNewerRows(Trial trial) {
        String loadId = waiting(trial).getFirst();

        LoadInfo info = trial.run(json("more", "[{'id': 1}]"));

        assertThat(info.notes())
                .contains(
                        "package " + loadId + " of events waits, because another machine loaded the pipeline meanwhile"
                                + " (newer rows of table contract_data.events) and this run did not extract all of its rows"
                                + " again: 'pipette sql package:" + loadId + " \"SHOW TABLES\"" + home(trial)
                                + "' lists its tables, and 'pipette pipeline contract discard " + loadId + home(trial)
                                + "' deletes it");
        assertThat(waiting(trial)).containsExactly(loadId);
    }

    @Test
    default void a_cursor_that_did_not_move_is_moved_by_a_late_package(Trial trial) {
        String loadId = overtaken(trial, followed("[{'id': 1, 'at': 10}]"));

        trial.pipeline().admin().retry(loadId);

        assertThat(trial.pipeline().state().cursor("events", "at")).contains(10L);
        assertThat(trial.pipeline().state().cursor("others", "at")).contains(1L);
        assertThat(trial.run(followed("[{'id': 1, 'at': 10}]")).nothingNew()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(names = {"SEALED", "ROWS_APPLIED", "COMMITTED", "MARKED", "ACKNOWLEDGED"})
    default void a_retry_that_dies_loads_its_package_once(LoadStep step, Trial trial) {
        String loadId = overtaken(trial, events("[{'id': 1}]"));
        Pipeline dying = trial.pipeline().listener(CrashAt.step(step == LoadStep.SEALED ? LoadStep.CHECKED : step));
        assertThatThrownBy(() -> dying.admin().retry(loadId)).isInstanceOf(Crash.class);

        trial.run(others(2));

        boolean loaded = step.compareTo(LoadStep.COMMITTED) >= 0;
        assertThat(trial.count("events")).isEqualTo(loaded ? 1 : 0);
        if (!loaded) {
            trial.pipeline().admin().retry(loadId);
        }
        assertThat(ids(trial)).containsExactly("1");
        assertThat(waiting(trial)).isEmpty();
        assertThatThrownBy(() -> trial.pipeline().admin().retry(loadId))
                .hasMessage("[BAD_USAGE] pipeline contract has no package " + loadId
                        + " that waits or was quarantined; none does.");
    }

    @Test
    default void a_run_key_that_another_machine_committed_is_the_same_input(Trial trial) {
        Pipeline keyed = trial.pipeline().runKey("2025-12-24");
        Pipeline dying = keyed.listener(CrashAt.step(LoadStep.SEALED));
        assertThatThrownBy(() -> dying.run(events("[{'id': 1}]"))).isInstanceOf(Crash.class);
        trial.elsewhere().runKey("2025-12-24").run(events("[{'id': 1}]"));

        trial.run(json("items", "[{'id': 1}]"));

        assertThat(waiting(trial)).isEmpty();
        assertThat(ids(trial)).containsExactly("1");
    }
}
