package dev.pipette.jobs;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.jobs.time.Durations;
import java.time.Duration;
import java.time.ZoneId;

/**
 * When a job is due.
 *
 * <pre>{@code
 * Schedule hourly = new Schedule.Cron("15 7-23 * * *", ZoneId.of("America/New_York"));
 * Schedule often = new Schedule.Every(Duration.ofMinutes(5), ZoneId.of("UTC"));
 * }</pre>
 */
public sealed interface Schedule {
    /** The zone of the calendar that the schedule follows. */
    ZoneId zone();

    /**
     * At the times of a cron expression.
     *
     * @param expression five fields: minute, hour, day of month, month, day of week
     * @param zone whose clock the fields mean
     */
    record Cron(String expression, ZoneId zone) implements Schedule {
        @Override
        public String toString() {
            return expression + " " + zone;
        }
    }

    /**
     * Again and again after the same time.
     *
     * @param every whole seconds, a minute at least and 366 days at most
     * @param zone whose days are meant where it is whole days
     */
    record Every(Duration every, ZoneId zone) implements Schedule {
        /** Refuses what is too short or too long to wait for. */
        public Every {
            if (every.compareTo(Duration.ofMinutes(1)) < 0
                    || every.compareTo(Duration.ofDays(366)) > 0
                    || every.getNano() != 0) {
                throw new PipetteException(
                        ErrorCode.BAD_USAGE,
                        "a job cannot run every " + Durations.text(every)
                                + ". Use whole seconds, 1m at least and 366d at most, like 5m, 1h or" + " 1d.");
            }
        }

        @Override
        public String toString() {
            return "every " + Durations.text(every) + " " + zone;
        }
    }

    /**
     * Never by itself: by hand, or after other jobs.
     *
     * @param zone in which intervals are shown
     */
    record Never(ZoneId zone) implements Schedule {
        @Override
        public String toString() {
            return "by hand " + zone;
        }
    }
}
