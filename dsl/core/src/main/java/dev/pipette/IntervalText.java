package dev.pipette;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.settings.Parameters;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Period;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads intervals as ISO 8601 has them. */
final class IntervalText {
    /** Not one in the name of a zone, {@code [America/New_York]}. */
    private static final Pattern SLASH = Pattern.compile("/(?![^\\[\\]]*])");

    private IntervalText() {}

    static RunInterval parse(String text) {
        String[] ends = SLASH.split(text, 2);
        Optional<ZonedDateTime> from = ends.length < 2 ? Optional.empty() : time(ends[0]);
        return from.flatMap(begin -> end(begin, ends[1]).map(end -> new RunInterval(begin, end)))
                .orElseThrow(() -> new PipetteException(
                        ErrorCode.BAD_USAGE,
                        "'" + text + "' is not an interval. Write its begin and its end like 2025-12-24/2025-12-25 or"
                                + " 2025-12-24T06:00:00-05:00/2025-12-24T07:00:00-05:00, or its begin and how long it is, like"
                                + " 2025-12-24/P1D."));
    }

    private static Optional<ZonedDateTime> end(ZonedDateTime begin, String text) {
        try {
            if (text.startsWith("PT")) {
                return Optional.of(begin.plus(Duration.parse(text)));
            }
            return text.startsWith("P") ? Optional.of(begin.plus(Period.parse(text))) : time(text);
        } catch (DateTimeException none) {
            return Optional.empty();
        }
    }

    private static Optional<ZonedDateTime> time(String text) {
        try {
            return new Parameters(Map.of("time", text)).value("time", ZonedDateTime.class);
        } catch (PipetteException none) {
            return Optional.empty();
        }
    }
}
