package dev.pipette.cli;

import static java.util.Objects.requireNonNull;

import dev.pipette.Destination;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.settings.Settings;
import dev.pipette.workers.Worker;
import dev.pipette.workers.WorkersProvider;
import java.io.PrintWriter;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code pipette worker}: a process that reads slices for others. */
@Command(
        name = "worker",
        description = {
            "Reads slices for runs of other processes, until it is stopped.",
            "",
            "A run with the setting slices.executor = \"workers\" cuts its input into slices, and lets workers read them: any number"
                    + " of them, on any machines. Only the run itself loads. A worker needs the source of the run, the source's"
                    + " secrets in its own settings, and the stage, a folder or a bucket that it shares with the run. When it"
                    + " dies, another worker reads again what it was reading.",
            "",
            "Ctrl-C or SIGTERM lets it finish: it begins nothing more, and waits up to 30 s for what it reads. The second"
                    + " signal ends it at once. The exit code is 0 after a stop, and 130 after the second signal."
        },
        sortOptions = false,
        footer = {
            "  pipette worker --queue postgres://jobs@db.example.com/jobs",
            "  pipette worker --queue jobs --threads 16 --jar target/shop.jar"
        })
final class WorkerCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--queue",
            paramLabel = "DESTINATION",
            description =
                    "The PostgreSQL database where runs and workers meet: postgres://USER@HOST/DATABASE, or NAME of a section"
                            + " [destination.NAME] in pipette.toml. Default: the setting workers.queue.")
    private @Nullable String queue;

    @Option(
            names = "--threads",
            paramLabel = "NUMBER",
            description = "Reads at most NUMBER slices at a time. Default: ${DEFAULT-VALUE}.")
    private int threads = 4;

    @Mixin
    private final LibraryOptions libraries = new LibraryOptions();

    @Option(names = "--home", paramLabel = "FOLDER", description = HomeFolder.HELP)
    private @Nullable Path home;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = requireNonNull(spec).commandLine().getOut();
        PrintWriter err = requireNonNull(spec).commandLine().getErr();
        if (threads < 1) {
            throw new PipetteException(ErrorCode.BAD_USAGE, "--threads " + threads + ": at least 1 slice at a time.");
        }
        Settings settings = Settings.from(Path.of(""), home == null ? HomeFolder.usual() : home, System.getenv());
        String named = queue == null
                ? settings.find(WorkersProvider.QUEUE)
                        .orElseThrow(
                                () -> new PipetteException(
                                        ErrorCode.BAD_USAGE,
                                        "no queue: name the database where runs and workers meet with --queue"
                                                + " postgres://USER@HOST/DATABASE, or as queue = \"..\" under [workers] in pipette.toml."))
                : queue;
        Thread.currentThread().setContextClassLoader(classPath(libraries.paths(err)));
        CountDownLatch asked = signals(out);
        try (Worker worker = Worker.at(Destination.of(named, () -> settings), settings)
                .threads(threads)
                .listener(task -> print(out, "reads " + task.resource() + ", " + task.describe()))
                .start()) {
            print(
                    out,
                    "worker " + worker.name() + " reads slices from " + worker.describe() + ", " + threads
                            + " at a time. Stop it with Ctrl-C.");
            asked.await();
            print(out, "It stops, and waits up to 30 s for what it reads.");
        }
        print(out, "It has stopped.");
        return ExitCodes.SUCCESS;
    }

    private static ClassLoader classPath(List<Path> more) {
        ClassLoader own = WorkerCommand.class.getClassLoader();
        return more.isEmpty()
                ? own
                : new URLClassLoader(more.stream().map(WorkerCommand::url).toArray(URL[]::new), own);
    }

    private static URL url(Path file) {
        try {
            return file.toUri().toURL();
        } catch (MalformedURLException failed) {
            throw new IllegalArgumentException(failed);
        }
    }

    /** From here on, the first signal opens the latch, and the second one ends the process. */
    private static CountDownLatch signals(PrintWriter out) {
        CountDownLatch asked = new CountDownLatch(1);
        Runnable stop = () -> {
            if (asked.getCount() == 0) {
                print(out, "It ends at once. Another worker reads what it was reading.");
                System.exit(ExitCodes.INTERRUPTED);
            }
            asked.countDown();
        };
        ProcessSignal.handle("INT", stop);
        ProcessSignal.handle("TERM", stop);
        return asked;
    }

    private static synchronized void print(PrintWriter out, String line) {
        out.println(line);
        out.flush();
    }
}
