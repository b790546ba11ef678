package dev.pipette;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.schema.ColumnHint;
import dev.pipette.schema.MergeStrategy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Refuses keys of a table that two versions of one row would break. */
final class VersionChecks {
    private VersionChecks() {}

    static void check(Resource resource) {
        resource.writeDisposition()
                .versions()
                .flatMap(versions -> brokenKey(resource, versions))
                .ifPresent(key -> {
                    throw new PipetteException(
                            ErrorCode.BAD_USAGE,
                            "resource " + resource.name() + " keeps the versions of rows (scd2), and " + key
                                    + " allows one row for a key. Leave it out, or say merge(upsert(..)), which keeps"
                                    + " the last version only.");
                });
    }

    private static Optional<String> brokenKey(Resource resource, MergeStrategy.Scd2 versions) {
        Stream<String> primaryKey =
                resource.tableHints().enforcesPrimaryKey() ? Stream.of("enforcePrimaryKey()") : Stream.empty();
        Stream<String> columns = resource.columnHints().entrySet().stream()
                .filter(column -> isUnique(column, versions))
                .map(column -> "unique() of column '" + column.getKey() + "'");
        Stream<String> groups = resource.tableHints().uniqueKeys().stream()
                .filter(group -> !isOfVersion(group, versions))
                .map(group -> "unique(" + String.join(", ", group) + ")");
        return Stream.of(primaryKey, columns, groups).flatMap(keys -> keys).findFirst();
    }

    private static boolean isUnique(Map.Entry<String, ColumnHint> column, MergeStrategy.Scd2 versions) {
        return column.getValue().isUnique() && !isOfVersion(List.of(column.getKey()), versions);
    }

    /** Whether each version has other values in the columns. */
    private static boolean isOfVersion(List<String> columns, MergeStrategy.Scd2 versions) {
        return columns.contains(versions.validFrom())
                || versions.rowVersion().filter(columns::contains).isPresent();
    }
}
