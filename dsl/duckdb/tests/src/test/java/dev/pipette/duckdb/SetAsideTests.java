package dev.pipette.duckdb;

import static dev.pipette.Pipette.csv;
import static dev.pipette.Pipette.jsonl;
import static dev.pipette.Pipette.resource;
import static dev.pipette.testing.PipetteAssertions.assertThat;
import static dev.pipette.testing.PipetteAssertions.assertThatRun;

import dev.pipette.LoadInfo;
import dev.pipette.LoadListener;
import dev.pipette.Pipeline;
import dev.pipette.Resource;
import dev.pipette.admin.PipelineAdmin.PendingPackage;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.spi.LoadStep;
import dev.pipette.testing.CrashAt;
import dev.pipette.testing.LoadTest;
import dev.pipette.testing.Workspace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** A package that the destination does not take is set aside, others continue, and retry loads it after a fix. */
@LoadTest
record SetAsideTests(Pipeline pipeline, Workspace workspace) {
    private static Resource rows(String name, int... ids) {
        String[] objects =
                Arrays.stream(ids).mapToObj(id -> "{\"id\": " + id + "}").toArray(String[]::new);
        return resource(name).json("[" + String.join(", ", objects) + "]");
    }

    /** Refuses to load a package. */
    private static LoadListener refusing(ErrorCode code, String loadId) {
        return (step, current) -> {
            if (step == LoadStep.ROWS_APPLIED && (loadId.isEmpty() || loadId.equals(current))) {
                throw new PipetteException(code, "the table has a trigger.");
            }
        };
    }

    private List<String> pending(String state) {
        return pipeline.admin().pending().stream()
                .filter(waiting -> waiting.state().equals(state))
                .map(PendingPackage::loadId)
                .toList();
    }

    private String crashed(Resource... resources) {
        CrashAt.step(LoadStep.SEALED).whileRunning(pipeline, resources);
        return pending("sealed").getLast();
    }

    private String command(String action, String loadId) {
        return "'pipette pipeline test " + action + " " + loadId + " --home " + pipeline.home() + "'";
    }

    private String setAside(String loadId) {
        return "Package " + loadId + " is set aside: after a fix, " + command("retry", loadId) + " loads it, and "
                + command("discard", loadId) + " deletes it.";
    }

    private void assertIds(String table, Long... ids) {
        assertThat(pipeline.dataset()).table(table).column("id").containsExactlyInAnyOrder((Object[]) ids);
    }

    @Test
    void a_package_that_is_refused_is_set_aside_with_its_reason_and_loaded_by_retry() {
        assertThatRun(() ->
                        pipeline.listener(refusing(ErrorCode.LOAD_REFUSED, "")).run(rows("a", 1, 2)))
                .failsWith(ErrorCode.LOAD_REFUSED)
                .says("the table has a trigger. "
                        + setAside(pending("quarantined").getFirst()));

        PendingPackage aside = pipeline.admin().pending().getFirst();
        assertThat(pipeline).packages().hasNoPending().hasQuarantined(1);
        Assertions.assertThat(aside.reason()).contains("[LOAD_REFUSED] the table has a trigger.");
        pipeline.run(rows("a", 3), rows("b", 1));
        assertIds("a", 3L);
        LoadInfo retried = pipeline.admin().retry(aside.loadId());
        Assertions.assertThat(retried.rows("a")).isEqualTo(2);
        assertIds("a", 1L, 2L, 3L);
        assertThat(pipeline).packages().hasNoPending().hasNoQuarantined();
    }

    @Test
    void a_package_that_is_refused_again_is_set_aside_again() {
        Pipeline refusing = pipeline.listener(refusing(ErrorCode.LOAD_REFUSED, ""));
        assertThatRun(() -> refusing.run(rows("a", 1))).failsWith(ErrorCode.LOAD_REFUSED);
        String loadId = pending("quarantined").getFirst();

        assertThatRun(() -> refusing.admin().retry(loadId)).failsWith(ErrorCode.LOAD_REFUSED);

        Assertions.assertThat(pending("quarantined")).containsExactly(loadId);
        pipeline.admin().retry(loadId);
        assertIds("a", 1L);
    }

