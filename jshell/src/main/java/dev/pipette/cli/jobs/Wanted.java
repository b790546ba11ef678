package dev.pipette.cli.jobs;

import dev.pipette.RunInterval;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.jobs.Job;
import dev.pipette.jobs.Occurrence;
import dev.pipette.jobs.OccurrenceStatus;
import dev.pipette.jobs.time.TimeBounds;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Finds what a word names: an occurrence by its id, by the begin of its interval, or as the latest one. */
final class Wanted {
    private static final String LATEST = "latest";

    private Wanted() {}

    /** A number that is 1 or more. */
    static int positive(String option, int number) {
        if (number < 1) {
            throw new PipetteException(ErrorCode.BAD_USAGE, option + " " + number + ": give a whole number from 1 on.");
        }
        return number;
    }

    /** The occurrence that was begun last, or that a word names. */
    static Occurrence occurrence(Job job, @Nullable String word) {
        if (word == null || word.equals(LATEST)) {
            return latest(job, one -> one.attempts() > 0)
                    .orElseThrow(() -> new PipetteException(
                            ErrorCode.BAD_USAGE,
                            job.name() + " has not run yet. 'pipette jobs run " + job.name() + "' runs it now."));
        }
        return named(job, word, one -> one.attempts() > 0);
    }

    /** The occurrence that runs, or else the one that waits longest, or the one that a word names. */
    static Occurrence open(Job job, @Nullable String word) {
        if (word != null && !word.equals(LATEST)) {
            return named(job, word, one -> !one.status().isEnd());
        }
        return latest(job, one -> one.status() == OccurrenceStatus.RUNNING)
                .or(() -> latest(job, one -> one.status() == OccurrenceStatus.RETRYING))
                .or(() -> latest(job, one -> one.status() == OccurrenceStatus.WAITING))
                .orElseThrow(() -> new PipetteException(
                        ErrorCode.BAD_USAGE, "no occurrence of " + job.name() + " runs or waits: nothing to cancel."));
    }

    private static Optional<Occurrence> latest(Job job, Predicate<Occurrence> wanted) {
        return job.history(LOOKED_AT).stream().filter(wanted).findFirst();
    }

    /** Occurrences that are looked through; a word that names an older one is its id. */
    private static final int LOOKED_AT = 10_000;

    /** Of those of an interval that was redone, the newest one that is preferred. */
    private static Occurrence named(Job job, String word, Predicate<Occurrence> preferred) {
        if (word.matches("[0-9]{1,18}")) {
            long id = Long.parseLong(word);
            return job.occurrence(id).orElseThrow(() -> unknown(job, word));
        }
        Instant begin = TimeBounds.parse("the occurrence", word, zone(job)).toInstant();
        List<Occurrence> found = job.history(LOOKED_AT).stream()
                .filter(one -> one.interval().from().toInstant().equals(begin))
                .toList();
        return found.stream()
                .filter(preferred)
                .findFirst()
                .or(() -> found.stream().findFirst())
                .orElseThrow(() -> unknown(job, word));
    }

    private static PipetteException unknown(Job job, String word) {
        return new PipetteException(
                ErrorCode.BAD_USAGE,
                job.name() + " has no occurrence '" + word + "'. Name one by its id or by the begin of its interval, as"
                        + " 'pipette jobs history " + job.name() + "' shows them.");
    }

    static ZoneId zone(Job job) {
        return job.info().version().definition().schedule().zone();
    }

    /** An interval of the job, {@code FROM/TO}. */
    static RunInterval interval(Job job, String word) {
        return dev.pipette.jobs.time.IntervalWord.resolve(word, zone(job), Instant.now());
    }
}
