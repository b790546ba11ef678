package dev.pipette.schema;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a destination's catalogue knows of a table beside its columns.
 *
 * @param primaryKey the columns of its primary key; none where it has none
 * @param uniqueKeys the columns of each further key, also of an index that is unique
 * @param indexes the columns of each further index, in their order
 * @param references its foreign keys
 * @param description its comment
 * @param descriptions the comments of its columns
 * @param closed why no constraint can be added to it, and what to do; empty where one can
 */
public record TableDetails(
        List<String> primaryKey,
        List<List<String>> uniqueKeys,
        List<List<String>> indexes,
        List<TableReference> references,
        Optional<String> description,
        Map<String, String> descriptions,
        Optional<String> closed) {
    /** A table that has nothing of it. */
    public static final TableDetails NONE =
            new TableDetails(List.of(), List.of(), List.of(), List.of(), Optional.empty(), Map.of(), Optional.empty());

    /** Copies the lists. */
    public TableDetails {
        primaryKey = List.copyOf(primaryKey);
        uniqueKeys = List.copyOf(uniqueKeys);
        indexes = List.copyOf(indexes);
        references = List.copyOf(references);
        descriptions = Map.copyOf(descriptions);
    }

    /** Whether no two rows have the same values in these columns, in whatever order they are named. */
    public boolean isUnique(Collection<String> columns) {
        Set<String> wanted = new HashSet<>(columns);
        return new HashSet<>(primaryKey).equals(wanted)
                || uniqueKeys.stream().anyMatch(key -> new HashSet<>(key).equals(wanted));
    }

    /** Whether an index, or the index of a key, has these columns in this order. */
    public boolean isIndexed(List<String> columns) {
        return primaryKey.equals(columns) || uniqueKeys.contains(columns) || indexes.contains(columns);
    }
}
