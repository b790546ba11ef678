package dev.pipette.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.Destination;
import dev.pipette.LoadInfo;
import dev.pipette.Pipeline;
import dev.pipette.Pipette;
import dev.pipette.SourceProvider;
import dev.pipette.Sources;
import dev.pipette.settings.Secret;
import dev.pipette.settings.Settings;
import dev.pipette.testing.child.ChildJava;
import dev.pipette.testing.postgres.PostgresDatabase;
import dev.pipette.testing.postgres.PostgresServer;
import dev.pipette.workers.Workers;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkerCommandTests {
    private static final String SHOP = """
            package com.example;

            import dev.pipette.*;
            import dev.pipette.settings.Settings;
            import dev.pipette.slices.SliceBounds;
            import dev.pipette.spi.SourceSetting;
            import java.util.List;
            import java.util.Map;
            import java.util.stream.Stream;

            public final class Shop implements SourceProvider {
                public String name() { return "example_shop"; }
                public String description() { return "orders"; }
                public List<SourceSetting> settings() { return List.of(); }
                public Source open(Settings settings) {
                    return Source.of("shop", Pipette.resource("orders").slices(
                        context -> SliceBounds.numbers("page", 1, 3),
                        (slice, context) -> Stream.of(Map.of("id", slice.integer("page")))));
                }
            }
            """;

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--threads=0 | --threads 0: at least 1 slice at a time.",
                "--queue=duckdb:jobs.duckdb | duckdb jobs.duckdb is not a PostgreSQL database.",
                "--threads=2 | no queue: name the database where runs and workers meet with --queue postgres://USER@HOST/DATABASE,"
                        + " or as queue = \"..\" under [workers] in pipette.toml."
            })
    void what_cannot_be_is_refused(String option, String message) {
        Cli.Result result = Cli.run("worker", option, "--home", folder);

        assertThat(result.err()).isEqualToIgnoringNewLines("pipette worker: [BAD_USAGE] " + message);
        assertThat(result.exitCode()).isEqualTo(ExitCodes.BAD_USAGE);
    }

    private Path jar() throws IOException {
        Path source = Files.writeString(folder.resolve("Shop.java"), SHOP);
        Path classes = folder.resolve("classes");
        int compiled = ToolProvider.findFirst("javac")
                .orElseThrow()
                .run(
                        System.out,
                        System.err,
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-d",
                        classes.toString(),
                        source.toString());
        assertThat(compiled).isZero();
        Path jar = folder.resolve("shop.jar");
        assertThat(ToolProvider.findFirst("jar")
                        .orElseThrow()
                        .run(System.out, System.err, "-c", "-f", jar.toString(), "-C", classes.toString(), "."))
                .isZero();
        return jar;
    }

    @Test
    void a_worker_reads_the_slices_of_a_source_in_its_jar_and_stops_in_good_order() throws Exception {
        Path jar = jar();
        try (PostgresDatabase database = PostgresServer.shared().newDatabase()) {
            ProcessBuilder command = new ProcessBuilder(ChildJava.command(
                            Main.class,
                            "worker",
                            "--queue",
                            "postgres://" + database.user() + "@127.0.0.1:" + port(database) + "/" + name(database),
                            "--threads",
                            "2",
                            "--jar",
                            jar.toString(),
                            "--home",
                            folder.toString()))
                    .redirectError(folder.resolve("errors").toFile());
            command.environment().put("PGPASSWORD", database.password());
            Process process = command.start();
            try (BufferedReader out = process.inputReader(UTF_8)) {
                assertThat(out.readLine())
                        .as(Files.readString(folder.resolve("errors")))
                        .matches("worker \\S+ reads slices from postgres.*, 2 at a time\\. Stop it with Ctrl-C\\.");

                load(jar, database);

                assertThat(List.of(out.readLine(), out.readLine(), out.readLine()))
                        .containsExactlyInAnyOrder(
                                "reads orders, page=1", "reads orders, page=2", "reads orders, page=3");
                process.toHandle().destroy();
                assertThat(out.lines())
                        .containsExactly("It stops, and waits up to 30 s for what it reads.", "It has stopped.");
                assertThat(process.waitFor(40, TimeUnit.SECONDS)).isTrue();
                assertThat(process.exitValue()).isZero();
            } finally {
                process.destroyForcibly();
            }
        }
    }

    private static String port(PostgresDatabase database) {
        return database.url().replaceAll(".*:(\\d+)/.*", "$1");
    }

    private static String name(PostgresDatabase database) {
        return database.url().replaceAll(".*/([^?]*).*", "$1");
    }

    private void load(Path jar, PostgresDatabase database) throws Exception {
        Destination queue =
                Pipette.postgres(database.url()).user(database.user()).password(Secret.of(database.password()));
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, before)) {
            Thread.currentThread().setContextClassLoader(loader);
            Pipeline pipeline = Pipette.pipeline(
                            "shop", Pipette.duckdb(folder.resolve("shop.duckdb").toString()))
                    .home(folder.resolve("home"))
                    .executor(Workers.at(queue, folder.resolve("stage").toString()));
            LoadInfo info = pipeline.run(Sources.open(
                    loader.loadClass("com.example.Shop").asSubclass(SourceProvider.class), Settings.load()));

            assertThat(info.packages()).hasSize(1);
            pipeline.dataset()
                    .query("SELECT count(*) AS loaded, sum(id) AS ids FROM orders")
                    .forEach(row -> assertThat(row.get("loaded") + ", " + row.get("ids"))
                            .isEqualTo("3, 6"));
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }
}
