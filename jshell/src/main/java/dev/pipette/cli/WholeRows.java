package dev.pipette.cli;

import dev.pipette.Pipette;
import dev.pipette.Resource;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What {@code --whole-rows COLUMN} does: each row becomes one JSON document in a column. What other options name (keys, the
 * cursor, columns with a type) stays beside it, under its own name.
 */
final class WholeRows {
    private static final Pattern DOT = Pattern.compile(".", Pattern.LITERAL);

    private WholeRows() {}

    /** Keeps the rows of a resource whole; called when everything else is declared. */
    static Resource applied(Resource resource, String column) {
        Set<String> beside = new LinkedHashSet<>(resource.writeDisposition().keys());
        beside.addAll(resource.primaryKey());
        beside.addAll(resource.writeDisposition().deciding());
        resource.cursor().ifPresent(cursor -> beside.add(DOT.split(cursor.path())[0]));
        beside.addAll(resource.columnHints().keySet());
        return resource.map(row -> whole(row, column, beside)).column(column, Pipette.jsonDocument());
    }

    private static Map<String, Object> whole(Map<String, Object> row, String column, Set<String> beside) {
        Map<String, Object> whole = new LinkedHashMap<>();
        for (String name : beside) {
            Object value = row.get(name);
            if (value != null) {
                whole.put(name, value);
            }
        }
        whole.put(column, row);
        return whole;
    }
}