    @Test
    void rows_that_are_extracted_again_take_the_package_that_was_set_aside_with_them() {
        Path file = workspace.file("a.jsonl", "{\"id\": 1}\n");
        Resource[] resources = {rows("b", 1), jsonl("a", file)};
        Pipeline refusing = pipeline.listener(refusing(ErrorCode.LOAD_REFUSED, ""));
        assertThatRun(() -> refusing.run(resources)).failsWith(ErrorCode.LOAD_REFUSED);
        String first = pending("quarantined").getFirst();
        assertThatRun(() -> refusing.run(resources)).failsWith(ErrorCode.LOAD_REFUSED);
        String second = pending("quarantined").getFirst();

        LoadInfo load = pipeline.run(resources);

        Assertions.assertThat(second).isNotEqualTo(first);
        Assertions.assertThat(load.notes())
                .containsExactly(
                        "package " + second + ", which was set aside, was deleted; its resources were extracted again");
        assertIds("a", 1L);
        assertIds("b", 1L);
        assertThat(pipeline).packages().hasNoPending().hasNoQuarantined();
    }

    @Test
    void a_file_of_a_package_that_was_set_aside_is_not_loaded_twice() {
        Path one = workspace.file("in/1.csv", "id\n1\n");
        workspace.file("in/2.csv", "id\n2\n");
        Path all = workspace.folder().resolve("in/*.csv");
        Pipeline refusing = pipeline.listener(refusing(ErrorCode.LOAD_REFUSED, ""));
        assertThatRun(() -> refusing.run(csv("a", all))).failsWith(ErrorCode.LOAD_REFUSED);
        String aside = pending("quarantined").getFirst();

        String loaded = pipeline.run(csv("a", one)).packages().getFirst().loadId();

        assertThatRun(() -> pipeline.admin().retry(aside))
                .failsWith(ErrorCode.STATE_MOVED)
                .says("package " + aside + " of pipeline test was not loaded, because another load came after it, and"
                        + " the two do not go together: package " + loaded + " loaded a file of it: " + one
                        + ". Load the others by themselves. 'pipette sql package:" + aside + " \"SHOW TABLES\" --home "
                        + pipeline.home() + "' lists its tables, " + command("discard", aside) + " deletes it.");
        assertIds("a", 1L);
        assertThat(pipeline).packages().hasQuarantined(1);
    }

    @Test
    void rows_of_a_package_that_was_set_aside_are_not_loaded_twice_where_other_rows_keep_it() {
        Path file = workspace.file("in/1.csv", "id\n1\n");
        Pipeline refusing = pipeline.listener(refusing(ErrorCode.LOAD_REFUSED, ""));
        assertThatRun(() -> refusing.run(rows("a", 1), rows("b", 1), csv("c", file)))
                .failsWith(ErrorCode.LOAD_REFUSED);
        String aside = pending("quarantined").getFirst();

        String loaded = pipeline.run(rows("a", 1), rows("b", 2), csv("c", file))
                .packages()
                .getFirst()
                .loadId();

        assertThatRun(() -> pipeline.admin().retry(aside))
                .failsWith(ErrorCode.STATE_MOVED)
                .says("package " + aside + " of pipeline test was not loaded, because another load came after it, and"
                        + " the two do not go together: package " + loaded + " loaded a file of it: " + file
                        + ", and its rows of a. Load the others by themselves. 'pipette sql package:" + aside
                        + " \"SHOW TABLES\" --home " + pipeline.home() + "' lists its tables, "
                        + command("discard", aside) + " deletes it.");
        assertIds("a", 1L);
        assertIds("b", 2L);
        assertIds("c", 1L);
    }

    @Test
    void a_waiting_package_that_is_refused_does_not_stop_other_resources_and_the_same_call_doubles_nothing() {
        String loadId = crashed(rows("a", 1));
        Pipeline refusing = pipeline.listener(refusing(ErrorCode.LOAD_REFUSED, loadId));

        assertThatRun(() -> refusing.run(rows("a", 2), rows("b", 1)))
                .failsWith(ErrorCode.LOAD_REFUSED)
                .says("the table has a trigger. " + setAside(loadId)
                        + " This run did not read a; its other resources were loaded.");

        assertIds("b", 1L);
        pipeline.run(rows("a", 2), rows("b", 1));
        assertIds("a", 2L);
        assertIds("b", 1L);
        pipeline.admin().retry(loadId);
        assertIds("a", 1L, 2L);
    }

    @Test
    void a_waiting_package_of_other_resources_that_is_refused_is_a_note() {
        String loadId = crashed(rows("a", 1));

        LoadInfo load =
                pipeline.listener(refusing(ErrorCode.LOAD_REFUSED, loadId)).run(rows("b", 1));

        Assertions.assertThat(load.notes())
                .containsExactly("a package of an earlier run was set aside: [LOAD_REFUSED] the table has a trigger. "
                        + setAside(loadId));
        assertIds("b", 1L);
    }

