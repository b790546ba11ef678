package dev.pipette.duckdb;

import static dev.pipette.Pipette.cursor;
import static dev.pipette.Pipette.duckdb;
import static dev.pipette.Pipette.pipeline;
import static dev.pipette.Pipette.resource;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.LoadInfo;
import dev.pipette.Pipeline;
import dev.pipette.Resource;
import dev.pipette.spi.LoadStep;
import dev.pipette.testing.Crash;
import dev.pipette.testing.CrashAt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A DuckDB file is the same file by any path that leads to it; a copy of it is another one. */
final class DatabaseNameTests {
    private Path folder;

    @BeforeEach
    void realFolder(@TempDir Path temporary) throws IOException {
        folder = temporary.toRealPath();
    }

    private Pipeline into(Path file) {
        return pipeline("names", duckdb(file)).datasetName("data").home(folder.resolve("home"));
    }

    private static Resource row(int id) {
        return resource("items").json("[{\"id\": " + id + "}]");
    }

    private static Resource events(int... values) {
        StringBuilder rows = new StringBuilder("[");
        for (int value : values) {
            rows.append(rows.length() == 1 ? "" : ", ")
                    .append("{\"at\": ")
                    .append(value)
                    .append("}");
        }
        return resource("events").json(rows + "]").incremental(cursor("at", Long.class));
    }

    private static void die(LoadStep step, Pipeline pipeline, Resource resource) {
        Pipeline dying = pipeline.listener(CrashAt.step(step));
        assertThatThrownBy(() -> dying.run(resource)).isInstanceOf(Crash.class);
    }

    @Test
    void a_link_to_a_file_that_does_not_exist_yet_names_that_file() throws IOException {
        Path file = folder.resolve("real").resolve("a.duckdb");
        Path link = Files.createSymbolicLink(folder.resolve("link.duckdb"), Path.of("real/a.duckdb"));

        die(LoadStep.COMMITTED, into(link), row(1));
        into(file).run(row(1));

        assertThat(Files.isSymbolicLink(link)).isTrue();
        assertThat(into(file).dataset().count("items")).isEqualTo(1);
        assertThat(into(link).dataset().count("items")).isEqualTo(1);
    }

    @Test
    void a_hard_link_names_the_file() throws IOException {
        Path file = folder.resolve("a.duckdb");
        into(file).run(row(1));
        die(LoadStep.COMMITTED, into(file), row(2));
        Path link = Files.createLink(folder.resolve("b.duckdb"), file);

        into(link).run(row(2));

        assertThat(into(link).dataset().count("items")).isEqualTo(2);
    }

    @Test
    void a_relative_path_with_a_detour_names_the_file() {
        Path file = folder.resolve("a.duckdb");
        die(LoadStep.COMMITTED, into(file), row(1));

        into(Path.of("").toAbsolutePath().relativize(folder).resolve("x/../a.duckdb"))
                .run(row(1));

        assertThat(into(file).dataset().count("items")).isEqualTo(1);
    }

    @Test
    void a_file_that_was_moved_takes_the_package_that_waits() throws IOException {
        Path file = folder.resolve("a.duckdb");
        into(file).run(row(1));
        die(LoadStep.SEALED, into(file), row(2));
        Path moved = Files.move(file, folder.resolve("b.duckdb"));

        LoadInfo info = into(moved).run(row(2));

        assertThat(into(moved).dataset().count("items")).isEqualTo(2);
        assertThat(info.notes()).anyMatch(note -> note.startsWith("finished package "));
    }

    @Test
    void a_package_of_an_older_version_that_was_made_through_a_link_is_finished() throws IOException {
        Path file = folder.resolve("real").resolve("a.duckdb");
        Files.createDirectories(folder.resolve("real"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("real"))
                .resolve("a.duckdb");
        die(LoadStep.SEALED, into(link), row(1));
        Path manifest = folder.resolve("home/pipelines/names/packages")
                .resolve(into(link).admin().pending().getFirst().loadId())
                .resolve("manifest.json");
        Files.writeString(
                manifest,
                Files.readString(manifest)
                        .replaceFirst("\"format\" : \\d+", "\"format\" : 3")
                        .replaceFirst("(?s),\\s*\"target\" : \\{[^}]*\\}", "")
                        .replace("duckdb:" + file, "duckdb:" + link));

        LoadInfo info = into(file).run(row(1));

        assertThat(into(file).dataset().count("items")).isEqualTo(1);
        assertThat(info.notes()).anyMatch(note -> note.startsWith("finished package "));
    }

    @Test
    void a_copy_does_not_take_the_package_that_waits_for_the_file_itself() throws IOException {
        Path file = folder.resolve("a.duckdb");
        into(file).run(row(1));
        die(LoadStep.SEALED, into(file), row(2));
        Path copy = Files.copy(file, folder.resolve("b.duckdb"));

        into(copy).run(row(3));

        assertThat(into(copy).dataset().count("items")).isEqualTo(2);
        into(file).run(row(2));
        assertThat(into(file)
                        .dataset()
                        .query("SELECT id FROM items ORDER BY id")
                        .result()
                        .getValues("id", Long.class))
                .containsExactly(1L, 2L);
    }

    @Test
    void a_run_that_was_interrupted_is_finished_in_its_own_file_and_not_in_a_copy_of_it() throws IOException {
        Path file = folder.resolve("a.duckdb");
        die(LoadStep.COMMITTED, into(file), row(1));
        Path copy = Files.copy(file, folder.resolve("b.duckdb"));

        into(copy).run(row(1));
        into(file).run(row(1));

        assertThat(into(copy).dataset().count("items")).isEqualTo(2);
        assertThat(into(file).dataset().count("items")).isEqualTo(1);
    }

    @Test
    void a_file_and_its_copy_each_go_their_own_way() throws IOException {
        Path file = folder.resolve("a.duckdb");
        into(file).run(events(1));
        Path copy = Files.copy(file, folder.resolve("b.duckdb"));

        into(file).run(events(1, 2));
        into(file).run(events(1, 2, 3));
        into(copy).run(events(1, 20));
        into(file).run(events(1, 2, 3, 4));
        into(copy).run(events(1, 20, 30));

        assertThat(into(file).dataset().count("events")).isEqualTo(4);
        assertThat(into(copy).dataset().count("events")).isEqualTo(3);
    }

    @Test
    void two_names_of_one_file_are_loaded_side_by_side_in_one_process() throws IOException {
        Path file = folder.resolve("a.duckdb");
        Path link = Files.createSymbolicLink(folder.resolve("link.duckdb"), file);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            CompletableFuture<?> one = CompletableFuture.runAsync(() -> loads("one", file), threads);
            CompletableFuture<?> two = CompletableFuture.runAsync(() -> loads("two", link), threads);
            one.join();
            two.join();
        }

        assertThat(into(file).dataset().count("one")).isEqualTo(5);
        assertThat(into(file).dataset().count("two")).isEqualTo(5);
    }

    private void loads(String name, Path file) {
        for (int load = 0; load < 5; load++) {
            pipeline(name, duckdb(file))
                    .datasetName("data")
                    .home(folder.resolve("home"))
                    .run(resource(name).json("[{\"id\": " + load + "}]"));
        }
    }
}
