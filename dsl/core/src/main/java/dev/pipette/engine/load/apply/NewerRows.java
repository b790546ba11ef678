package dev.pipette.engine.load.apply;

import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.table;

import dev.pipette.engine.load.bookkeeping.Bookkeeping;
import dev.pipette.engine.load.bookkeeping.UntracedChange;
import dev.pipette.engine.manifest.Manifest;
import dev.pipette.engine.manifest.ResourceLoad;
import dev.pipette.schema.SystemColumns;
import dev.pipette.schema.TableColumn;
import dev.pipette.spi.DestinationSession;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jooq.Condition;

/**
 * Finds what later loads did that a package would undo: rows that it would take away, which are all of a table that it replaces
 * and those with the keys that it merges, and rows that it would bring back.
 */
final class NewerRows {
    private final DestinationSession session;
    private final Manifest manifest;
    private final Map<String, List<TableColumn>> existing;
    private final Bookkeeping bookkeeping;
    private final RowChanges changes;

    NewerRows(
            DestinationSession session,
            Manifest manifest,
            Bookkeeping bookkeeping,
            Map<String, List<TableColumn>> existing,
            RowChanges changes) {
        this.session = session;
        this.manifest = manifest;
        this.bookkeeping = bookkeeping;
        this.existing = existing;
        this.changes = changes;
    }

    /** What there is, as a phrase; empty where the package undoes nothing. */
    Optional<String> found() {
        return manifest.byTable().stream()
                .flatMap(resource -> found(resource).stream())
                .findFirst();
    }

    private Optional<String> found(ResourceLoad resource) {
        if (takesNewerRows(resource)) {
            return Optional.of("newer rows of table " + manifest.dataset() + "." + resource.table());
        }
        return undone(resource)
                .filter(change -> bookkeeping.isChangedAfter(change, manifest.loadId()))
                .findFirst()
                .map(change -> "a newer load that " + change.did(manifest.dataset()));
    }

    /** What of a later load it would undo: rows that it adds may be deleted ones, and others may be in the place of kept ones. */
    private Stream<UntracedChange> undone(ResourceLoad resource) {
        UntracedChange deleted = UntracedChange.deleted(resource.table());
        return changes.write(resource).takesAway().isEmpty()
                ? Stream.of(deleted)
                : Stream.of(deleted, UntracedChange.kept(resource.table()));
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
