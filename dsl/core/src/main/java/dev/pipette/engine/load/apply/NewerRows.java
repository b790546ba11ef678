package dev.pipette.engine.load.apply;

import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.table;

import dev.pipette.engine.manifest.Manifest;
import dev.pipette.engine.manifest.ResourceLoad;
import dev.pipette.schema.SystemColumns;
import dev.pipette.schema.TableColumn;
import dev.pipette.spi.DestinationSession;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.Condition;

/**
 * Finds rows of later loads that a package would take away: all rows of a table that it replaces, and those with the keys
 * that it merges.
 */
final class NewerRows {
    private final DestinationSession session;
    private final Manifest manifest;
    private final Map<String, List<TableColumn>> existing;
    private final RowChanges changes;

    NewerRows(
            DestinationSession session,
            Manifest manifest,
            Map<String, List<TableColumn>> existing,
            RowChanges changes) {
        this.session = session;
        this.manifest = manifest;
        this.existing = existing;
        this.changes = changes;
    }

    /** What there is, as a phrase; empty where the package takes no newer row away. */
    Optional<String> found() {
        return manifest.byTable().stream()
                .filter(this::takesNewerRows)
                .findFirst()
                .map(resource -> "newer rows of table " + manifest.dataset() + "." + resource.table());
    }

    private boolean takesNewerRows(ResourceLoad resource) {
        List<String> columns = existing.getOrDefault(resource.table(), List.of()).stream()
                .map(TableColumn::name)
                .toList();
        if (!columns.contains(SystemColumns.LOAD_ID)) {
            return false;
        }
        TableWrite write = changes.write(resource);
        if (resource.refresh() != null) {
            return exists(resource, write.isOfLaterLoad(manifest.loadId()));
        }
        return columns.containsAll(write.matchedBy())
                && write.takesAway()
                        .filter(taken -> exists(
                                resource, write.isOfLaterLoad(manifest.loadId()).and(taken)))
                        .isPresent();
    }

    private boolean exists(ResourceLoad resource, Condition condition) {
        return session.dsl()
                .fetchExists(selectOne()
                        .from(table(session.qualified(manifest.dataset(), resource.table())))
                        .where(condition));
    }
}
