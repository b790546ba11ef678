package dev.pipette.jobs.time;

import dev.pipette.RunInterval;
import dev.pipette.jobs.MissedRuns;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides which occurrences a job gets for the fire times that have passed since it was planned last: those that run, and those that
 * are recorded as skipped because nobody could run them in time.
 *
 * <pre>{@code
 * Missed.Plan plan = Missed.of(FireTimes.of(schedule), MissedRuns.LATEST).plan(plannedUntil, clock.instant());
 * plan.occurrences().forEach(store::add);
 * store.planned(job, plan.plannedUntil());
 * }</pre>
 *
 * <p>A plan has 10,000 occurrences at most. Where there are more, {@link Plan#isWhole} is false, and the next plan begins at {@link
 * Plan#plannedUntil}.
 */
public final class Missed {
    /** The occurrences of one plan. */
    public static final int AT_MOST = 10_000;

    /** A fire time that is older than this was missed. A scheduler that is alive plans within 30 s. */
    public static final Duration IN_TIME = Duration.ofMinutes(2);

    /**
     * An occurrence.
     *
     * @param interval its identity
     * @param skipped why it does not run; empty where it runs
     */
    public record Planned(RunInterval interval, Optional<String> skipped) {}

    /**
     * What is to be recorded, in one transaction.
     *
     * @param occurrences the oldest first
     * @param plannedUntil fire times up to here are planned now
     * @param isWhole whether this is all that is due
     */
    public record Plan(List<Planned> occurrences, Instant plannedUntil, boolean isWhole) {}

    private record Pause(Instant from, Instant to) {
        boolean covers(Instant fire) {
            return !fire.isBefore(from) && fire.isBefore(to);
        }
    }

    private final FireTimes times;
    private final MissedRuns policy;
    private final List<Pause> pauses;

    private Missed(FireTimes times, MissedRuns policy, List<Pause> pauses) {
        this.times = times;
        this.policy = policy;
        this.pauses = pauses;
    }

    /** Plans a job with this policy. */
    public static Missed of(FireTimes times, MissedRuns policy) {
        return new Missed(times, policy, List.of());
    }

    /** Knows that the job was paused, perhaps not for the first time, so that what became due meanwhile was missed. */
    public Missed paused(Instant from, Instant to) {
        List<Pause> all = new ArrayList<>(pauses);
        all.add(new Pause(from, to));
        return new Missed(times, policy, List.copyOf(all));
    }

    /**
     * Plans the fire times after one instant and up to another one.
     *
     * @param plannedUntil fire times up to here are planned already
     * @param now fire times after it are not due yet
     */
    public Plan plan(Instant plannedUntil, Instant now) {
        Optional<Instant> newest = times.atOrBefore(now).filter(fire -> fire.isAfter(plannedUntil));
        List<Planned> occurrences = new ArrayList<>();
        Instant until = plannedUntil;
        while (newest.isPresent() && until.isBefore(newest.get()) && occurrences.size() < AT_MOST) {
            Instant fire = times.next(until).orElseThrow();
            occurrences.add(planned(fire, newest.get(), now));
            until = fire;
        }
        boolean whole = newest.isEmpty() || !until.isBefore(newest.get());
        return new Plan(occurrences, whole && now.isAfter(until) ? now : until, whole);
    }

    private Planned planned(Instant fire, Instant newest, Instant now) {
        RunInterval interval = times.interval(fire).orElseThrow();
        boolean runs = switch (policy) {
            case ALL -> true;
            case LATEST -> fire.equals(newest);
            case NONE -> fire.equals(newest) && isInTime(fire, now);
        };
        return new Planned(interval, runs ? Optional.empty() : Optional.of(reason(fire, newest)));
    }

    private boolean isInTime(Instant fire, Instant now) {
        return pause(fire).isEmpty() && !fire.isBefore(now.minus(IN_TIME));
    }

    private Optional<Pause> pause(Instant fire) {
        return pauses.stream().filter(pause -> pause.covers(fire)).findFirst();
    }

    private String reason(Instant fire, Instant newest) {
        String what = policy == MissedRuns.LATEST
                ? "the newest missed occurrence, " + text(newest) + ", runs in its place (--missed latest)"
                : "missed occurrences do not run (--missed none)";
        return cause(fire) + "; " + what;
    }

    private String cause(Instant fire) {
        return pause(fire)
                .map(pause -> "missed while the job was paused, from " + text(pause.from()) + " to " + text(pause.to()))
                .orElse("missed while no scheduler ran");
    }

    private String text(Instant time) {
        ZonedDateTime local = time.atZone(times.zone()).truncatedTo(ChronoUnit.SECONDS);
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(local);
    }
}
