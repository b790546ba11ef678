package dev.pipette.testing.contract;

import static dev.pipette.testing.contract.Trial.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.LoadInfo;
import dev.pipette.Pipeline;
import dev.pipette.Pipette;
import dev.pipette.Resource;
import dev.pipette.admin.PipelineAdmin.PendingPackage;
import dev.pipette.spi.LoadStep;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A run that died is finished by the next one, and what it had read is loaded once. */
interface PendingContract {
    /** Rows that are other ones each time they are read, as those of an API are. */
    private static Resource reading(AtomicInteger reads) {
        return Pipette.resource("readings").stream(() -> Stream.of(Map.of("reading", reads.incrementAndGet())));
    }

    /** Rows that are the same each time they are read. */
    private static Resource repeated(AtomicInteger reads) {
        return Pipette.resource("readings").stream(() -> {
            reads.incrementAndGet();
            return Stream.of(Map.of("reading", 1), Map.of("reading", 2));
        });
    }

    private static String sameRows(String loadId) {
        return "resource readings: its rows are those of package " + loadId
                + ", which an interrupted run had extracted; they were not loaded a second time";
    }

    private static String waiting(Trial trial) {
        return trial.pipeline().admin().pending().getFirst().loadId();
    }

    @ParameterizedTest
    @SomeSteps(except = {LoadStep.ACKNOWLEDGED, LoadStep.CLEANED})
    default void a_plain_append_that_died_at_any_step_is_loaded_once(LoadStep step, Trial trial) {
        AtomicInteger reads = new AtomicInteger();
        trial.run(json("items", "[{'id': 0}]"));
        trial.crash(step, repeated(reads), json("items", "[{'id': 1}]"));

        trial.run(repeated(reads), json("items", "[{'id': 1}]"));

        assertThat(trial.rows("SELECT reading FROM readings ORDER BY reading")).containsExactly("1", "2");
        assertThat(trial.rows("SELECT id FROM items ORDER BY id")).containsExactly("0", "1");
        assertThat(trial.pipeline().admin().pending()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"ACKNOWLEDGED", "CLEANED"})
    default void a_run_that_died_after_it_was_acknowledged_has_happened(LoadStep step, Trial trial) {
        AtomicInteger reads = new AtomicInteger();
        trial.crash(step, reading(reads));

        LoadInfo next = trial.run(reading(reads));

        assertThat(trial.rows("SELECT reading FROM readings ORDER BY reading")).containsExactly("1", "2");
        assertThat(next.notes()).isEmpty();
    }

    @ParameterizedTest
    @SomeSteps(
            except = {
                LoadStep.PIPELINE_LOCKED,
                LoadStep.STATE_READ,
                LoadStep.PACKAGE_OPENED,
                LoadStep.ACKNOWLEDGED,
                LoadStep.CLEANED
            })
    default void other_rows_are_loaded_beside_those_of_a_run_that_died(LoadStep step, Trial trial) {
        AtomicInteger reads = new AtomicInteger();
        trial.crash(step, reading(reads));
        boolean sealed = !trial.pipeline().admin().pending().isEmpty();

        trial.run(reading(reads));

        assertThat(sealed).isEqualTo(step.compareTo(LoadStep.SEALED) >= 0);
        assertThat(trial.rows("SELECT reading FROM readings ORDER BY reading"))
                .isEqualTo(sealed ? List.of("1", "2") : List.of("2"));
        assertThat(trial.pipeline().admin().pending()).isEmpty();
    }

