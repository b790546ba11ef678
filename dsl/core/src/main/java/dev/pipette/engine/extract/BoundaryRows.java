package dev.pipette.engine.extract;

import dev.pipette.incremental.Cursor;
import java.util.Map;
import java.util.Set;
import org.immutables.value.Value;

/**
 * How rows at the committed value of a cursor are recognised that are already loaded.
 *
 * @param digests whether each row is given a digest of all its values
 * @param loadedByDlt dlt's digests of the rows that dlt loaded
 * @param loadedKeys the digests of those that Pipette loaded
 * @param firstNames the names under which the values of renamed columns were first loaded, by those that rows may have
 * @param forDlt whether dlt continues with the dataset, and has to know the rows at the cursor's new value
 */
@Value.Builder
public record BoundaryRows(
        boolean digests,
        Set<String> loadedByDlt,
        LoadedKeys loadedKeys,
        Map<String, String> firstNames,
        boolean forDlt) {
    /** Boundary rows whose parts are given by name. */
    public static BoundaryRowsBuilder builder() {
        return new BoundaryRowsBuilder();
    }

    /** The rows at the cursor of a resource as dlt knows them. */
    DltBoundary ofDlt(ResourcePlan resource) {
        return new DltBoundary(
                loadedByDlt, resource.cursor().flatMap(Cursor::deduplicationKey).orElse(resource.primaryKey()), forDlt);
    }
}
