package dev.pipette;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.settings.Parameters;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;

/**
 * The parameters {@code from} and {@code to}, which are the ends of the interval of a run.
 *
 * @param given the texts of all parameters that were given, which win
 */
record IntervalParameters(Map<String, String> given, Optional<RunInterval> interval) {
    private static final String FROM = "from";
    private static final String TO = "to";

    static boolean isOne(String name) {
        return name.equals(FROM) || name.equals(TO);
    }

    /**
     * The interval that both parameters name; empty without both.
     *
     * @throws PipetteException BAD_USAGE where one of them is missing or is not a time
     */
    static Optional<RunInterval> interval(Map<String, String> given) {
        if (!given.containsKey(FROM) && !given.containsKey(TO)) {
            return Optional.empty();
        }
        Parameters parameters = new Parameters(given);
        return Optional.of(new RunInterval(bound(parameters, FROM, TO), bound(parameters, TO, FROM)));
    }

    private static ZonedDateTime bound(Parameters parameters, String name, String other) {
        return parameters
                .value(name, ZonedDateTime.class)
                .orElseThrow(() -> new PipetteException(
                        ErrorCode.BAD_USAGE,
                        "run.interval(): parameter " + other + " is given, and parameter " + name
                                + " is missing. An interval has both ends: pipette run --param from=2025-12-24 --param to=2025-12-25"
                                + " FILE"));
    }

    /** A date or a local time is that of the interval's own zone. */
    <T> Optional<T> value(String name, Class<T> type) {
        String text = given.get(name);
        if (text == null) {
            return interval.flatMap(known -> {
                ZonedDateTime time = name.equals(FROM) ? known.from() : known.to();
                return new Parameters(Map.of(name, text(time, type))).value(name, type);
            });
        }
        if ((type != LocalDate.class && type != LocalDateTime.class) || !text.contains("T")) {
            return new Parameters(given).value(name, type);
        }
        return new Parameters(given)
                .value(name, ZonedDateTime.class)
                .flatMap(time -> new Parameters(Map.of(name, text(time, type))).value(name, type));
    }

    private static String text(ZonedDateTime time, Class<?> type) {
        if (type == LocalDate.class) {
            return time.toLocalDate().toString();
        }
        if (type == LocalDateTime.class) {
            return time.toLocalDateTime().toString();
        }
        return (type == ZonedDateTime.class
                        ? DateTimeFormatter.ISO_ZONED_DATE_TIME
                        : DateTimeFormatter.ISO_OFFSET_DATE_TIME)
                .format(time);
    }
}