    @Test
    default void a_waiting_package_is_finished_and_its_rows_not_loaded_again_while_other_rows_are(Trial trial) {
        AtomicInteger reads = new AtomicInteger();
        trial.crash(LoadStep.SEALED, repeated(reads));
        PendingPackage waiting = trial.pipeline().admin().pending().getFirst();

        LoadInfo next = trial.run(repeated(reads), json("items", "[{'id': 1}]"));

        assertThat(waiting.state()).isEqualTo("sealed");
        assertThat(waiting.rows()).containsExactly(Map.entry("readings", 2L));
        assertThat(trial.rows("SELECT reading FROM readings ORDER BY reading")).containsExactly("1", "2");
        assertThat(trial.rows("SELECT id FROM items")).containsExactly("1");
        assertThat(next.packages()).hasSize(2);
        assertThat(next.packages().getFirst().recovered()).isTrue();
        assertThat(next.packages().getLast().recovered()).isFalse();
        assertThat(next.notes())
                .containsExactly(
                        "finished package " + waiting.loadId() + " of an earlier run that was interrupted",
                        sameRows(waiting.loadId()));
    }

    @Test
    default void a_package_that_was_committed_unnoticed_is_recognized(Trial trial) {
        AtomicInteger reads = new AtomicInteger();
        trial.crash(LoadStep.COMMITTED, repeated(reads));
        String loadId = waiting(trial);

        LoadInfo next = trial.run(repeated(reads));

        assertThat(trial.rows("SELECT reading FROM readings ORDER BY reading")).containsExactly("1", "2");
        assertThat(trial.loadIds()).containsExactly(loadId);
        assertThat(next.notes())
                .containsExactly(
                        "package " + loadId + " of an earlier run that was interrupted had been committed; it was not"
                                + " loaded again",
                        sameRows(loadId));
    }

    @Test
    default void the_call_after_the_one_that_finished_a_package_is_another_run(Trial trial) {
        AtomicInteger reads = new AtomicInteger();
        trial.crash(LoadStep.SEALED, repeated(reads));
        trial.run(repeated(reads));

        trial.run(repeated(reads));

        assertThat(trial.rows("SELECT reading FROM readings ORDER BY reading")).containsExactly("1", "1", "2", "2");
    }

    @Test
    default void a_run_that_dies_while_it_finishes_another_leaves_nothing_twice(Trial trial) {
        AtomicInteger reads = new AtomicInteger();
        trial.crash(LoadStep.SEALED, repeated(reads));
        trial.crash(LoadStep.EXTRACTED, repeated(reads), json("items", "[{'id': 1}]"));
        trial.crash(LoadStep.SEALED, repeated(reads), json("items", "[{'id': 1}]"));
        trial.crash(LoadStep.MARKED, repeated(reads), json("items", "[{'id': 1}]"));

        trial.run(repeated(reads), json("items", "[{'id': 1}]"));

        assertThat(trial.rows("SELECT reading FROM readings ORDER BY reading")).containsExactly("1", "2");
        assertThat(trial.rows("SELECT id FROM items")).containsExactly("1");
    }

    @ParameterizedTest
    @SomeSteps(except = LoadStep.CLEANED)
    default void what_has_an_identity_is_loaded_once_when_the_folder_is_lost_at_any_step(LoadStep step, Trial trial) {
        Resource[] resources = {
            json("merged", "[{'id': 1, 'tags': ['x']}, {'id': 2}]").merge("id"),
            json("replaced", "[{'id': 1}, {'id': 2}]").replace(),
            json("followed", "[{'id': 1, 'at': 10}, {'id': 2, 'at': 10}]").incremental(Pipette.cursor("at", Long.class))
        };
        trial.run(json("followed", "[{'id': 1, 'at': 10}]").incremental(Pipette.cursor("at", Long.class)));
        trial.crash(step, resources);
        trial.loseFolder();

        trial.run(resources);

        assertThat(trial.rows("SELECT id FROM merged ORDER BY id")).containsExactly("1", "2");
        assertThat(trial.rows("SELECT value FROM merged__tags")).containsExactly("x");
        assertThat(trial.rows("SELECT id FROM replaced ORDER BY id")).containsExactly("1", "2");
        assertThat(trial.rows("SELECT id FROM followed ORDER BY id")).containsExactly("1", "2");
    }

