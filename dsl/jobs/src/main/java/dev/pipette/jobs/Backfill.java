package dev.pipette.jobs;

import dev.pipette.RunInterval;
import dev.pipette.text.Units;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Intervals of a job that a person asked to load, and where each of them is.
 *
 * <pre>{@code
 * Backfill december = job.backfill(from, to, Optional.of(Period.ofDays(1)), 4, false);
 * december.intervals().forEach(System.out::println);
 * }</pre>
 *
 * @param id its number
 * @param job the name of the job
 * @param parallel how many of its intervals run at a time
 * @param redo whether intervals that had succeeded run again
 * @param createdAt when
 * @param createdBy the user who asked for it
 * @param intervals from the oldest on
 */
public record Backfill(
        long id,
        String job,
        int parallel,
        boolean redo,
        Instant createdAt,
        String createdBy,
        List<BackfillInterval> intervals) {
    /** Copies the list. */
    public Backfill {
        intervals = List.copyOf(intervals);
    }

    /** What a backfill does with one of its intervals. */
    public enum Choice {
        /** Runs it: it never did. */
        NEW,
        /** Runs it again: it failed, was cancelled, or was skipped. */
        AGAIN,
        /** Runs it again although it succeeded, because the backfill redoes. */
        REDO,
        /** Leaves it: it succeeded before. */
        DONE,
        /** Leaves it: it waited or ran already. */
        UNDER_WAY
    }

    /**
     * One interval.
     *
     * @param interval its time
     * @param choice what the backfill does with it
     * @param occurrence that loads it, or has loaded it
     * @param status of that occurrence
     * @param attempts of that occurrence
     * @param rows loaded by all attempts of that occurrence, each load counted once
     * @param loadIds of all of them
     * @param message what failed
     */
    public record BackfillInterval(
            RunInterval interval,
            Choice choice,
            long occurrence,
            OccurrenceStatus status,
            int attempts,
            long rows,
            List<String> loadIds,
            Optional<String> message) {
        /** Copies the list. */
        public BackfillInterval {
            loadIds = List.copyOf(loadIds);
        }

        /** {@code 2025-12-24T00:00:00Z/2025-12-25T00:00:00Z SUCCEEDED, 12 rows}. */
        @Override
        public String toString() {
            return interval + " "
                    + (status == OccurrenceStatus.SUCCEEDED
                            ? status + ", " + Units.rows(rows)
                            : status + message.map(text -> ": " + text).orElse(""));
        }
    }

    /** Whether all its intervals have ended. */
    public boolean isOver() {
        return intervals.stream().allMatch(interval -> interval.status().isEnd());
    }

    /** {@code backfill 3 of orders: 24 intervals, 20 SUCCEEDED, 4 WAITING}. */
    @Override
    public String toString() {
        return "backfill " + id + " of " + job + ": "
                + (intervals.size() == 1 ? "1 interval" : intervals.size() + " intervals")
                + Stream.of(OccurrenceStatus.values())
                        .filter(status -> count(status) > 0)
                        .map(status -> ", " + count(status) + " " + status)
                        .collect(Collectors.joining());
    }

    private long count(OccurrenceStatus status) {
        return intervals.stream().filter(one -> one.status() == status).count();
    }

    /** A JSON document with all of it, as {@code pipette jobs backfill --json} prints it. */
    public String toJson() {
        return JobDocuments.write(this);
    }
}