    @Test
    void later_packages_of_the_same_resources_are_set_aside_with_the_first() throws IOException {
        String first = crashed(rows("a", 1));
        Path firstFolder = hidden("first");
        String second = crashed(rows("a", 2), rows("b", 2));
        Path secondFolder = hidden("second");
        String third = crashed(rows("b", 3));
        Files.move(workspace.folder().resolve("first"), firstFolder);
        Files.move(workspace.folder().resolve("second"), secondFolder);

        pipeline.listener(refusing(ErrorCode.LOAD_REFUSED, first)).run(rows("c", 1));

        Assertions.assertThat(pending("quarantined")).containsExactly(first, second, third);
        Assertions.assertThat(pipeline.admin().pending().getLast().reason())
                .contains("package " + first + ", which was extracted before it and has rows of the same resource, was"
                        + " set aside: [LOAD_REFUSED] the table has a trigger.");
        pipeline.admin().retry(first);
        pipeline.admin().retry(second);
        pipeline.admin().retry(third);
        assertIds("a", 1L, 2L);
        assertIds("b", 2L, 3L);
    }

    /** Puts the package that waits out of sight, and returns where it was. */
    private Path hidden(String name) throws IOException {
        Path waits = pipeline.admin().pending().getFirst().folder();
        Files.move(waits, workspace.folder().resolve(name));
        return waits;
    }

    @Test
    void a_failure_before_the_transaction_is_not_counted() {
        Path database = Path.of(pipeline.destination().location());
        Pipeline broken = pipeline.listener((step, loadId) -> {
            if (step == LoadStep.SEALED) {
                overwrite(database);
            }
        });

        assertThatRun(() -> broken.run(rows("a", 1))).failsWith(ErrorCode.DESTINATION_FAILED);

        Assertions.assertThat(pipeline.admin().pending().getFirst().folder().resolve("failures.json"))
                .doesNotExist();
    }

    private static void overwrite(Path database) {
        try {
            Files.writeString(database, "no database");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Test
    void a_package_is_discarded_without_later_ones_whose_rows_may_be_nowhere_else() throws IOException {
        String first = crashed(rows("a", 1));
        Path waits = pipeline.admin().pending().getFirst().folder();
        Path hidden = workspace.folder().resolve("hidden");
        Files.move(waits, hidden);
        String second = crashed(rows("a", 2));
        Files.move(hidden, waits);

        Assertions.assertThat(pipeline.admin().discard(first)).containsExactly(first);

        Assertions.assertThat(pending("sealed")).containsExactly(second);
    }

    @Test
    void a_broken_package_that_was_set_aside_stops_no_run() throws IOException {
        assertThatRun(() ->
                        pipeline.listener(refusing(ErrorCode.LOAD_REFUSED, "")).run(rows("a", 1)))
                .failsWith(ErrorCode.LOAD_REFUSED);
        Path manifest = pipeline.admin().pending().getFirst().folder().resolve("manifest.json");
        Files.writeString(manifest, "{");

        pipeline.run(rows("a", 2));

        assertIds("a", 2L);
    }

    @Test
    void a_package_that_fails_three_times_in_a_row_in_the_same_way_is_set_aside() {
        Pipeline failing = pipeline.listener(refusing(ErrorCode.DESTINATION_FAILED, ""));
        assertThatRun(() -> failing.run(rows("a", 1))).failsWith(ErrorCode.DESTINATION_FAILED);
        String loadId = pending("sealed").getFirst();
        Pipeline failingOnce = pipeline.listener(refusing(ErrorCode.DESTINATION_FAILED, loadId));
        assertThatRun(() -> failing.run(rows("b", 1)))
                .failsWith(ErrorCode.DESTINATION_FAILED)
                .says("the table has a trigger.");

        assertThatRun(() -> failingOnce.run(rows("a", 1), rows("b", 1)))
                .failsWith(ErrorCode.DESTINATION_FAILED)
                .says("the table has a trigger. It failed so 3 times in a row. " + setAside(loadId)
                        + " This run did not read a; its other resources were loaded.");

        assertIds("b", 1L);
        assertThat(pipeline).packages().hasQuarantined(1);
    }

    @Test
    void failures_that_differ_or_come_before_the_transaction_are_not_counted() throws IOException {
        Pipeline failing = pipeline.listener(refusing(ErrorCode.DESTINATION_FAILED, ""));
        assertThatRun(() -> failing.run(rows("a", 1))).failsWith(ErrorCode.DESTINATION_FAILED);
        Path database = Path.of(pipeline.destination().location());
        Files.writeString(database, "no database", StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING);
        for (int time = 0; time < 4; time++) {
            assertThatRun(() -> pipeline.run(rows("a", 1))).failsWith(ErrorCode.DESTINATION_FAILED);
        }
        Files.delete(database);

        pipeline.run(rows("a", 1));

        assertIds("a", 1L);
        assertThat(pipeline).packages().hasNoPending().hasNoQuarantined();
    }
}
