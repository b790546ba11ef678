package dev.pipette.extract;

import dev.pipette.schema.Digest128;
import dev.pipette.schema.DltJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rows that dlt loaded at the committed value of a cursor. dlt keeps a digest of each in its state document ({@code
 * unique_hashes}): of the value of the primary key, of the list of its values, or of the whole row where there is none.
 *
 * <p>Source: {@code IncrementalTransform.compute_unique_value} in dlt 1.26, {@code dlt/extract/incremental/transform.py}.
 */
final class DltBoundary {
    private final Set<String> digests;
    private final List<String> primaryKey;

    DltBoundary(Set<String> digests, List<String> primaryKey) {
        this.digests = digests;
        this.primaryKey = primaryKey;
    }

    /** Whether rows of this kind of key can be known again only when Java sees them, and there are such rows. */
    boolean hasKeys() {
        return !digests.isEmpty() && !primaryKey.isEmpty();
    }

    /** Whether dlt loaded this row, whose cursor has the committed value. */
    boolean contains(Map<String, ?> row) {
        if (digests.isEmpty()) {
            return false;
        }
        if (primaryKey.isEmpty()) {
            return known(row);
        }
        List<@Nullable Object> values = new ArrayList<>();
        primaryKey.forEach(column -> values.add(row.get(column)));
        return known(values) || (values.size() == 1 && known(values.getFirst()));
    }

    private boolean known(@Nullable Object value) {
        try {
            return digests.contains(Digest128.of(DltJson.sorted(value)));
        } catch (IllegalArgumentException noDltValue) {
            return false; // dlt could not have written it either
        }
    }
}
