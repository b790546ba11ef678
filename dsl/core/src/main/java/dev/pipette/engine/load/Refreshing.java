package dev.pipette.engine.load;

import dev.pipette.engine.load.bookkeeping.Bookkeeping;
import dev.pipette.engine.load.bookkeeping.CommittedDataset;
import dev.pipette.engine.load.bookkeeping.UntracedChange;
import dev.pipette.engine.manifest.Manifest;
import dev.pipette.engine.manifest.ResourceLoad;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.schema.Refresh;
import dev.pipette.schema.Schema;
import dev.pipette.schema.SchemaOrigin;
import dev.pipette.schema.StateDocument;
import dev.pipette.schema.SystemColumns;
import dev.pipette.schema.TableColumn;
import dev.pipette.schema.TableSchema;
import dev.pipette.spi.DestinationSession;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;

/**
 * What a package takes away before its rows are loaded: tables or their rows, and what resources remember. In the transaction of
 * the load.
 */
public final class Refreshing {
    private final Manifest manifest;
    private final Optional<Refresh> refresh;
    private final Schema stored;
    private final CommittedDataset committed;
    private final Set<String> resources = new LinkedHashSet<>();
    private final List<TableSchema> roots = new ArrayList<>();

    Refreshing(Manifest manifest, Optional<Schema> stored, CommittedDataset committed) {
        this.manifest = manifest;
        this.refresh = manifest.refresh();
        this.stored = stored.orElseGet(() -> SchemaOrigin.pipettes(manifest.schemaName()));
        this.committed = committed;
        refresh.ifPresent(this::find);
    }

    private void find(Refresh asked) {
        manifest.resources().stream().map(ResourceLoad::name).forEach(resources::add);
        List<TableSchema> all =
                stored.dataTables().stream().filter(table -> !table.isNested()).toList();
        if (asked == Refresh.DROP_SOURCES) {
            all.forEach(root -> resources.addAll(root.resources()));
            committed.state().ifPresent(state -> resources.addAll(state.resourceNames(manifest.schemaName())));
        }
        all.stream()
                .filter(root -> asked == Refresh.DROP_SOURCES
                        || root.resources().stream().anyMatch(resources::contains))
                .forEach(roots::add);
    }

    /** Refuses to take rows of resources away that the run does not load. */
    void check() {
        refresh.ifPresent(asked -> check(asked, stored, manifest.dataset(), resources));
    }

    /**
     * Refuses to take rows of resources away that a run does not load, as far as it is known before it reads anything.
     *
     * @param resources those of the run
     * @throws PipetteException LOAD_REFUSED naming the others and the table
     */
    public static void check(Refresh asked, Schema stored, String dataset, Set<String> resources) {
        for (TableSchema root : stored.dataTables()) {
            Set<String> others = new LinkedHashSet<>(root.isNested() ? List.of() : root.resources());
            boolean shared = others.removeAll(resources) && !others.isEmpty();
            if (shared && asked != Refresh.DROP_SOURCES) {
                throw new PipetteException(
                        ErrorCode.LOAD_REFUSED,
                        "refresh " + asked + " would take rows of " + (others.size() == 1 ? "resource " : "resources ")
                                + String.join(", ", others) + " away, which also fill table " + dataset + "."
                                + root.name()
                                + " and are not in the run. Run them together, or give each a table of its own with"
                                + " .table(..). Nothing was loaded.");
            }
        }
    }

    /** The names of the root tables that are changed. */
    List<String> tables() {
        return roots.stream().map(TableSchema::name).toList();
    }

    /** The schema without what is dropped. */
    Schema schema() {
        Schema left = stored;
        for (TableSchema gone : dropped()) {
            left = left.withoutTable(gone.name());
        }
        return left;
    }

    /** The tables of the dataset without those that are dropped. */
    Map<String, List<TableColumn>> existing() {
        Map<String, List<TableColumn>> left = copy(committed.tables());
        left.keySet().removeAll(dropped().stream().map(TableSchema::name).collect(Collectors.toSet()));
        return left;
    }

    /** Names of a destination may be the same in capital and in small letters: its map knows, and so does the copy. */
    private static Map<String, List<TableColumn>> copy(Map<String, List<TableColumn>> tables) {
        return tables instanceof SortedMap<String, List<TableColumn>> sorted
                ? new TreeMap<>(sorted)
                : new LinkedHashMap<>(tables);
    }

    private List<TableSchema> dropped() {
        return refresh.filter(Refresh::dropsTables).isPresent() ? trees() : List.of();
    }

    /** The tables that are there, parents first. */
    private List<TableSchema> trees() {
        return roots.stream()
                .flatMap(root -> stored.tableTree(root.name()).stream())
                .filter(table -> committed.tables().containsKey(table.name()))
                .toList();
    }

    /** Tables with rows of later loads, as a phrase; looked for where the package may have waited. */
    Optional<String> newer(DestinationSession session) {
        return trees().stream()
                .filter(table -> !table.isNested())
                .filter(table ->
                        committed.bookkeeping().isChangedAfter(UntracedChange.deleted(table.name()), manifest.loadId())
                                || session.dsl()
                                        .fetchExists(DSL.selectOne()
                                                .from(in(session, table))
                                                .where(DSL.field(DSL.name(SystemColumns.LOAD_ID), String.class)
                                                        .gt(DSL.inline(manifest.loadId())))))
                .findFirst()
                .map(table -> "newer rows of table " + manifest.dataset() + "." + table.name());
    }

    /** Drops the tables, or empties those that the package does not fill; returns what was done, as sentences. */
    List<String> apply(DestinationSession session, Bookkeeping bookkeeping) {
        List<String> sentences = new ArrayList<>();
        Set<String> filled =
                manifest.byTable().stream().map(ResourceLoad::table).collect(Collectors.toSet());
        for (TableSchema table : trees().reversed()) {
            try {
                if (refresh.orElseThrow().dropsTables()) {
                    session.dsl().dropTable(in(session, table)).execute();
                    sentences.add("table " + table.name() + " was dropped, for refresh " + refresh.get());
                } else if (!filled.contains(stored.rootOf(table.name()).name())) {
                    session.dsl().deleteFrom(in(session, table)).execute();
                    sentences.add("table " + table.name() + " was emptied, for refresh " + refresh.get());
                }
            } catch (DataAccessException failed) {
                throw session.failure(
                        (refresh.orElseThrow().dropsTables() ? "drop table " : "empty table ") + manifest.dataset()
                                + "." + table.name(),
                        failed);
            }
        }
        resources.forEach(
                resource -> bookkeeping.of(manifest.pipeline(), resource).forget());
        return sentences;
    }

    /** The state without that of the resources. */
    StateDocument forgetting(StateDocument state) {
        StateDocument left = state;
        for (String resource : resources) {
            left = left.withoutResourceState(manifest.schemaName(), resource);
        }
        return left;
    }

    private Table<Record> in(DestinationSession session, TableSchema table) {
        return DSL.table(session.qualified(manifest.dataset(), table.name()));
    }
}
