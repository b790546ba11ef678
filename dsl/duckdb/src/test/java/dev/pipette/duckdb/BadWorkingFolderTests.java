package dev.pipette.duckdb;

import static dev.pipette.Pipette.resource;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.ErrorCode;
import dev.pipette.PipetteException;
import dev.pipette.Resource;
import dev.pipette.spi.LoadStep;
import dev.pipette.testing.Crash;
import dev.pipette.testing.CrashAt;
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
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Working folders that are broken, or of a newer version: the file is named, with the way out, and the way leads out. */
class BadWorkingFolderTests {
    @TempDir
    Path folder;

    private Scratch scratch;
    private Path working;

    @BeforeEach
    void load_something_good() {
        scratch = new Scratch(folder);
        working = folder.resolve("home/pipelines/scratch");
        scratch.run(items(1));
    }

    private static Resource items(int id) {
        return resource("items").rows(List.of(Map.of("id", id)));
    }

    private String refusal(ErrorCode code) {
        List<String> before = scratch.rows("SELECT id FROM items ORDER BY id");
        try {
            scratch.run(items(99));
        } catch (PipetteException refused) {
            assertThat(refused.code()).as(refused.getMessage()).isEqualTo(code);
            assertThat(scratch.rows("SELECT id FROM items ORDER BY id")).isEqualTo(before);
            return String.valueOf(refused.getMessage())
                    .replace("[" + code + "] ", "")
                    .replace(working.toString(), "WORKING");
        }
        throw new AssertionError("nothing was refused");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "committed.json    | It is a copy: delete it and run again, where nobody has set the destination back meanwhile.",
                "acknowledged.json | Delete it and run again: packages that wait are looked up at the destination, and none is loaded twice.",
                "pipeline.json     | It is a note: delete it and run again."
            })
    void a_broken_document_is_named_with_its_way_out(String name, String wayOut) throws IOException {
        for (String broken : List.of("", "{", "[1]", "null", "{\"x\": {}}", "\0\0\0\0")) {
            Files.writeString(working.resolve(name), broken);

            assertThat(refusal(ErrorCode.WORKING_FOLDER_FAILED))
                    .startsWith("WORKING/" + name + " is broken: ")
                    .endsWith(". " + wayOut)
                    .doesNotContain("Exception", "dev.pipette", "tools.jackson");
        }

        Files.delete(working.resolve(name));
        scratch.run(items(2));
        assertThat(scratch.rows("SELECT id FROM items ORDER BY id")).containsExactly("1", "2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{\"format\": 1,", "{\"format\": 1}", "[]", "null", "{\"format\": \"x\"}"})
    void a_broken_manifest_is_named_and_the_load_goes_on_without_its_package(String broken) throws IOException {
        assertThatThrownBy(() -> scratch.pipeline()
                        .listener(CrashAt.step(LoadStep.SEALED))
                        .run(items(2)))
                .isInstanceOf(Crash.class);
        Path sealed = onlyPackage();
        Files.writeString(sealed.resolve("manifest.json"), broken);

        assertThat(refusal(ErrorCode.WORKING_FOLDER_FAILED))
                .startsWith("WORKING/packages/" + sealed.getFileName() + "/manifest.json is broken: ")
                .endsWith(
                        ". Move its folder away. Where the folder's name stands as load_id in _dlt_loads, its rows are"
                                + " loaded; otherwise run again to extract them.");

        Files.move(sealed, folder.resolve("away"));
        scratch.run(items(2));
        assertThat(scratch.rows("SELECT id FROM items ORDER BY id")).containsExactly("1", "2");
    }

    private Path onlyPackage() throws IOException {
        try (Stream<Path> packages = Files.list(working.resolve("packages"))) {
            return packages.filter(path -> Files.exists(path.resolve("manifest.json")))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void a_folder_or_a_package_of_a_newer_version_is_refused() throws IOException {
        Files.writeString(working.resolve("version"), "2");
        assertThat(refusal(ErrorCode.WRITTEN_BY_NEWER_VERSION))
                .isEqualTo("the working folder WORKING has layout 2, and this version of Pipette knows 1. Use the newer"
                        + " version, or another folder with --home.");

        Files.writeString(working.resolve("version"), "\0");
        assertThat(refusal(ErrorCode.WORKING_FOLDER_FAILED)).startsWith("WORKING/version is broken: it holds '");

        Files.writeString(working.resolve("version"), "1");
        Files.createDirectories(working.resolve("packages/1.5"));
        Files.writeString(working.resolve("packages/1.5/manifest.json"), "{\"format\": 99, \"news\": true}");
        assertThat(refusal(ErrorCode.WRITTEN_BY_NEWER_VERSION))
                .isEqualTo(
                        "the load package WORKING/packages/1.5 has format 99, and this version of Pipette knows 1 to 2."
                                + " Finish it with the version that wrote it.");
    }

    // A clock that jumps back.

    private static Clock at(String instant) {
        return Clock.fixed(Instant.parse(instant), ZoneOffset.UTC);
    }

    @Test
    void a_clock_that_jumps_back_hides_no_newer_schema() {
        scratch.pipeline().clock(at("2030-01-01T00:00:00Z")).run(rows("a"));
        scratch.pipeline().clock(at("2020-01-01T00:00:00Z")).run(rows("b"));
        scratch.pipeline().clock(at("2019-01-01T00:00:00Z")).run(rows("c"));

        assertThat(scratch.pipeline()
                        .admin()
                        .schema()
                        .document()
                        .orElseThrow()
                        .table("wide")
                        .orElseThrow()
                        .columns()
                        .keySet())
                .contains("a", "b", "c");
        assertThat(scratch.rows(
                        "SELECT count(DISTINCT version), count(DISTINCT inserted_at) = count(*) FROM _dlt_version"))
                .containsExactly("4 | true");
        assertThat(scratch.rows("SELECT load_id FROM _dlt_loads ORDER BY load_id").stream()
                        .distinct())
                .hasSize(4);
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
            scratch.pipeline().clock(clock).run(rows(column));
        }

        assertThat(scratch.rows("SELECT load_id FROM _dlt_loads ORDER BY rowid"))
                .hasSize(4)
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(scratch.rows("SELECT count(a), count(b), count(c) FROM wide"))
                .containsExactly("1 | 1 | 1");
    }

    private static Resource rows(String column) {
        return resource("wide").rows(List.of(Map.of(column, 1)));
    }
}
