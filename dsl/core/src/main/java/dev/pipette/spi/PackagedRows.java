package dev.pipette.spi;

import dev.pipette.schema.Column;
import java.util.List;
import java.util.function.Consumer;

/**
 * The rows of one table of a load package. A destination that is a DuckDB reads the package's files itself; every other
 * one is handed the rows, in batches of columns.
 */
public interface PackagedRows {
    /** The columns, in order, with the schema's types. */
    List<Column> columns();

    /** A DuckDB SELECT over the package's files, with these columns. */
    String duckDbSelect();

    /** Hands over all rows, in the order of {@link #duckDbSelect()}; a batch is good for the one call only. */
    void read(Consumer<RowBatch> consumer);
}
