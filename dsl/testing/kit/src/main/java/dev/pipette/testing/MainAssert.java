package dev.pipette.testing;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.pipette.Pipeline;
import dev.pipette.spi.LoadStep;
import dev.pipette.testing.content.DatasetContent;
import dev.pipette.testing.folders.MemoryFolders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.jooq.CloseableDSLContext;
import org.jooq.impl.DSL;

/**
 * What must be true of a program that loads, tested by real processes and real kills. The test kit must be on its class
 * path, as it is when the program is among what is tested.
 *
 * <pre>{@code
 * assertThatMain(DailyLoad.class)
 *     .withArguments(folder -> List.of(folder.resolve("shop.duckdb").toString()))
 *     .loads(folder -> pipeline("shop", duckdb(folder.resolve("shop.duckdb"))))
 *     .survivesKills();
 * }</pre>
 */
public class MainAssert extends PipetteAssert<MainAssert, MainAssert.Main> {
    /**
     * A program, and what it loads.
     *
     * @param main has the {@code main} method
     * @param arguments what it is started with, given the folder of one attempt
     * @param loaded the pipeline that it runs, given that folder
     * @param folderKept whether what runs after a kill has the working folder
     */
    public record Main(
            Class<?> main,
            Function<Path, List<String>> arguments,
            Function<Path, Pipeline> loaded,
            boolean folderKept) {
        static Main of(Class<?> main) {
            return new Main(
                    main,
                    folder -> List.of(),
                    folder -> {
                        throw new IllegalStateException("say what " + main.getName()
                                + " loads, to look at afterwards: .loads(folder -> pipeline(\"shop\", duckdb(..)))");
                    },
                    true);
        }

        Program program() {
            return new Program(main, arguments);
        }

        Pipeline pipeline(Path folder) {
            return loaded.apply(folder).home(Program.home(folder));
        }
    }

    /** Asserts on a program; AssertJ makes soft ones by this. */
    public MainAssert(Main main) {
        super(main, MainAssert.class);
    }

    private MainAssert with(Main main) {
        return navigate(MainAssert.class, Main.class, MainAssert::new, () -> main);
    }

    /** Starts it with arguments that are made for each attempt; they say where it loads to, which must be empty at first. */
    public MainAssert withArguments(Function<Path, List<String>> arguments) {
        return with(new Main(actual.main(), arguments, actual.loaded(), actual.folderKept()));
    }

    /** Says which pipeline it runs in an attempt, so that it can be looked at; the working folder is set. */
    public MainAssert loads(Function<Path, Pipeline> loaded) {
        return with(new Main(actual.main(), actual.arguments(), loaded, actual.folderKept()));
    }

    /** Deletes the working folder after each kill, as a container loses it. */
    public MainAssert losingTheWorkingFolder() {
        return with(new Main(actual.main(), actual.arguments(), actual.loaded(), false));
    }

    /**
     * Verifies that the program survives to be killed: for each step, in a new folder with {@code PIPETTE_HOME} in it,
     * starts it in a JVM of its own that ends itself with SIGKILL when it reaches the step, starts it again
     * undisturbed, and compares what it loaded with what it loads when it is not killed, as {@link RunningAssert}
     * compares. A step that it does not reach is passed over; after a kill behind {@link LoadStep#ACKNOWLEDGED} it is
     * not started again.
     *
     * @param steps where it is killed; none for all
     */
    @CanIgnoreReturnValue
    public MainAssert survivesKills(LoadStep... steps) {
        DatasetContent undisturbed = attempt(folder -> {
            started(folder);
            return DatasetContent.of(actual.pipeline(folder));
        });
        for (LoadStep step : steps.length == 0 ? LoadStep.values() : steps) {
            String difference = attempt(folder -> killed(folder, step, undisturbed));
            check(
                    difference.isEmpty(),
                    () -> InvariantFailures.notSurviving(actual.main(), step, actual.folderKept(), difference));
        }
        return this;
    }

    private String killed(Path folder, LoadStep step, DatasetContent undisturbed) {
        int code = actual.program().run(folder, "-D" + CrashAt.STEP_PROPERTY + "=" + step);
        if (code == 0) {
            return "";
        }
        if (code != CrashAt.KILLED) {
            throw failed(InvariantFailures.ended(actual.main(), code, Program.printed(folder)));
        }
        if (!actual.folderKept()) {
            MemoryFolders.delete(Program.home(folder));
        }
        if (step.compareTo(LoadStep.ACKNOWLEDGED) < 0) {
            started(folder);
        }
        return undisturbed.diff(DatasetContent.of(actual.pipeline(folder)));
    }

    private void started(Path folder) {
        int code = actual.program().run(folder);
        if (code != 0) {
            throw failed(InvariantFailures.ended(actual.main(), code, Program.printed(folder)));
        }
    }

    private <R> R attempt(Function<Path, R> work) {
        Path folder;
        try {
            folder = Files.createTempDirectory("pipette-main-").toRealPath();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        try {
            return work.apply(folder);
        } finally {
            drop(actual.pipeline(folder));
            MemoryFolders.delete(folder);
        }
    }

    /** A file is deleted with the folder; at a server each attempt has a dataset of its own. */
    private static void drop(Pipeline pipeline) {
        if (!pipeline.destination().scheme().equals("duckdb")) {
            try (CloseableDSLContext dsl = pipeline.dataset().dsl()) {
                dsl.dropSchemaIfExists(DSL.name(pipeline.dataset().name()))
                        .cascade()
                        .execute();
            }
        }
    }
}
