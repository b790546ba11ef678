package dev.pipette.cli.jobs;

import dev.pipette.cli.ExitCodes;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.jobs.Attempt;
import dev.pipette.jobs.Job;
import dev.pipette.jobs.Occurrence;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pipette jobs logs}: what an attempt printed. */
@Command(
        name = "logs",
        description = {
            "Prints the log of an attempt.",
            "",
            "A log is on the machine where the attempt ran, for as long as --keep-logs of 'pipette promote' says. Elsewhere,"
                    + " and later, its last 200 lines are printed, which the store keeps."
        },
        sortOptions = false,
        footer = {
            "  pipette jobs logs orders",
            "  pipette jobs logs orders 2025-12-24T06:00 --attempt 1",
            "  pipette jobs logs orders --follow"
        })
final class JobLogs implements Callable<Integer> {
    @Mixin
    private final OccurrenceOptions options = new OccurrenceOptions();

    @Option(names = "--attempt", paramLabel = "NUMBER", description = "Which of its attempts. Default: the last one.")
    private @Nullable Integer attempt;

    @Option(names = "--follow", description = "Goes on with what the attempt prints, until it has ended.")
    private boolean follow;

    @Override
    public Integer call() throws Exception {
        return options.with((job, answer) -> {
            Occurrence wanted = options.begun(job);
            Attempt chosen = chosen(job, wanted);
            if (answer.isJson()) {
                return answer.print("", chosen.toJson());
            }
            answer.err().println(JobTables.attempt(wanted, chosen));
            Optional<Path> log = log(chosen);
            if (log.isEmpty()) {
                kept(chosen, answer);
            } else {
                copied(job, wanted, chosen, log.get(), answer.out());
            }
            return ExitCodes.SUCCESS;
        });
    }

    private Attempt chosen(Job job, Occurrence wanted) {
        List<Attempt> all = job.attempts(wanted.id());
        if (all.isEmpty()) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "occurrence " + wanted.id() + " of " + job.name() + " is " + JobText.word(wanted.status())
                            + " and has no attempts, so it has no log.");
        }
        if (attempt == null) {
            return all.getLast();
        }
        return all.stream()
                .filter(one -> one.number() == attempt)
                .findFirst()
                .orElseThrow(() -> new PipetteException(
                        ErrorCode.BAD_USAGE,
                        "occurrence " + wanted.id() + " of " + job.name() + " has no attempt " + attempt + ". It has "
                                + (all.size() == 1 ? "1." : "1 to " + all.size() + ".")));
    }

    private static Optional<Path> log(Attempt chosen) {
        return chosen.logFile().map(Path::of).filter(Files::isReadable);
    }

    private static void kept(Attempt chosen, Answer answer) {
        answer.err()
                .println(
                        chosen.finishedAt().isPresent()
                                ? "Its log is not on this machine. These are its last lines:"
                                : "It runs on another machine, " + chosen.host() + ", which has its log.");
        chosen.lastLines().forEach(answer.out()::println);
    }

    private void copied(Job job, Occurrence wanted, Attempt chosen, Path log, PrintWriter out)
            throws IOException, InterruptedException {
        try (BufferedReader lines = Files.newBufferedReader(log)) {
            boolean ends = !follow;
            while (true) {
                lines.lines().forEach(out::println);
                out.flush();
                if (ends) {
                    return;
                }
                ends = hasEnded(job, wanted, chosen); // what came until then is copied once more
                if (!ends) {
                    Waiting.pause();
                }
            }
        }
    }

    private static boolean hasEnded(Job job, Occurrence wanted, Attempt chosen) {
        return job.attempts(wanted.id()).stream()
                .filter(one -> one.number() == chosen.number())
                .allMatch(one -> one.finishedAt().isPresent());
    }
}
