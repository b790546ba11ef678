package dev.pipette.cli.jobs;

import dev.pipette.RunInterval;
import dev.pipette.jobs.AlertRule;
import dev.pipette.jobs.Attempt;
import dev.pipette.jobs.Backfill;
import dev.pipette.jobs.Backfill.BackfillInterval;
import dev.pipette.jobs.JobDefinition;
import dev.pipette.jobs.JobInfo;
import dev.pipette.jobs.JobVersion;
import dev.pipette.jobs.Occurrence;
import dev.pipette.jobs.OccurrenceStatus;
import dev.pipette.jobs.UnreadableJob;
import dev.pipette.jobs.time.Durations;
import dev.pipette.jobs.time.FireTimes;
import dev.pipette.text.Grid;
import dev.pipette.text.Units;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Jobs, their occurrences and attempts as text for people. */
final class JobTables {
    private JobTables() {}

    /** All jobs, one a line, and why some cannot be read. */
    static String jobs(List<JobInfo> jobs, List<UnreadableJob> unreadable, Instant now) {
        String reasons = unreadable.stream().map(UnreadableJob::reason).collect(Collectors.joining("\n"));
        if (reasons.isEmpty()) {
            return jobs(jobs, now);
        }
        return jobs.isEmpty() ? reasons : jobs(jobs, now) + "\n\n" + reasons;
    }

    /** All jobs, one a line. */
    static String jobs(List<JobInfo> jobs, Instant now) {
        if (jobs.isEmpty()) {
            return "There are no jobs. A script becomes one by: pipette promote FILE --name NAME --cron \"15 * * * *\"";
        }
        boolean paused = jobs.stream().anyMatch(job -> job.pausedAt().isPresent());
        List<String> headings = new ArrayList<>(List.of("job", "schedule", "next", "last", ">rows", ">success"));
        if (paused) {
            headings.add("paused since");
        }
        Grid grid = new Grid(headings.toArray(String[]::new));
        for (JobInfo job : jobs) {
            List<String> cells = new ArrayList<>(List.of(
                    job.name(),
                    JobText.schedule(job.version().definition()),
                    next(job, now),
                    job.last().map(last -> JobText.word(last.status())).orElse("never run"),
                    job.last().map(last -> Units.number(last.rows())).orElse(""),
                    job.lastSuccessAt().map(at -> age(at, now)).orElse("never")));
            if (paused) {
                cells.add(JobText.time(job.pausedAt(), zone(job)));
            }
            grid.add(cells.toArray(String[]::new));
        }
        return grid.text();
    }

    static ZoneId zone(JobInfo job) {
        return job.version().definition().schedule().zone();
    }

    private static String age(Instant at, Instant now) {
        return JobText.length(Duration.between(at, now)) + " ago";
    }

    private static String next(JobInfo job, Instant now) {
        return job.pausedAt().isPresent()
                ? ""
                : nextFire(job, now).map(at -> JobText.time(at, zone(job))).orElse("");
    }

    /** When a job is due next. */
    static Optional<Instant> nextFire(JobInfo job, Instant now) {
        return FireTimes.of(job.version().definition().schedule()).next(now);
    }

    /** All about one job. */
    static String job(JobInfo job, List<JobVersion> versions, Instant now) {
        JobDefinition definition = job.version().definition();
        ZoneId zone = zone(job);
        StringBuilder text = new StringBuilder(job.name() + ": " + definition.work() + ", "
                + JobText.schedule(definition) + (job.pausedAt().isPresent() ? ", paused" : "") + "\n\n");
        Lines lines = new Lines();
        lines.add("version", job.version().number() + ", hash " + job.version().hash());
        job.pausedAt().ifPresent(at -> lines.add("paused since", JobText.time(at, zone)));
        lines.add("next", next(job, now));
        job.last().ifPresent(last -> lines.add("last", occurrence(last, zone)));
        lines.add(
                "last success",
                job.lastSuccessAt()
                        .map(at -> JobText.time(at, zone) + ", " + age(at, now))
                        .orElse("never"));
        lines.add("waiting", job.waiting() == 0 ? "" : Units.number(job.waiting()));
        lines.add("running", job.running() == 0 ? "" : Units.number(job.running()));
        settings(lines, definition);
        text.append(lines.text());
        if (versions.size() > 1) {
            text.append("\n\n").append(versions(versions, job.version().number(), zone));
        }
        return text.toString();
    }

    /** What is left of a job that was unpromoted. */
    static String former(String job, List<JobVersion> versions) {
        ZoneId zone = versions.getFirst().definition().schedule().zone();
        return job + " is not promoted any more. 'pipette jobs history " + job
                + "' lists what it did; 'pipette promote' makes it a job again.\n\n" + versions(versions, 0, zone);
    }

