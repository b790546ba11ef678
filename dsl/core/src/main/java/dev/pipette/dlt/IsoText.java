package dev.pipette.dlt;

import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;

/**
 * Times as Python's {@code isoformat()} writes them: seconds always, six digits of fraction or none.
 *
 * <p>Nanoseconds are cut to microseconds, which is all that Python has.
 */
final class IsoText {
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("HH:mm:ss");
    private static final DateTimeFormatter MICROS = DateTimeFormatter.ofPattern("HH:mm:ss.SSSSSS");
    private static final DateTimeFormatter OFFSET =
            new DateTimeFormatterBuilder().appendOffset("+HH:MM:ss", "+00:00").toFormatter();

    private IsoText() {}

    static String of(LocalTime time) {
        return (time.get(ChronoField.MICRO_OF_SECOND) == 0 ? SECONDS : MICROS).format(time);
    }

    static String of(LocalDateTime time) {
        return time.toLocalDate() + "T" + of(time.toLocalTime());
    }

    /** As Python writes it: {@code +00:00} for UTC. */
    static String of(OffsetDateTime time) {
        return of(time.toLocalDateTime()) + OFFSET.format(time);
    }
}
