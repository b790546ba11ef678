package dev.pipette.engine.load.apply;

import dev.pipette.engine.manifest.PackageTable;
import dev.pipette.engine.manifest.ResourceLoad;

/**
 * What a load did to a table.
 *
 * @param rows that it inserted
 * @param skipped that it left out because they are loaded already
 * @param deleted that it took away
 */
public record TableResult(PackageTable table, ResourceLoad resource, long rows, long skipped, long deleted) {}
