package dev.pipette.testing.content;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Orders rows by columns: NULL first, then by value; values that have no order by their text. */
final class ColumnOrder implements Comparator<Map<String, Object>> {
    private final List<String> columns;

    ColumnOrder(List<String> columns) {
        this.columns = columns;
    }

    @Override
    public int compare(Map<String, Object> one, Map<String, Object> other) {
        for (String column : columns) {
            int order = values(one.get(column), other.get(column));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    @SuppressWarnings("unchecked") // of one class, which is comparable
    private static int values(@Nullable Object one, @Nullable Object other) {
        if (one == null || other == null) {
            return Boolean.compare(one != null, other != null);
        }
        if (one instanceof Comparable<?> comparable && one.getClass() == other.getClass()) {
            return ((Comparable<Object>) comparable).compareTo(other);
        }
        return one.toString().compareTo(other.toString());
    }
}
