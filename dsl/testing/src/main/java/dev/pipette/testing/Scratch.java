package dev.pipette.testing;

import dev.pipette.Pipeline;
import dev.pipette.Pipette;
import dev.pipette.testing.folders.MemoryFolders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.jooq.CloseableDSLContext;
import org.jooq.impl.DSL;

/**
 * An empty place that is like a pipeline's, for trials that must not touch what the pipeline has: a new DuckDB file, or a
 * new dataset at the same destination, and a new working folder.
 */
final class Scratch implements AutoCloseable {
    private static final String DUCKDB = "duckdb";
    private static final String POSTGRES = "postgres";

    private final Path folder;
    private final Pipeline pipeline;

    private Scratch(Path folder, Pipeline pipeline) {
        this.folder = folder;
        this.pipeline = pipeline;
    }

    static Scratch like(Pipeline pipeline) {
        try {
            Path folder = MemoryFolders.create("pipette-scratch-").toRealPath();
            Pipeline here = pipeline.home(folder.resolve("home"));
            return new Scratch(
                    folder,
                    pipeline.destination().scheme().equals(DUCKDB)
                            ? here.destination(Pipette.duckdb(folder.resolve("scratch.duckdb")))
                            : here.dataset("scratch_"
                                    + HexFormat.of()
                                            .toHexDigits(
                                                    ThreadLocalRandom.current().nextInt())));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** Whether it is known how a process that was killed leaves such a destination. */
    static boolean knowsCrashesOf(Pipeline pipeline) {
        return List.of(DUCKDB, POSTGRES).contains(pipeline.destination().scheme());
    }

    /** The pipeline into this place. */
    Pipeline pipeline() {
        return pipeline;
    }

    /** Whether one run that stands still shows more than once what it left: files are copied, a server has one dataset. */
    boolean isCopied() {
        return pipeline.destination().scheme().equals(DUCKDB);
    }

    /**
     * The pipeline into this place as the next process finds it while a run of this one stands still: a server has seen
     * the connections end, files are as they lie on the disk at this moment.
     *
     * @param folderKept whether the next process has the working folder
     */
    Pipeline afterKill(boolean folderKept) {
        Path next = folder.resolve(folderKept ? "kept" : "lost");
        Path home = next.resolve("home");
        try {
            Files.createDirectories(home);
            if (folderKept) {
                copy(folder.resolve("home"), home, next);
            }
            if (!isCopied()) {
                endConnections();
                return pipeline.home(home);
            }
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Files.copy(file, next.resolve(file.getFileName()));
                }
            }
            return pipeline.home(home).destination(Pipette.duckdb(next.resolve("scratch.duckdb")));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** A working folder knows a DuckDB file by its path, so its copy must know the copy of the file. */
    private void copy(Path from, Path to, Path next) throws IOException {
        if (!Files.exists(from)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(from)) {
            for (Path path : paths.toList()) {
                Path target = to.resolve(from.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(target);
                } else if (path.toString().endsWith(".json")) {
                    Files.writeString(
                            target,
                            Files.readString(path)
                                    .replace(
                                            folder.resolve("scratch.duckdb").toString(),
                                            next.resolve("scratch.duckdb").toString()));
                } else {
                    Files.copy(path, target);
                }
            }
        }
    }

    private void endConnections() {
        var ended = pipeline.destination()
                .query(
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
                                + " AND usename = current_user AND pid <> pg_backend_pid()"
                                + " AND application_name = " + DSL.inline("pipette pipeline " + pipeline.name()),
                        folder.resolve("home"));
    }

    @Override
    public void close() {
        if (!isCopied()) {
            try (CloseableDSLContext dsl = pipeline.dataset().dsl()) {
                dsl.dropSchemaIfExists(DSL.name(pipeline.dataset().name()))
                        .cascade()
                        .execute();
            }
        }
        TestFolders.delete(folder);
    }
}
