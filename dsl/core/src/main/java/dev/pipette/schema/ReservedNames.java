package dev.pipette.schema;

import java.util.List;
import java.util.Optional;

/**
 * Names of columns that Pipette needs for itself in every table or package. Data under such a name would be lost, or make a
 * package that no run can load, so it is refused by name before the package is sealed.
 *
 * <pre>{@code
 * ReservedNames.prefixOf("_dlt_id");   // Optional[_dlt_]
 * ReservedNames.prefixOf("id");        // Optional.empty
 * }</pre>
 */
public final class ReservedNames {
    /** Begins the names of the columns that a package has for Pipette's own use; they reach no table. */
    public static final String HIDDEN = "_pipette_";

    private static final List<String> PREFIXES = List.of(SystemColumns.PREFIX + "_", HIDDEN);

    private ReservedNames() {}

    /** Returns the reserved beginning of a normalized name; empty for a name that data may have. */
    public static Optional<String> prefixOf(String column) {
        return PREFIXES.stream().filter(column::startsWith).findFirst();
    }
}
