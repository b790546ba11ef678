package dev.pipette.load;

import dev.pipette.pack.PackageTable;
import dev.pipette.pack.ResourceLoad;

/**
 * What a load did to a table.
 *
 * @param rows that it inserted
 * @param skipped that it left out because they are loaded already
 * @param deleted that it took away
 */
public record TableResult(PackageTable table, ResourceLoad resource, long rows, long skipped, long deleted) {}
