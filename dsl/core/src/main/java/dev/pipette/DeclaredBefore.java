package dev.pipette;

import dev.pipette.schema.ColumnHint;
import dev.pipette.schema.Naming;
import dev.pipette.schema.ValueType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * What was declared of columns before a step leaves them out, or gives them other names or other values: it goes with them. A step
 * may write a column's name as the table has it.
 */
record DeclaredBefore(Map<String, ColumnHint> hints) {
    private static final Naming NAMING = Naming.snakeCase(Integer.MAX_VALUE);

    private static boolean isSame(String one, String other) {
        return one.equals(other) || NAMING.key(one).equals(NAMING.key(other));
    }

    private static boolean contains(List<String> columns, String column) {
        return columns.stream().anyMatch(one -> isSame(one, column));
    }

    /** The name after a renaming. */
    static String renamed(String column, Map<String, String> newNames) {
        return newNames.entrySet().stream()
                .filter(names -> isSame(names.getKey(), column))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(column);
    }

    Map<String, ColumnHint> renamed(Map<String, String> newNames) {
        Map<String, ColumnHint> renamed = new LinkedHashMap<>();
        hints.forEach((column, hint) -> renamed.put(renamed(column, newNames), hint));
        return renamed;
    }

    Map<String, ColumnHint> selected(List<String> columns) {
        return each((column, hint) -> contains(columns, column) ? hint : null);
    }

    Map<String, ColumnHint> without(List<String> columns) {
        return each((column, hint) -> contains(columns, column) ? null : hint);
    }

    /** A mask is a text, whatever was masked. */
    Map<String, ColumnHint> masked(String masked) {
        return each((column, hint) ->
                isSame(masked, column) && hint.type().isPresent() ? hint.typed(ValueType.TEXT) : hint);
    }

    private Map<String, ColumnHint> each(BiFunction<String, ColumnHint, @Nullable ColumnHint> change) {
        Map<String, ColumnHint> changed = new LinkedHashMap<>();
        hints.forEach((column, hint) -> {
            ColumnHint after = change.apply(column, hint);
            if (after != null) {
                changed.put(column, after);
            }
        });
        return changed;
    }
}
