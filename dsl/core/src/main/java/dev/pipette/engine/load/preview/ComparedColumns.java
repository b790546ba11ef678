package dev.pipette.engine.load.preview;

import dev.pipette.engine.manifest.ResourceLoad;
import dev.pipette.schema.MergeRules;
import dev.pipette.schema.SystemColumns;
import java.util.HashSet;
import java.util.Set;

/**
 * The columns of a resource's tables whose values a load compares, so that a plan needs them.
 *
 * @param all whether it compares all columns
 * @param names those that it compares
 */
public record ComparedColumns(boolean all, Set<String> names) {
    /** No column. */
    public static final ComparedColumns NONE = new ComparedColumns(false, Set.of());

    /** Those of a resource. */
    public static ComparedColumns of(ResourceLoad resource) {
        MergeRules rules = resource.mergeRules();
        Set<String> names = new HashSet<>(resource.mergeKey());
        names.addAll(resource.disposition().deciding());
        boolean content = rules.skipUnchanged()
                || resource.disposition()
                        .versions()
                        .filter(versions -> versions.rowVersion().isEmpty())
                        .isPresent();
        if (content) {
            names.add(SystemColumns.ROW_ID);
        }
        return new ComparedColumns(content, names);
    }

    boolean has(String column) {
        return all || names.contains(column);
    }
}
