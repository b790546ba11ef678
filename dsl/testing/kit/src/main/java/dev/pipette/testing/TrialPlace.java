package dev.pipette.testing;

import dev.pipette.Pipeline;
import dev.pipette.spi.LoadStep;
import dev.pipette.testing.folders.MemoryFolders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.jooq.CloseableDSLContext;
import org.jooq.impl.DSL;

/**
 * An empty place that is like a pipeline's, for trials that must not touch what the pipeline has: new files, or a new
 * dataset at the same destination, and a new working folder.
 */
final class TrialPlace implements AutoCloseable {
    private static final String HOME = "home";
    private static final String DESTINATION = "destination";

    private final Path folder;
    private final Pipeline pipeline;
    private final Optional<AfterKill> afterKill;

    private TrialPlace(Path folder, Pipeline pipeline, Optional<AfterKill> afterKill) {
        this.folder = folder;
        this.pipeline = pipeline;
        this.afterKill = afterKill;
    }

    static TrialPlace like(Pipeline pipeline) {
        try {
            Path folder = MemoryFolders.create("pipette-scratch-").toRealPath();
            Optional<AfterKill> afterKill = afterKill(pipeline);
            Pipeline here = pipeline.home(folder.resolve(HOME));
            return new TrialPlace(
                    folder,
                    afterKill.orElse(null) instanceof AfterKill.Files files
                            ? in(folder, here, files)
                            : here.datasetName("scratch_"
                                    + HexFormat.of()
                                            .toHexDigits(
                                                    ThreadLocalRandom.current().nextInt())),
                    afterKill);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static Pipeline in(Path folder, Pipeline pipeline, AfterKill.Files files) throws IOException {
        Path destination = Files.createDirectories(folder.resolve(DESTINATION));
        return pipeline.destination(files.in().apply(destination));
    }

    private static Optional<AfterKill> afterKill(Pipeline pipeline) {
        return TestDestinations.find(pipeline.destination().scheme()).flatMap(TestDestination::afterKill);
    }

    /** Checks that it is known how a process that was killed leaves the destination of a pipeline. */
    static void checkKnowsCrashesOf(Pipeline pipeline) {
        String scheme = pipeline.destination().scheme();
        TestDestination destination = TestDestinations.find(scheme)
                .orElseThrow(() -> new IllegalStateException(
                        "survivesCrashes() cannot run here: " + TestDestinations.missing(scheme)));
        if (destination.afterKill().isEmpty()) {
            throw new IllegalStateException("survivesCrashes() does not know how a kill leaves '" + scheme + "': "
                    + destination.getClass().getName()
                    + " has no afterKill(). CrashCampaign of dev.pipette:pipette-testing-contract kills real processes"
                    + " at any destination.");
        }
    }

    /** The pipeline into this place. */
    Pipeline pipeline() {
        return pipeline;
    }

    /** Whether a run that waits shows more than once what it left: files can be copied, a server has one dataset. */
    static boolean isCopied(Pipeline pipeline) {
        return afterKill(pipeline).orElse(null) instanceof AfterKill.Files;
    }

    /**
     * The pipeline into this place as the next process finds it while a run of this one waits at a step: a server has seen
     * the connections end, files are as they lie on the disk at this moment.
     *
     * @param step where the run waits; each has a copy of its own
     * @param folderKept whether the next process has the working folder
     */
    Pipeline afterKill(LoadStep step, boolean folderKept) {
        Path next = folder.resolve(step + (folderKept ? "-kept" : "-lost"));
        Path home = next.resolve(HOME);
        try {
            Files.createDirectories(home);
            if (folderKept) {
                copy(folder.resolve(HOME), home, next);
            }
            return switch (afterKill.orElseThrow()) {
                case AfterKill.Server server -> {
                    server.endConnections().accept(pipeline);
                    yield pipeline.home(home);
                }
                case AfterKill.Files files -> {
                    copy(folder.resolve(DESTINATION), next.resolve(DESTINATION), next);
                    yield in(next, pipeline.home(home), files);
                }
            };
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** A working folder knows files of a destination by their paths, so its copy must know their copies. */
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
                                            folder.resolve(DESTINATION).toString(),
                                            next.resolve(DESTINATION).toString()));
                } else {
                    Files.copy(path, target);
                }
            }
        }
    }

    @Override
    public void close() {
        if (!(afterKill.orElse(null) instanceof AfterKill.Files)) {
            try (CloseableDSLContext dsl = pipeline.dataset().dsl()) {
                dsl.dropSchemaIfExists(DSL.name(pipeline.dataset().name()))
                        .cascade()
                        .execute();
            }
        }
        MemoryFolders.delete(folder);
    }
}
