package dev.pipette.cli.jobs;

import dev.pipette.RunInterval;
import dev.pipette.jobs.JobDefinition;
import dev.pipette.jobs.Schedule;
import dev.pipette.jobs.time.Durations;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/** Values of jobs as people read them: short, and times in the zone of the job. */
final class JobText {
    private static final DateTimeFormatter MINUTES = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm XXX", Locale.ROOT);
    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss XXX", Locale.ROOT);

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("EEE", Locale.ROOT);

    private JobText() {}

    /** A time as a table shows it; without seconds where they are 0. */
    static String time(Instant instant, ZoneId zone) {
        return time(instant.atZone(zone));
    }

    static String time(ZonedDateTime time) {
        return (time.getSecond() == 0 && time.getNano() == 0 ? MINUTES : SECONDS).format(time);
    }

    /** The day of the week of a time. */
    static String day(ZonedDateTime time) {
        return DAY.format(time);
    }

    static String time(Optional<Instant> instant, ZoneId zone) {
        return instant.map(at -> time(at, zone)).orElse("");
    }

    /** An interval; one of whole days by its dates. */
    static String interval(RunInterval interval) {
        return isMidnight(interval.from()) && isMidnight(interval.to())
                ? interval.fromDate() + " to " + interval.toDate()
                : time(interval.from()) + " to " + time(interval.to());
    }

    private static boolean isMidnight(ZonedDateTime time) {
        return time.toLocalTime().equals(LocalTime.MIDNIGHT);
    }

    /** How long something took or is ago: in its two largest units. */
    static String length(Duration duration) {
        if (duration.isNegative()) {
            return "0s";
        }
        if (duration.compareTo(Duration.ofSeconds(10)) < 0 && duration.toMillisPart() != 0) {
            return String.format(Locale.ROOT, "%.1fs", duration.toMillis() / 1000.0);
        }
        Duration rounded = duration.toDays() > 0
                ? Duration.ofHours(duration.toHours())
                : duration.toHours() > 0
                        ? Duration.ofMinutes(duration.toMinutes())
                        : duration.truncatedTo(java.time.temporal.ChronoUnit.SECONDS);
        return Durations.text(rounded);
    }

    /** When a job is due. */
    static String schedule(JobDefinition job) {
        String times = switch (job.schedule()) {
            case Schedule.Cron cron -> cron.toString();
            case Schedule.Every every -> every.toString();
            case Schedule.Never _ -> "";
        };
        if (job.after().isEmpty()) {
            return times.isEmpty() ? "by hand" : times;
        }
        String after = "after " + String.join(", ", job.after());
        return times.isEmpty() ? after : times + ", " + after;
    }

    /** A constant as people write it. */
    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
