package dev.pipette.spi;

import java.util.List;

/**
 * A table whose rows a load changed.
 *
 * @param dataset where it is
 * @param table its name
 * @param added how many rows were added
 * @param deleted how many rows were deleted
 * @param matchedBy the columns by which a merge found the rows that it replaced; empty where none did
 */
public record ChangedTable(String dataset, String table, long added, long deleted, List<String> matchedBy) {
    /** Copies the list. */
    public ChangedTable {
        matchedBy = List.copyOf(matchedBy);
    }
}
