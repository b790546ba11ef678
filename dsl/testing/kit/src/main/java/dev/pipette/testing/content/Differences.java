package dev.pipette.testing.content;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What differs between two values of which both may be trees: the smallest parts, each with its path. */
final class Differences {
    private final List<String> found = new ArrayList<>();

    private Differences() {}

    /** What differs between two rows, one text for each place: {@code state expected open but was paid}. */
    static List<String> between(Map<String, ?> expected, Map<String, ?> actual) {
        Differences differences = new Differences();
        differences.maps("", expected, actual);
        return differences.found;
    }

    private void maps(String path, Map<?, ?> expected, Map<?, ?> actual) {
        Set<Object> keys = new LinkedHashSet<>(expected.keySet());
        keys.addAll(actual.keySet());
        for (Object key : keys) {
            values(path.isEmpty() ? String.valueOf(key) : path + "." + key, expected.get(key), actual.get(key));
        }
    }

    private void values(String path, @Nullable Object expected, @Nullable Object actual) {
        if (ComparableValues.same(expected, actual)) {
            return;
        }
        if (expected instanceof Map<?, ?> one && actual instanceof Map<?, ?> other) {
            maps(path, one, other);
        } else if (expected instanceof List<?> one && actual instanceof List<?> other) {
            lists(path, one, other);
        } else if (expected instanceof Expected.NoColumn unknown) {
            found.add(path + " expected " + Cells.text(unknown.value()) + " but there is no such column");
        } else {
            found.add(path + " " + Cells.expectedButWas(expected, actual));
        }
    }

    private void lists(String path, List<?> expected, List<?> actual) {
        for (int at = 0; at < Math.max(expected.size(), actual.size()); at++) {
            String here = path + "[" + at + "]";
            if (at >= actual.size()) {
                found.add(here + " is missing: " + Cells.text(expected.get(at)));
            } else if (at >= expected.size()) {
                found.add(here + " was not expected: " + Cells.text(actual.get(at)));
            } else {
                values(here, expected.get(at), actual.get(at));
            }
        }
    }
}
