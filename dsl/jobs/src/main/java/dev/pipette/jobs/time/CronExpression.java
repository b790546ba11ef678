package dev.pipette.jobs.time;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A cron expression: five fields as Unix cron reads them, or one of its names such as {@code @daily}. It knows the calendar and no
 * time zone; {@link FireTimes} gives its times a place in one.
 *
 * <pre>{@code
 * CronExpression working = CronExpression.parse("15 7-23 * * MON-FRI");
 * working.next(LocalDateTime.parse("2025-12-24T23:15"));   // 2025-12-25T07:15
 * }</pre>
 *
 * <p>Where both the day of month and the day of week are given, one of them is enough, as in cron.
 */
public final class CronExpression {
    static final String EXAMPLE =
            "Example: '15 7-23 * * MON-FRI' is at minute 15 of the hours 7 to 23, from Monday to Friday.";

    private static final Map<String, String> NAMES = Map.of(
            "@hourly", "0 * * * *",
            "@daily", "0 0 * * *",
            "@midnight", "0 0 * * *",
            "@weekly", "0 0 * * 0",
            "@monthly", "0 0 1 * *",
            "@yearly", "0 0 1 1 *",
            "@annually", "0 0 1 1 *");

    /** The 29th of February on one day of the week is rarer than any other date: at most 40 years apart. */
    private static final int YEARS = 50;

    private final String text;
    private final CronField minute;
    private final CronField hour;
    private final CronField day;
    private final CronField month;
    private final CronField weekday;

    private CronExpression(String text, List<CronField> fields) {
        this.text = text;
        this.minute = fields.get(0);
        this.hour = fields.get(1);
        this.day = fields.get(2);
        this.month = fields.get(3);
        this.weekday = fields.get(4);
    }

    /**
     * Reads an expression.
     *
     * @throws PipetteException BAD_USAGE with the field and the value that are wrong
     */
    public static CronExpression parse(String text) {
        String written = text.strip();
        String fields = named(written);
        String[] words = fields.split("\\s+");
        if (words.length != 5) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "the cron expression '" + text + "' has " + count(fields.isEmpty() ? 0 : words.length)
                            + ". It needs five: minute, hour, day of month, month, day of week. " + EXAMPLE);
        }
        CronField.Kind[] kinds = CronField.Kind.values();
        CronExpression read = new CronExpression(
                written,
                IntStream.range(0, 5)
                        .mapToObj(i -> CronField.parse(kinds[i], words[i], written))
                        .toList());
        if (read.next(LocalDateTime.of(2000, 1, 1, 0, 0)).isEmpty()) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "the cron expression '" + text + "' never fires: no month '" + words[3] + "' has a day '" + words[2]
                            + "'. " + EXAMPLE);
        }
        return read;
    }

    private static String count(int fields) {
        return fields == 1 ? "1 field" : fields + " fields";
    }

    private static String named(String text) {
        if (!text.startsWith("@")) {
            return text;
        }
        String fields = NAMES.get(text.toLowerCase(Locale.ROOT));
        if (fields == null) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "'" + text + "' is not a name of a cron expression. The names are "
                            + String.join(", ", NAMES.keySet().stream().sorted().toList()) + ". " + EXAMPLE);
        }
        return fields;
    }

    /** The first time after this one; empty where it is more than 50 years away. */
    public Optional<LocalDateTime> next(LocalDateTime after) {
        LocalDateTime start = after.truncatedTo(ChronoUnit.MINUTES).plusMinutes(1);
        LocalDate last = start.toLocalDate().plusYears(YEARS);
        LocalTime earliest = start.toLocalTime();
        LocalDate date = start.toLocalDate();
        while (!date.isAfter(last)) {
            if (!month.has(date.getMonthValue())) {
                date = date.withDayOfMonth(1).plusMonths(1);
            } else {
                Optional<LocalTime> time = isDay(date) ? timeFrom(earliest) : Optional.empty();
                if (time.isPresent()) {
                    return Optional.of(date.atTime(time.orElseThrow()));
                }
                date = date.plusDays(1);
            }
            earliest = LocalTime.MIN;
        }
        return Optional.empty();
    }

    /** The last time before this one; empty where it is more than 50 years away. */
    public Optional<LocalDateTime> previous(LocalDateTime before) {
        LocalDateTime start = before.minusNanos(1).truncatedTo(ChronoUnit.MINUTES);
        LocalDate first = start.toLocalDate().minusYears(YEARS);
        LocalTime latest = start.toLocalTime();
        LocalDate date = start.toLocalDate();
        while (!date.isBefore(first)) {
            if (!month.has(date.getMonthValue())) {
                date = date.withDayOfMonth(1).minusDays(1);
            } else {
                Optional<LocalTime> time = isDay(date) ? timeUpTo(latest) : Optional.empty();
                if (time.isPresent()) {
                    return Optional.of(date.atTime(time.orElseThrow()));
                }
                date = date.minusDays(1);
            }
            latest = LocalTime.MAX;
        }
        return Optional.empty();
    }

    /** Whether it fires at this time, to the minute. */
    public boolean matches(LocalDateTime time) {
        return time.getSecond() == 0
                && time.getNano() == 0
                && minute.has(time.getMinute())
                && hour.has(time.getHour())
                && month.has(time.getMonthValue())
                && isDay(time.toLocalDate());
    }

    private boolean isDay(LocalDate date) {
        boolean inMonth = day.has(date.getDayOfMonth());
        boolean inWeek = weekday.has(date.getDayOfWeek().getValue() % 7);
        return day.isOpen() || weekday.isOpen() ? inMonth && inWeek : inMonth || inWeek;
    }

    private Optional<LocalTime> timeFrom(LocalTime earliest) {
        int atHour = hour.from(earliest.getHour());
        int atMinute = atHour == earliest.getHour() ? minute.from(earliest.getMinute()) : minute.from(0);
        if (atMinute < 0) {
            atHour = hour.from(earliest.getHour() + 1);
            atMinute = minute.from(0);
        }
        return atHour < 0 ? Optional.empty() : Optional.of(LocalTime.of(atHour, atMinute));
    }

    private Optional<LocalTime> timeUpTo(LocalTime latest) {
        int atHour = hour.upTo(latest.getHour());
        int atMinute = atHour == latest.getHour() ? minute.upTo(latest.getMinute()) : minute.upTo(59);
        if (atMinute < 0) {
            atHour = hour.upTo(latest.getHour() - 1);
            atMinute = minute.upTo(59);
        }
        return atHour < 0 ? Optional.empty() : Optional.of(LocalTime.of(atHour, atMinute));
    }

    /** Whether its hour field means each hour of the day, so that it follows the time that passes and not the clock on the wall. */
    public boolean isEachHour() {
        return hour.isEach();
    }

    /**
     * Whether a field begins with {@code *}, so that it does not count as given where days are chosen.
     *
     * @param field from 0, minute, to 4, day of week
     */
    public boolean isOpen(int field) {
        return List.of(minute, hour, day, month, weekday).get(field).isOpen();
    }

    /** Its five fields with the numbers that each of them means. */
    public List<List<Integer>> fields() {
        return Stream.of(minute, hour, day, month, weekday)
                .map(CronField::numbers)
                .toList();
    }

    /** As it was written. */
    @Override
    public String toString() {
        return text;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CronExpression that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }
}
