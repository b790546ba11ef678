package dev.pipette.cli.jobs;

import dev.pipette.cli.ExitCodes;
import dev.pipette.cli.ProgressLines;
import dev.pipette.cli.Repainted;
import dev.pipette.jobs.Backfill;
import dev.pipette.jobs.Job;
import dev.pipette.jobs.OccurrenceStatus;
import dev.pipette.jobs.time.BackfillIntervals;
import dev.pipette.jobs.time.TimeBounds;
import java.time.ZoneId;
import java.time.temporal.TemporalAmount;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pipette jobs backfill}: intervals of the past. */
@Command(
        name = "backfill",
        description = {
            "Loads intervals of the past. A scheduler runs them.",
            "",
            "The time from --from to --to is cut into the intervals of the schedule, or into pieces of --chunk. Intervals"
                    + " that were loaded are left out. Every interval is loaded exactly once, also where the backfill is asked"
                    + " for again. With --wait, the exit code is 0 where all of them were loaded."
        },
        sortOptions = false,
        footer = {
            "  pipette jobs backfill orders --from 2025-12-01 --to 2025-12-24",
            "  pipette jobs backfill orders --from 2025-12-01 --to 2025-12-24 \\",
            "      --chunk P1D --parallel 4 --wait"
        })
final class JobBackfill implements Callable<Integer> {
    @Mixin
    private final JobOptions options = new JobOptions();

    @Option(
            names = "--from",
            required = true,
            paramLabel = "TIME",
            description = "The begin: a date, or a date and a time, in the zone of the job.")
    private String from = "";

    @Option(names = "--to", required = true, paramLabel = "TIME", description = "The end, exclusive.")
    private String to = "";

    @Option(
            names = "--chunk",
            paramLabel = "PERIOD",
            description = "How long each interval is, like P1D, P1M or 6h. Default: as the schedule has them.")
    private @Nullable String chunk;

    @Option(
            names = "--parallel",
            paramLabel = "NUMBER",
            description = "Runs at most NUMBER of them at a time. Default: ${DEFAULT-VALUE}.")
    private int parallel = 1;

    @Option(names = "--redo", description = "Also loads intervals again that were loaded.")
    private boolean redo;

    @Option(names = "--wait", description = "Waits until all of them have ended, and shows how they go.")
    private boolean wait;

    @Override
    public Integer call() throws Exception {
        return options.with((job, answer) -> {
            Backfill asked = asked(job);
            if (!wait) {
                return answer.print(JobTables.backfill(asked) + "\n\nSee it again with: " + again(job), asked.toJson());
            }
            return exitCode(waited(job, asked, answer));
        });
    }

    private String again(Job job) {
        return "pipette jobs backfill " + job.name() + " --from " + from + " --to " + to
                + (chunk == null ? "" : " --chunk " + chunk) + " --wait";
    }

    private Backfill asked(Job job) {
        ZoneId zone = Wanted.zone(job);
        Optional<TemporalAmount> pieces = Optional.ofNullable(chunk).map(written -> BackfillIntervals.chunk(written));
        return job.backfill(
                TimeBounds.parse("--from", from, zone),
                TimeBounds.parse("--to", to, zone),
                pieces,
                Wanted.positive("--parallel", parallel),
                redo);
    }

    /** On a terminal the table is drawn again in its place; elsewhere lines say how many have ended, and the table is the end. */
    private static Backfill waited(Job job, Backfill asked, Answer answer) throws InterruptedException {
        Repainted table = new Repainted(answer.out());
        ProgressLines lines = ProgressLines.of("pipette jobs backfill", answer.err());
        boolean isDrawn = Repainted.isShown() && !answer.isJson();
        Backfill now = asked;
        while (!now.isOver()) {
            if (isDrawn) {
                table.draw(JobTables.backfill(now));
            } else {
                lines.nowAndThen(JobTables.progress(now));
            }
            Waiting.pause();
            now = job.backfill(asked.id());
        }
        if (answer.isJson()) {
            answer.print("", now.toJson());
        } else {
            table.last(JobTables.backfill(now));
        }
        return now;
    }

    private static int exitCode(Backfill ended) {
        boolean all = ended.intervals().stream().allMatch(one -> one.status() == OccurrenceStatus.SUCCEEDED);
        return all ? ExitCodes.SUCCESS : ExitCodes.BAD_DATA;
    }
}
