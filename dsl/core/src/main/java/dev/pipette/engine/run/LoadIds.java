package dev.pipette.engine.run;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Load ids, as dlt writes them: seconds since 1970 with a fraction, compared as text. Always above every id that is
 * committed, whatever the clock says.
 */
public final class LoadIds {
    private static final int DIGITS = 7;
    private static final long TICKS = 10_000_000;

    private LoadIds() {}

    public static String next(Instant now, Optional<String> newestThere, Optional<String> newestHere) {
        String id = text(now.getEpochSecond(), now.getNano() / 100);
        Optional<String> newest =
                Stream.of(newestThere, newestHere).flatMap(Optional::stream).max(String::compareTo);
        return newest.filter(known -> known.compareTo(id) >= 0)
                .map(LoadIds::above)
                .orElse(id);
    }

    private static String above(String id) {
        int point = id.indexOf('.');
        String whole = point < 0 ? id : id.substring(0, point);
        String fraction = point < 0 ? "" : id.substring(point + 1);
        String padded = (fraction + "0".repeat(DIGITS)).substring(0, DIGITS);
        long ticks = Long.parseLong(padded) + 1;
        return text(Long.parseLong(whole) + ticks / TICKS, ticks % TICKS);
    }

    private static String text(long seconds, long ticks) {
        return String.format(Locale.ROOT, "%d.%0" + DIGITS + "d", seconds, ticks);
    }
}