    private static String occurrence(Occurrence last, ZoneId zone) {
        return JobText.word(last.status()) + ", " + Units.rows(last.rows()) + ", interval " + interval(last.interval())
                + last.finishedAt()
                        .map(at -> ", ended " + JobText.time(at, zone))
                        .orElse("");
    }

    private static void settings(Lines lines, JobDefinition job) {
        lines.add("loads", job.isByInterval() ? "the rows of its interval" : "what is new");
        lines.add(
                "parameters",
                job.parameters().entrySet().stream()
                        .map(param -> param.getKey() + "=" + param.getValue())
                        .collect(Collectors.joining(", ")));
        lines.add("into", job.into().orElse(""));
        lines.add("dataset", job.dataset().orElse(""));
        lines.add("libraries", String.join(", ", job.libraries()));
        lines.add(
                "attempts",
                job.retries().attempts() + ", after "
                        + Durations.text(job.retries().first()) + " to "
                        + Durations.text(job.retries().most()));
        lines.add("timeout", Durations.text(job.timeout()) + ", then " + Durations.text(job.grace()) + " to stop");
        lines.add("missed", JobText.word(job.missed()));
        lines.add("overlap", JobText.word(job.overlap()));
        lines.add("fresh within", job.freshWithin().map(Durations::text).orElse(""));
        lines.add("alerts", job.alerts().stream().map(AlertRule::toString).collect(Collectors.joining("; ")));
        lines.add("settings file", job.envFile().map(Object::toString).orElse(""));
        lines.add("folder", job.folder().map(Object::toString).orElse(""));
        lines.add("runs in", job.isInProcess() ? "the scheduler's JVM" : "a JVM of its own, heap " + job.maxHeap());
        lines.add("logs kept", Durations.text(job.keepLogs()));
    }

    private static String versions(List<JobVersion> versions, int current, ZoneId zone) {
        Grid grid = new Grid(">version", "promoted", "by", "hash", "");
        for (JobVersion version : versions) {
            grid.add(
                    String.valueOf(version.number()),
                    JobText.time(version.promotedAt(), zone),
                    version.promotedBy(),
                    version.hash().substring(0, Math.min(12, version.hash().length())),
                    version.number() == current ? "current" : "");
        }
        return grid.text();
    }

    static String interval(RunInterval interval) {
        return JobText.interval(interval);
    }

    /** The intervals of a backfill, and how many of them are where. */
    static String backfill(Backfill backfill) {
        Grid grid = new Grid("interval", "status", ">attempts", ">rows", "load ids", "message");
        for (BackfillInterval one : backfill.intervals()) {
            grid.add(
                    interval(one.interval()),
                    status(one),
                    String.valueOf(one.attempts()),
                    Units.number(one.rows()),
                    String.join(", ", one.loadIds()),
                    one.message().orElse(""));
        }
        return grid.text() + "\n\n" + count(backfill);
    }

    private static String status(BackfillInterval one) {
        return switch (one.choice()) {
            case DONE -> "done before";
            case UNDER_WAY, NEW, AGAIN, REDO -> JobText.word(one.status());
        };
    }

    /** {@code 3 intervals: 2 succeeded, 1 waiting; 120 rows}. */
    static String count(Backfill backfill) {
        List<BackfillInterval> all = backfill.intervals();
        String counts = all.stream()
                .collect(Collectors.groupingBy(JobTables::status, java.util.LinkedHashMap::new, Collectors.counting()))
                .entrySet()
                .stream()
                .map(entry -> entry.getValue() + " " + entry.getKey())
                .collect(Collectors.joining(", "));
        long rows = all.stream().mapToLong(BackfillInterval::rows).sum();
        return (all.size() == 1 ? "1 interval: " : Units.number(all.size()) + " intervals: ") + counts + "; "
                + Units.rows(rows);
    }

    /** {@code 3 of 24 intervals have ended, 2 run}. */
    static String progress(Backfill backfill) {
        List<BackfillInterval> all = backfill.intervals();
        long ended = all.stream().filter(one -> one.status().isEnd()).count();
        long running = all.stream()
                .filter(one -> one.status() == OccurrenceStatus.RUNNING)
                .count();
        return Units.number(ended) + " of " + (all.size() == 1 ? "1 interval" : Units.number(all.size()) + " intervals")
                + (ended == 1 ? " has ended" : " have ended") + (running == 0 ? "" : ", " + running + " run");
    }

    /** What an attempt was, above its log. */
    static String attempt(Occurrence occurrence, Attempt attempt) {
        ZoneId zone = occurrence.interval().from().getZone();
        return occurrence.job() + " " + occurrence.interval() + ", attempt " + attempt.number() + " on "
                + attempt.host() + ", started " + JobText.time(attempt.startedAt(), zone)
                + attempt.how().map(how -> ", " + JobText.word(how)).orElse(", it runs");
    }
}
