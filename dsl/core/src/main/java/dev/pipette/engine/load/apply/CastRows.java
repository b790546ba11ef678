package dev.pipette.engine.load.apply;

import dev.pipette.schema.Column;
import dev.pipette.spi.PackagedRows;
import dev.pipette.spi.RowBatch;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Rows some of whose values are cast at the destination.
 *
 * @param casts the destination's types by the names of the columns
 */
record CastRows(PackagedRows rows, Map<String, String> casts) implements PackagedRows {
    @Override
    public List<Column> columns() {
        return rows.columns();
    }

    @Override
    public String duckDbSelect() {
        return rows.duckDbSelect();
    }

    @Override
    public void read(Consumer<RowBatch> consumer) {
        rows.read(consumer);
    }
}
