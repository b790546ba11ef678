package dev.pipette.engine.load.apply;

import dev.pipette.engine.manifest.PackageTable;
import dev.pipette.engine.manifest.ResourceLoad;

/**
 * What a load did to a table. The rows of the package are those that it put there, those that are there unchanged, those that
 * it skipped and those that it rejected.
 *
 * @param rows that it put into the table, inserted or updated
 * @param updated of these, how many took the place of one with the same key
 * @param unchanged that are there with the same values
 * @param skipped that it left out
 * @param deleted that it took away, with none of the same key in their place
 * @param rejected that a check did not let in, and for a root table lines that could not be read as rows
 */
public record TableResult(
        PackageTable table,
        ResourceLoad resource,
        long rows,
        long updated,
        long unchanged,
        long skipped,
        long deleted,
        long rejected) {
    /** The same with another number of rows that it rejected. */
    TableResult withRejected(long newRejected) {
        return new TableResult(table, resource, rows, updated, unchanged, skipped, deleted, newRejected);
    }
}
