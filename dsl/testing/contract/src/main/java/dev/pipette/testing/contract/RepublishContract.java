package dev.pipette.testing.contract;

import static dev.pipette.testing.contract.Trial.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.LoadInfo;
import dev.pipette.Pipette;
import dev.pipette.Resource;
import dev.pipette.spi.LoadStep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A package is loaded once, however often and from wherever it is published. */
interface RepublishContract {
    /** Rows of code, the same each time they are read. */
    private static Resource reading() {
        return Pipette.resource("readings").stream(() -> Stream.of(Map.of("reading", 1, "parts", List.of(1, 2))));
    }

    private static void copy(Path from, Path to) {
        try (Stream<Path> paths = Files.walk(from)) {
            for (Path path : paths.toList()) {
                Path target = to.resolve(from.relativize(path));
                Files.createDirectories(target.getParent());
                Files.copy(path, target);
            }
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"COMMITTED", "MARKED"})
    default void a_load_whose_commit_was_not_answered_is_recognised_with_all_that_it_changed(
            LoadStep step, Trial trial) {
        Resource merged = json("merged", "[{'id': 1, 'tags': ['x']}]").merge("id");
        trial.run(merged);
        Resource[] resources = {
            reading(),
            json("merged", "[{'id': 1, 'tags': ['y'], 'new': 1.5}]").merge("id"),
            json("replaced", "[{'id': 1}]").replace(),
            json("followed", "[{'id': 1, 'at': 10}]").incremental(Pipette.cursor("at", Long.class))
        };
        trial.crash(step, resources);
        String loadId = trial.pipeline().admin().pending().getFirst().loadId();

        LoadInfo next = trial.run(resources);

        assertThat(next.notes())
                .contains("package " + loadId
                        + " of an earlier run that was interrupted had been committed; it was not loaded again");
        assertThat(trial.rows("SELECT count(*) FROM _dlt_loads WHERE load_id = '" + loadId + "'"))
                .containsExactly("1");
        assertThat(trial.rows("SELECT reading FROM readings")).containsExactly("1");
        assertThat(trial.rows("SELECT count(*) FROM readings__parts")).containsExactly("2");
        assertThat(trial.rows("SELECT id, new FROM merged")).containsExactly("1 | 1.5");
        assertThat(trial.rows("SELECT value FROM merged__tags")).containsExactly("y");
        assertThat(trial.rows("SELECT id FROM replaced")).containsExactly("1");
        assertThat(trial.rows("SELECT id FROM followed")).containsExactly("1");
        assertThat(trial.pipeline().admin().pending()).isEmpty();
    }

    @Test
    default void a_package_that_was_kept_and_is_put_back_by_hand_is_not_loaded_again(Trial trial) {
        String loadId = trial.pipeline()
                .keepPackages()
                .run(reading())
                .packages()
                .getFirst()
                .loadId();
        trial.run(json("others", "[{'id': 1}]"));
        Path folder = trial.home().resolve("pipelines/contract");
        copy(folder.resolve("kept").resolve(loadId), folder.resolve("packages").resolve(loadId));

        LoadInfo next = trial.run(json("others", "[{'id': 2}]"));

        assertThat(next.notes())
                .containsExactly("package " + loadId
                        + " of an earlier run that was interrupted had been committed; it was not loaded again");
        assertThat(trial.rows("SELECT reading FROM readings")).containsExactly("1");
        assertThat(trial.rows("SELECT id FROM others ORDER BY id")).containsExactly("1", "2");
        assertThat(trial.pipeline().admin().pending()).isEmpty();
    }

    @Test
    default void a_working_folder_that_was_copied_to_another_machine_loads_its_package_once(Trial trial) {
        trial.crash(LoadStep.SEALED, reading());
        String loadId = trial.pipeline().admin().pending().getFirst().loadId();
        copy(trial.home(), trial.folder().resolve("elsewhere"));

        trial.elsewhere().run(reading());
        LoadInfo here = trial.run(reading());

        assertThat(here.notes())
                .contains("package " + loadId
                        + " of an earlier run that was interrupted had been committed; it was not loaded again");
        assertThat(trial.loadIds()).containsExactly(loadId);
        assertThat(trial.rows("SELECT reading FROM readings")).containsExactly("1");
        assertThat(trial.rows("SELECT count(*) FROM readings__parts")).containsExactly("2");
    }

    @Test
    default void copies_of_a_working_folder_that_run_at_once_load_their_package_once(Trial trial) {
        trial.crash(LoadStep.SEALED, reading());
        copy(trial.home(), trial.folder().resolve("m1"));

        AtOnce.run(2, thread -> () -> (thread == 0 ? trial.pipeline() : trial.machine("m1")).run(reading()));

        assertThat(trial.loadIds()).hasSize(1);
        assertThat(trial.rows("SELECT reading FROM readings")).containsExactly("1");
        assertThat(trial.rows("SELECT count(*) FROM readings__parts")).containsExactly("2");
    }

    @Test
    default void a_load_id_that_another_pipeline_committed_is_not_taken_for_ones_own(Trial trial) {
        trial.run(json("items", "[{'id': 0}]"));
        Resource items = json("items", "[{'id': 1}]");
        trial.crash(LoadStep.SEALED, items);
        String loadId = trial.pipeline().admin().pending().getFirst().loadId();
        trial.execute("INSERT INTO contract_data._dlt_loads (load_id, schema_name, status, inserted_at) SELECT '"
                + loadId + "', 'other', 0, inserted_at FROM contract_data._dlt_loads");

        trial.run(items);

        assertThat(trial.rows("SELECT id FROM items ORDER BY id")).containsExactly("0", "1");
        assertThat(trial.rows("SELECT count(*), count(DISTINCT load_id) FROM _dlt_loads"))
                .containsExactly("3 | 3");
        assertThat(trial.rows("SELECT count(*) FROM items WHERE _dlt_load_id = '" + loadId + "'"))
                .containsExactly("0");
    }
}
