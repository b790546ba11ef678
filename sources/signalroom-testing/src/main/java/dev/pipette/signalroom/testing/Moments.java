package dev.pipette.signalroom.testing;

import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;

/** When things happen in a day of New York: by day, and in the evening, when in UTC it is the next day already. */
final class Moments {
    static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

    private static final LocalTime NOON = LocalTime.NOON;
    private static final LocalTime NINE = LocalTime.of(21, 0);

    private Moments() {}

    /** The day of another zone in which it is noon in New York. */
    static LocalDate day(LocalDate day, ZoneId zone) {
        return at(day, NOON, zone);
    }

    /** The day of another zone in which it is nine in the evening in New York. */
    static LocalDate evening(LocalDate day, ZoneId zone) {
        return at(day, NINE, zone);
    }

    private static LocalDate at(LocalDate day, LocalTime time, ZoneId zone) {
        return day.atTime(time).atZone(NEW_YORK).withZoneSameInstant(zone).toLocalDate();
    }

    static List<LocalDate> days(String first, String last) {
        LocalDate from = LocalDate.parse(first);
        LocalDate to = LocalDate.parse(last);
        if (from.isAfter(to)) {
            throw new IllegalArgumentException("the days end before they begin: " + first + " to " + last);
        }
        return from.datesUntil(to.plusDays(1)).toList();
    }
}
