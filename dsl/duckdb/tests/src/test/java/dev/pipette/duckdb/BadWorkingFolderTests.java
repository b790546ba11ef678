package dev.pipette.duckdb;

import static dev.pipette.Pipette.resource;
import static dev.pipette.testing.PipetteAssertions.assertThat;
import static dev.pipette.testing.PipetteAssertions.assertThatRun;

import dev.pipette.Pipeline;
import dev.pipette.Resource;
import dev.pipette.engine.manifest.Manifest;
import dev.pipette.error.ErrorCode;
import dev.pipette.spi.LoadStep;
import dev.pipette.testing.CrashAt;
import dev.pipette.testing.LoadTest;
import dev.pipette.testing.PipetteExceptionAssert;
import dev.pipette.testing.TestClock;
import dev.pipette.testing.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Working folders that are broken, or of a newer version: the file is named, with the way out, and the way leads out. */
@LoadTest(destinations = KeptDuckDb.KEPT)
class BadWorkingFolderTests {
    private final Pipeline pipeline;
    private final Workspace workspace;
    private final Path working;

    BadWorkingFolderTests(Pipeline pipeline, Workspace workspace) {
        this.pipeline = pipeline;
        this.workspace = workspace;
        this.working = workspace.home().resolve("pipelines/test");
    }

    @BeforeEach
    void load_something_good() {
        pipeline.run(items(1));
    }

    private static Resource items(int id) {
        return resource("items").rows(List.of(Map.of("id", id)));
    }

    /** Checks that a run is refused and changes nothing of what was loaded first. */
    private PipetteExceptionAssert assertRefused(ErrorCode code) {
        PipetteExceptionAssert refused =
                assertThatRun(() -> pipeline.run(items(99))).failsWith(code);
        assertLoaded(1L);
        return refused;
    }

