package dev.pipette.schema;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.util.List;
import java.util.function.UnaryOperator;

/** Lists of key columns. */
final class Keys {
    private Keys() {}

    static List<String> named(List<String> columns, UnaryOperator<String> naming) {
        return columns.stream().map(naming).toList();
    }

    /** A copy; refused where it is empty. */
    static List<String> needed(List<String> columns, String strategy) {
        if (columns.isEmpty()) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE, strategy + " needs at least one key column: " + strategy + "(\"id\").");
        }
        return List.copyOf(columns);
    }
}
