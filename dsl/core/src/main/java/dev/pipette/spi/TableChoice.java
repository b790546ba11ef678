package dev.pipette.spi;

import java.util.Map;
import java.util.function.Function;

/**
 * Which table a row of a resource goes to, where its rows go to several.
 *
 * <pre>{@code
 * TableChoice byType = new TableChoice.OfColumn("type");
 * }</pre>
 */
public sealed interface TableChoice {
    /**
     * The table whose name the row has in a column.
     *
     * @param column the source name; dots lead into objects: {@code payload.type}
     */
    record OfColumn(String column) implements TableChoice {
        @Override
        public String toString() {
            return "'" + column + "'";
        }
    }

    /** The table that a function of the row names. */
    record OfRow(Function<? super Map<String, Object>, ?> name) implements TableChoice {
        @Override
        public String toString() {
            return "a function";
        }
    }
}
