package dev.pipette.jobs.export;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.jobs.Schedule;
import dev.pipette.jobs.time.CronExpression;
import dev.pipette.jobs.time.Durations;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;

/**
 * A schedule as a cron expression that all other schedulers read: five fields of numbers, and a zone by its name.
 *
 * @param cron the expression
 * @param zone the name of the zone
 */
record CalendarTimes(String cron, String zone) {
    private static final Set<String> ZONES = ZoneId.getAvailableZoneIds();
    private static final int MINUTES_OF_DAY = 1440;

    static CalendarTimes of(ExportRequest request) {
        return switch (request.job().schedule()) {
            case Schedule.Cron cron ->
                new CalendarTimes(PortableCron.of(CronExpression.parse(cron.expression())), zone(cron.zone()));
            case Schedule.Every every -> every(every);
            case Schedule.Never never ->
                throw new PipetteException(
                        ErrorCode.BAD_USAGE,
                        "the job '" + request.job().name()
                                + "' has no schedule, so that another scheduler has nothing to do. Give it --cron or --every.");
        };
    }

    /** What starts again each hour or each day, or each week on a Thursday as 1970-01-01 was one. */
    private static CalendarTimes every(Schedule.Every schedule) {
        Duration every = schedule.every();
        long minutes = every.toMinutes();
        boolean whole = every.equals(Duration.ofMinutes(minutes));
        if (whole && minutes < 60 && 60 % minutes == 0) {
            return new CalendarTimes(minutes == 1 ? "* * * * *" : "*/" + minutes + " * * * *", "UTC");
        }
        if (whole && minutes < MINUTES_OF_DAY && minutes % 60 == 0 && MINUTES_OF_DAY % minutes == 0) {
            return new CalendarTimes(minutes == 60 ? "0 * * * *" : "0 */" + minutes / 60 + " * * *", "UTC");
        }
        if (every.equals(Duration.ofDays(1))) {
            return new CalendarTimes("0 0 * * *", zone(schedule.zone()));
        }
        if (every.equals(Duration.ofDays(7))) {
            return new CalendarTimes("0 0 * * 4", zone(schedule.zone()));
        }
        throw new PipetteException(
                ErrorCode.BAD_USAGE,
                "other schedulers cannot run a job every " + Durations.text(every)
                        + ". Use a time that divides an hour or a day, such as 5m, 30m,"
                        + " 1h, 6h or 1d, or a cron expression.");
    }

    private static String zone(ZoneId zone) {
        if (zone.normalized().equals(ZoneOffset.UTC)) {
            return "UTC";
        }
        if (ZONES.contains(zone.getId()) && zone.getId().contains("/")) {
            return zone.getId();
        }
        throw new PipetteException(
                ErrorCode.BAD_USAGE,
                "other schedulers do not know the time zone '" + zone
                        + "'. Use one by its place, such as America/New_York, or UTC.");
    }

    /** Its five fields. */
    List<String> fields() {
        return List.of(cron.split(" "));
    }
}