    private void assertLoaded(Long... ids) {
        assertThat(pipeline.dataset()).table("items").column("id").containsExactlyInAnyOrder((Object[]) ids);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "committed.json    | It is a copy: delete it and run again, unless the destination was set back meanwhile.",
                "acknowledged.json | Delete it and run again: packages that wait are looked up at the destination, and none is loaded twice.",
                "pipeline.json     | It is a note: delete it and run again."
            })
    void a_broken_document_is_named_with_its_way_out(String name, String wayOut) throws IOException {
        for (String broken : List.of("", "{", "[1]", "null", "{\"x\": {}}", "\0\0\0\0")) {
            Files.writeString(working.resolve(name), broken);

            assertRefused(ErrorCode.WORKING_FOLDER_FAILED)
                    .hasMessageStartingWith("[WORKING_FOLDER_FAILED] " + working.resolve(name) + " is broken: ")
                    .hasMessageEndingWith(". " + wayOut)
                    .hasMessageNotContainingAny("Exception", "dev.pipette", "tools.jackson");
        }

        Files.delete(working.resolve(name));
        pipeline.run(items(2));
        assertLoaded(1L, 2L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{\"format\": 1,", "{\"format\": 1}", "[]", "null", "{\"format\": \"x\"}"})
    void a_broken_manifest_is_named_and_the_load_goes_on_without_its_package(String broken) throws IOException {
        CrashAt.step(LoadStep.SEALED).whileRunning(pipeline, items(2));
        Path sealed = pipeline.admin().pending().getFirst().folder();
        Files.writeString(sealed.resolve("manifest.json"), broken);

        assertRefused(ErrorCode.WORKING_FOLDER_FAILED)
                .hasMessageStartingWith("[WORKING_FOLDER_FAILED] " + sealed.resolve("manifest.json") + " is broken: ")
                .hasMessageEndingWith(
                        ". Move its folder away. Where the folder's name is a load_id in _dlt_loads, its rows are"
                                + " loaded; otherwise run again to extract them.");

        Files.move(sealed, workspace.folder().resolve("away"));
        pipeline.run(items(2));
        assertLoaded(1L, 2L);
    }

    @Test
    void a_package_that_cannot_be_put_away_after_its_load_is_a_note_so_that_nobody_loads_it_again() throws IOException {
        Files.writeString(working.resolve("kept"), "not a folder");

        List<String> notes = pipeline.keepPackages().run(items(2)).notes();

        Assertions.assertThat(notes)
                .containsExactly(
                        "the load is complete, but files of its package were left, and the next run deletes them:"
                                + " [WORKING_FOLDER_FAILED] could not clean " + working.resolve("packages")
                                + ": " + working.resolve("kept")
                                + " is in the way. Repair it, or choose another folder with .home(..).");
        Files.delete(working.resolve("kept"));
        pipeline.run(items(3));
        assertLoaded(1L, 2L, 3L);
        assertThat(pipeline.admin().pending()).isEmpty();
    }

    @Test
    void a_folder_or_a_package_of_a_newer_version_is_refused() throws IOException {
        Files.writeString(working.resolve("version"), "2");
        assertRefused(ErrorCode.WRITTEN_BY_NEWER_VERSION)
                .says("the working folder " + working
                        + " has layout 2, and this version of Pipette knows 1. Use the newer"
                        + " version, or another folder with --home.");

        Files.writeString(working.resolve("version"), "\0");
        assertRefused(ErrorCode.WORKING_FOLDER_FAILED)
                .hasMessageStartingWith(
                        "[WORKING_FOLDER_FAILED] " + working.resolve("version") + " is broken: it holds '");

        Files.writeString(working.resolve("version"), "1");
        Files.createDirectories(working.resolve("packages/1.5"));
        Files.writeString(working.resolve("packages/1.5/manifest.json"), "{\"format\": 99, \"news\": true}");
        assertRefused(ErrorCode.WRITTEN_BY_NEWER_VERSION)
                .says("the load package " + working.resolve("packages/1.5")
                        + " has format 99, and this version of Pipette knows 1 to " + Manifest.FORMAT + "."
                        + " Finish it with the version that wrote it.");
    }

    // A clock that jumps back.

    @Test
    void a_clock_that_jumps_back_hides_no_newer_schema(TestClock clock) {
        clock.set(Instant.parse("2030-01-01T00:00:00Z"));
        pipeline.run(rows("a"));
        clock.set(Instant.parse("2020-01-01T00:00:00Z"));
        pipeline.run(rows("b"));
        clock.set(Instant.parse("2019-01-01T00:00:00Z"));
        pipeline.run(rows("c"));

        assertThat(pipeline.schema()).hasColumn("wide", "a");
        assertThat(pipeline.schema()).hasColumn("wide", "b");
        assertThat(pipeline.schema()).hasColumn("wide", "c");
        assertThat(pipeline.dataset())
                .bookkeeping("_dlt_version")
                .hasRowCount(4)
                .hasNoDuplicates("version")
                .hasNoDuplicates("inserted_at");
        assertThat(pipeline.dataset()).bookkeeping("_dlt_loads").hasRowCount(4).hasNoDuplicates("load_id");
    }

    /** Each time it is asked, it is a second earlier. */
    private static final class BackwardsClock extends Clock {
        private final AtomicLong asked = new AtomicLong();

        @Override
        public Instant instant() {
            return Instant.parse("2030-01-01T00:00:00Z").minusSeconds(asked.getAndIncrement());
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    @Test
    void a_clock_that_jumps_back_within_runs_issues_growing_load_ids() {
        Clock clock = new BackwardsClock();

        for (String column : List.of("a", "b", "c")) {
            pipeline.clock(clock).run(rows(column));
        }

        assertThat(pipeline.dataset()
                        .query("SELECT load_id FROM _dlt_loads ORDER BY rowid")
                        .result()
                        .getValues("load_id", String.class))
                .hasSize(4)
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(pipeline.dataset()).table("wide").containsExactlyRows("[{'a': 1}, {'b': 1}, {'c': 1}]");
    }

    private static Resource rows(String column) {
        return resource("wide").rows(List.of(Map.of(column, 1)));
    }
}
