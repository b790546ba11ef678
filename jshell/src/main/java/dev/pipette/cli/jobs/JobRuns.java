package dev.pipette.cli.jobs;

import dev.pipette.RunInterval;
import dev.pipette.cli.ExitCodes;
import dev.pipette.cli.ProgressLines;
import dev.pipette.jobs.Job;
import dev.pipette.jobs.Occurrence;
import dev.pipette.jobs.OccurrenceStatus;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The commands about one occurrence: {@code run} and {@code cancel}. */
final class JobRuns {
    private JobRuns() {}

    /** {@code pipette jobs run}. */
    @Command(
            name = "run",
            description = {
                "Asks for an occurrence of a job now. A scheduler runs it.",
                "",
                "Without --interval, a job that loads by interval gets the newest interval of its schedule, and another job the"
                        + " time since it was due last. With --wait, the exit code is that of the run."
            },
            sortOptions = false,
            footer = {"  pipette jobs run orders --wait", "  pipette jobs run orders --interval 2025-12-24/2025-12-25"})
    static final class Run implements Callable<Integer> {
        @Mixin
        private final JobOptions options = new JobOptions();

        @Option(
                names = "--interval",
                paramLabel = "FROM/TO",
                description = "The interval, of two dates or times; the end is exclusive.")
        private @Nullable String interval;

        @Option(names = "--redo", description = "Loads the rows of an interval again that was loaded.")
        private boolean redo;

        @Option(names = "--wait", description = "Waits until it has ended, and shows how.")
        private boolean wait;

        @Override
        public Integer call() throws Exception {
            return options.with((job, answer) -> {
                Optional<RunInterval> wanted = Optional.ofNullable(interval).map(word -> Wanted.interval(job, word));
                Occurrence asked = job.run(wanted, redo);
                if (!wait) {
                    return answer.print(
                            job.name() + " " + asked.id() + ", interval " + JobTables.interval(asked.interval())
                                    + ", waits for a scheduler. 'pipette jobs history " + job.name()
                                    + "' shows what becomes of it.",
                            asked.toJson());
                }
                Occurrence ended = waited(job, asked, answer);
                answer.print(JobHistory.table(job.name(), List.of(ended)), ended.toJson());
                return exitCode(ended);
            });
        }

        private static Occurrence waited(Job job, Occurrence asked, Answer answer) throws InterruptedException {
            ProgressLines lines = ProgressLines.of("pipette jobs run", answer.err());
            Occurrence now = asked;
            while (!now.status().isEnd()) {
                lines.nowAndThen(JobHistory.progress(now));
                Waiting.pause();
                now = job.occurrence(asked.id()).orElse(asked);
            }
            return now;
        }
    }

    /** That of what an occurrence ran. */
    static int exitCode(Occurrence ended) {
        return ended.status() == OccurrenceStatus.SUCCEEDED
                ? ExitCodes.SUCCESS
                : ended.errorCode().map(ExitCodes::ofName).orElse(ExitCodes.INTERNAL_ERROR);
    }

    /** {@code pipette jobs cancel}. */
    @Command(
            name = "cancel",
            description = {
                "Ends an occurrence that runs or waits.",
                "",
                "One that runs stops before it publishes: what it has committed stays, and nothing is half loaded. Without"
                        + " OCCURRENCE: the one that runs, or else the one that waits."
            },
            sortOptions = false,
            footer = {"  pipette jobs cancel orders", "  pipette jobs cancel orders 2025-12-24T06:00"})
    static final class Cancel implements Callable<Integer> {
        @Mixin
        private final OccurrenceOptions options = new OccurrenceOptions();

        @Override
        public Integer call() throws Exception {
            return options.with((job, answer) -> {
                Occurrence asked = job.cancel(options.open(job).id());
                return answer.print(text(job, asked), asked.toJson());
            });
        }

        private static String text(Job job, Occurrence asked) {
            String name = job.name() + " " + asked.id() + ", interval " + JobTables.interval(asked.interval());
            return asked.status() == OccurrenceStatus.CANCELLED
                    ? name + ", is cancelled."
                    : name + ", is asked to stop, and stops before it publishes. 'pipette jobs history " + job.name()
                            + "' shows when it has.";
        }
    }
}
