package dev.pipette.testing.content;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.temporal.Temporal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Compares what resources remember, where dates and times are text.
 *
 * <pre>{@code
 * StateValues.sameCursor(Instant.EPOCH, "1970-01-01T00:00:00+00:00");   // true
 * }</pre>
 */
public final class StateValues {
    private StateValues() {}

    /** Whether a cursor is where it is expected. */
    public static boolean sameCursor(Object expected, Object actual) {
        Object one = ComparableValues.canonical(expected);
        Object other = ComparableValues.canonical(actual);
        return ComparableValues.same(one, other) || sameText(String.valueOf(one), String.valueOf(other), one, other);
    }

    private static boolean sameText(String one, String other, @Nullable Object first, @Nullable Object second) {
        boolean texts = isText(first) && isText(second);
        return texts && (one.equals(other) || sameInstant(one, other) || sameLocal(one, other));
    }

    private static boolean isText(@Nullable Object value) {
        return value instanceof String || value instanceof Temporal;
    }

    private static boolean sameInstant(String one, String other) {
        Instant instant = ComparableValues.instant(one);
        return instant != null && instant.equals(ComparableValues.instant(other));
    }

    /** 2025-12-21T10:00 is 2025-12-21T10:00:00 and 2025-12-21 10:00:00. */
    private static boolean sameLocal(String one, String other) {
        LocalDateTime time = local(one);
        return time != null && time.equals(local(other));
    }

    private static @Nullable LocalDateTime local(String text) {
        try {
            return LocalDateTime.parse(text.replace(' ', 'T'));
        } catch (java.time.DateTimeException none) {
            return null;
        }
    }

    /** What differs, one text for each place; dates and times are compared as the text that state keeps. */
    public static List<String> differences(String key, Object expected, Object actual) {
        Map<String, Object> one = new HashMap<>();
        Map<String, Object> other = new HashMap<>();
        Object kept = expected instanceof Temporal ? expected.toString() : expected;
        put(one, key, kept);
        put(other, key, actual);
        return Differences.between(one, other);
    }

    private static void put(Map<String, Object> values, String key, Object value) {
        Object canonical = ComparableValues.canonical(value);
        if (canonical != null) {
            values.put(key, canonical);
        }
    }
}
