package dev.pipette.cli.jobs;

import dev.pipette.cli.ExitCodes;
import dev.pipette.cli.JsonDocument;
import dev.pipette.jobs.JobInfo;
import dev.pipette.jobs.Jobs;
import dev.pipette.jobs.Occurrence;
import dev.pipette.jobs.scheduler.SchedulerListener;
import dev.pipette.text.Units;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a scheduler does, a line for each event: with its time, as text or as a JSON document. */
final class SchedulerLines implements SchedulerListener {
    private final PrintWriter out;
    private final boolean json;
    private @Nullable Integer failed;

    SchedulerLines(PrintWriter out, boolean json) {
        this.out = out;
        this.json = json;
    }

    /** The exit code of the first occurrence that failed; success where none did. */
    synchronized int exitCode() {
        return failed == null ? ExitCodes.SUCCESS : failed;
    }

    /** What it serves. */
    void opened(String name, Jobs jobs, int workers, boolean once) {
        List<JobInfo> all = jobs.list();
        Instant now = Instant.now();
        Optional<JobInfo> next = all.stream()
                .filter(job -> job.pausedAt().isEmpty())
                .filter(job -> JobTables.nextFire(job, now).isPresent())
                .min(Comparator.comparing(job -> JobTables.nextFire(job, now).orElseThrow()));
        String text = "scheduler " + name + " serves " + jobs.store().describe() + ": "
                + (all.size() == 1 ? "1 job" : Units.number(all.size()) + " jobs") + ", "
                + (workers == 1 ? "1 worker" : workers + " workers")
                + (once
                        ? ", once"
                        : next.map(job -> "; next is " + job.name() + " at "
                                        + JobText.time(JobTables.nextFire(job, now), JobTables.zone(job)))
                                .orElse(""));
        line(
                text,
                JsonDocument.object(
                        "event", "serving",
                        "scheduler", name,
                        "store", jobs.store().describe(),
                        "jobs", all.size(),
                        "workers", workers,
                        "next_job", next.map(JobInfo::name),
                        "next_at", next.flatMap(job -> JobTables.nextFire(job, now))));
    }

    /** A sentence. */
    void print(String text) {
        line(text, JsonDocument.object("event", "message", "message", text));
    }

    @Override
    public void started(Occurrence one) {
        event("started", one, name(one) + " started, attempt " + one.attempts());
    }

    @Override
    public void ended(Occurrence one) {
        switch (one.status()) {
            case SUCCEEDED -> event("succeeded", one, name(one) + " done, " + Units.rows(one.rows()) + took(one));
            case RETRYING ->
                event(
                        "retrying",
                        one,
                        name(one) + " failed, " + reason(one) + "; attempt " + (one.attempts() + 1) + " at "
                                + JobText.time(one.nextAttemptAt(), zone(one)));
            case FAILED -> {
                fail(one);
                event("failed", one, name(one) + " failed" + took(one) + ", " + reason(one));
            }
            case CANCELLED -> event("cancelled", one, name(one) + " cancelled");
            case WAITING -> event("handed_back", one, name(one) + " handed back: another scheduler continues");
            case SKIPPED, RUNNING ->
                event(JobText.word(one.status()), one, name(one) + " " + JobText.word(one.status()));
        }
    }

    private synchronized void fail(Occurrence one) {
        if (failed == null) {
            failed = JobRuns.exitCode(one);
        }
    }

    @Override
    public void skipped(Occurrence one) {
        event("skipped", one, name(one) + " skipped: " + one.message().orElse(""));
    }

    @Override
    public void takenOver(Occurrence one) {
        event(
                "taken_over",
                one,
                name(one) + " taken over, because its scheduler is gone"
                        + one.nextAttemptAt()
                                .map(at -> "; attempt " + (one.attempts() + 1) + " at " + JobText.time(at, zone(one)))
                                .orElse(""));
    }

    private static String name(Occurrence one) {
        return one.job() + " " + one.id() + " (" + JobTables.interval(one.interval()) + ")";
    }

    private static ZoneId zone(Occurrence one) {
        return one.interval().from().getZone();
    }

    private static String reason(Occurrence one) {
        return one.message()
                .map(message -> message.lines().findFirst().orElse(""))
                .orElse("without a message");
    }

    private static String took(Occurrence one) {
        return one.startedAt()
                .flatMap(begin -> one.finishedAt().map(end -> ", " + JobText.length(Duration.between(begin, end))))
                .orElse("");
    }

    private void event(String event, Occurrence one, String text) {
        line(
                text,
                JsonDocument.object(
                        "event", event,
                        "job", one.job(),
                        "occurrence", one.id(),
                        "interval",
                                JsonDocument.object(
                                        "from",
                                                one.interval()
                                                        .from()
                                                        .toOffsetDateTime()
                                                        .toString(),
                                        "to",
                                                one.interval()
                                                        .to()
                                                        .toOffsetDateTime()
                                                        .toString()),
                        "attempt", one.attempts(),
                        "rows", one.rows(),
                        "error_code", one.errorCode(),
                        "message", one.message(),
                        "next_attempt_at", one.nextAttemptAt()));
    }

    private synchronized void line(String text, Map<String, @Nullable Object> document) {
        String at = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        if (json) {
            Map<String, @Nullable Object> whole = JsonDocument.object("at", at);
            whole.putAll(document);
            out.println(JsonDocument.oneLine(whole));
        } else {
            out.println(at + "  " + text);
        }
        out.flush();
    }
}
