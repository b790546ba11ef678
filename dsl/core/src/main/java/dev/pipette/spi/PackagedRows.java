package dev.pipette.spi;

import dev.pipette.schema.Column;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The rows of one table of a load package. A destination that is a DuckDB reads the package's files itself; every other
 * one is given the rows, in batches of columns.
 */
public interface PackagedRows {
    /** The columns, in order, with the schema's types. */
    List<Column> columns();

    /** A DuckDB SELECT over the package's files, with these columns. */
    String duckDbSelect();

    /**
     * The columns whose values are cast to a type of the destination's own, before they are compared or stored: the type's
     * name there, by the column's name. None by default.
     */
    default Map<String, String> casts() {
        return Map.of();
    }

    /** Passes all rows, in the order of {@link #duckDbSelect()}; a batch is good for the one call only. */
    void read(Consumer<RowBatch> consumer);
}
