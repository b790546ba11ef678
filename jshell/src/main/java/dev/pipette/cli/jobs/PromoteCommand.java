package dev.pipette.cli.jobs;

import dev.pipette.cli.JsonDocument;
import dev.pipette.cli.Problems;
import dev.pipette.cli.ProgressLines;
import dev.pipette.error.PipetteException;
import dev.pipette.jobs.JobDefinition;
import dev.pipette.jobs.JobVersion;
import dev.pipette.jobs.Jobs;
import dev.pipette.jobs.store.Promoted;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pipette promote}: a script or a source becomes a job. */
@Command(
        name = "promote",
        description = {
            "Makes a scheduled job of a script or a source.",
            "",
            "It checks that the script compiles, that its settings are there, that the destination answers, what its runs"
                    + " would load, and that its test cells pass; then it shows the next times, and saves the job only if"
                    + " nothing failed. The job keeps the script, its libraries, parameters and schedule as a version: the"
                    + " job does not change when the file does, until it is promoted again. 'pipette scheduler' runs it.",
            "",
            "With neither --cron, --every nor --after, the job runs by hand: 'pipette jobs run'."
        },
        sortOptions = false,
        footer = {
            "  pipette promote orders.jsh --name orders --cron \"15 7-23 * * *\" \\",
            "      --zone America/New_York --interval --retries 6 --fresh-within 3h \\",
            "      --on-failure mailto:data@example.com",
            "  pipette promote everflow --name everflow --every 1h --into warehouse",
            "  pipette promote totals.jsh --name totals --after orders",
            "  pipette promote orders.jsh --name orders --every 1d --dry-run",
            "  pipette promote orders.jsh --name orders --every 1d --export systemd -o units"
        })
public final class PromoteCommand implements Callable<Integer> {
    @Mixin
    private final WorkOptions work = new WorkOptions();

    @Option(names = "--name", required = true, paramLabel = "NAME", description = "The name of the job.")
    private String name = "";

    @Mixin
    private final ScheduleOptions schedule = new ScheduleOptions();

    @Mixin
    private final PolicyOptions policy = new PolicyOptions();

    @Mixin
    private final AlertOptions alerts = new AlertOptions();

    @Mixin
    private final ExportOptions export = new ExportOptions();

    @Option(
            names = "--times",
            paramLabel = "NUMBER",
            description = "Shows the next NUMBER times. Default: ${DEFAULT-VALUE}.")
    private int times = 5;

    @Option(names = "--dry-run", description = "Checks, shows the next times, and saves nothing.")
    private boolean dryRun;

    @Mixin
    private final StoreOption store = new StoreOption();

    @Mixin
    private final Answer answer = new Answer();

    /** For picocli. */
    public PromoteCommand() {}

    @Override
    public Integer call() throws Exception {
        return answer.of(() -> {
            export.check();
            JobDefinition job = definition();
            // refuses a schedule that is wrong before anything runs
            NextTimes next = NextTimes.of(job, Instant.now(), Wanted.positive("--times", times));
            checkUpstream(job);
            List<Path> jars = work.libraryFiles(answer.err());
            CheckList checks =
                    work.check(job, jars, store.home(), ProgressLines.of("pipette promote", answer.err())::print);
            say(checks.text() + "\n");
            Optional<PipetteException> refusal = checks.refusal(job);
            if (refusal.isPresent()) {
                return refused(refusal.get(), checks);
            }
            say(next.text() + "\n");
            return export.isAsked()
                    ? export.write(job, work.word(), store.chosenHome(), answer, dryRun)
                    : dryRun ? dry(job, checks, next) : saved(job, jars, checks, next);
        });
    }

    /** An exported file leaves out what the job follows. */
    private void checkUpstream(JobDefinition job) {
        if (!job.after().isEmpty() && !export.isAsked()) {
            try (Jobs jobs = store.open()) {
                jobs.check(job);
            }
        }
    }

    private void say(String text) {
        if (!answer.isJson()) {
            answer.out().println(text);
            answer.out().flush();
        }
    }

    private int refused(PipetteException refusal, CheckList checks) {
        if (!answer.isJson()) {
            throw refusal;
        }
        Map<String, @Nullable Object> document = Problems.document(refusal);
        document.put("checks", checks.document());
        answer.print("", JsonDocument.indented(document));
        return Problems.exitCode(refusal);
    }

    private int dry(JobDefinition job, CheckList checks, NextTimes next) {
        return answer.print(
                "Nothing was saved, because of --dry-run.",
                JsonDocument.indented(JsonDocument.object(
                        "status", "checked",
                        "job", job.name(),
                        "checks", checks.document(),
                        "next", next.document())));
    }

    private int saved(JobDefinition job, List<Path> jars, CheckList checks, NextTimes next) {
        try (Jobs jobs = store.open()) {
            Promoted promoted = jobs.promote(job, work.script(), jars);
            JobVersion version = promoted.version();
            boolean same = !promoted.isNew();
            return answer.print(
                    text(version, same, jobs.store().describe()),
                    JsonDocument.indented(JsonDocument.object(
                            "status", same ? "unchanged" : "promoted",
                            "job", version.job(),
                            "version", version.number(),
                            "hash", version.hash(),
                            "store", jobs.store().describe(),
                            "checks", checks.document(),
                            "next", next.document())));
        }
    }

    private static String text(JobVersion version, boolean same, String store) {
        return version.job() + " is "
                + (same
                        ? "unchanged: it is version " + version.number() + " already"
                        : "promoted: version " + version.number())
                + ", hash " + version.hash() + "\n  in " + store + "\n"
                + "It runs while a scheduler runs: pipette scheduler";
    }

    private JobDefinition definition() throws IOException {
        JobDefinition job = policy.of(work.of(JobDefinition.of(name, work.work(), schedule.schedule())));
        return job.after(schedule.after().toArray(String[]::new)).alerts(alerts.rules());
    }
}