    @Test
    default void a_finished_package_moves_state_no_further_than_one_that_was_never_interrupted(Trial trial) {
        trial.run(json("events", "[{'id': 1, 'at': 10}]").incremental(Pipette.cursor("at", Long.class)));
        Resource grown = json("events", "[{'id': 1, 'at': 10}, {'id': 2, 'at': 10}]")
                .incremental(Pipette.cursor("at", Long.class));
        trial.crash(LoadStep.SEALED, grown);

        trial.run(grown);

        assertThat(trial.rows("SELECT id FROM events ORDER BY id")).containsExactly("1", "2");
        assertThat(trial.pipeline().admin().info().stateVersion()).isEqualTo(1);
    }

    @Test
    default void a_package_that_another_machine_overtook_is_dropped_and_extracted_again(Trial trial) {
        Resource first = json("events", "[{'id': 1, 'at': 10}]").incremental(Pipette.cursor("at", Long.class));
        Resource both = json("events", "[{'id': 1, 'at': 10}, {'id': 2, 'at': 11}]")
                .incremental(Pipette.cursor("at", Long.class));
        trial.crash(LoadStep.SEALED, first);
        String loadId = waiting(trial);
        trial.elsewhere().run(first);

        LoadInfo next = trial.run(both);

        assertThat(trial.rows("SELECT id FROM events ORDER BY id")).containsExactly("1", "2");
        assertThat(next.notes())
                .containsExactly("package " + loadId + " was dropped, because another machine loaded the pipeline"
                        + " meanwhile (state version 1); its resources were extracted again");
    }

    @Test
    default void a_discarded_package_is_not_loaded_and_its_resource_begins_where_it_was(Trial trial) {
        Resource first = json("events", "[{'id': 1, 'at': 10}]").incremental(Pipette.cursor("at", Long.class));
        trial.run(first);
        Resource second = json("events", "[{'id': 1, 'at': 10}, {'id': 2, 'at': 11}]")
                .incremental(Pipette.cursor("at", Long.class));
        trial.crash(LoadStep.SEALED, second);

        trial.pipeline().admin().discard(waiting(trial));

        assertThat(trial.pipeline().admin().pending()).isEmpty();
        trial.run(second);
        assertThat(trial.rows("SELECT id FROM events ORDER BY id")).containsExactly("1", "2");
    }

    @Test
    default void a_package_that_was_committed_unnoticed_cannot_be_discarded(Trial trial) {
        AtomicInteger reads = new AtomicInteger();
        trial.crash(LoadStep.COMMITTED, reading(reads));
        String loadId = waiting(trial);

        assertThatThrownBy(() -> trial.pipeline().admin().discard(loadId))
                .hasMessage("[BAD_USAGE] package " + loadId + " of pipeline contract is committed at the destination,"
                        + " so there is nothing to discard; the next run ticks it off.");

        trial.run(json("items", "[{'id': 1}]"));
        assertThat(trial.rows("SELECT reading FROM readings")).containsExactly("1");
    }

    @Test
    default void a_package_for_another_dataset_waits_for_it(Trial trial) {
        Resource items = json("items", "[{'id': 1}]");
        trial.crash(LoadStep.SEALED, items);
        String loadId = waiting(trial);
        Pipeline other = trial.pipeline().datasetName("contract_more");

        LoadInfo info = other.run(items);

        assertThat(info.notes()).singleElement().asString().startsWith("package " + loadId + " waits for ");
        trial.run(items);
        assertThat(trial.rows("SELECT id FROM contract_data.items")).containsExactly("1");
        assertThat(trial.rows("SELECT id FROM contract_more.items")).containsExactly("1");
    }

    @Test
    default void packages_of_runs_that_have_happened_are_deleted_or_kept(Trial trial) {
        trial.run(json("items", "[{'id': 1}]"));
        String kept = trial.pipeline()
                .keepPackages()
                .run(json("items", "[{'id': 2}]"))
                .packages()
                .getFirst()
                .loadId();

        assertThat(trial.home().resolve("pipelines/contract/packages")).isEmptyDirectory();
        assertThat(trial.home().resolve("pipelines/contract/kept")).isDirectoryContaining(path -> path.endsWith(kept));
    }
}
