package dev.pipette.plan;

import java.util.Optional;

/**
 * Where the cursor of a resource is, and where the sample would leave it.
 *
 * @param path the column that it follows
 * @param before the committed value; empty before the first load
 * @param after the value that the next load would continue from if the sample were all rows; empty where no row has one
 * @param backfill the window of a backfill, which leaves the cursor where it is; empty for other loads
 */
public record PlannedCursor(String path, Optional<String> before, Optional<String> after, Optional<String> backfill) {}
