package dev.pipette.engine.load;

import static dev.pipette.bookkeeping.Tables.DLT_PIPELINE_STATE;

import dev.pipette.engine.load.bookkeeping.Bookkeeping;
import dev.pipette.engine.load.bookkeeping.RetryingClient;
import dev.pipette.schema.Schema;
import dev.pipette.schema.StateDocument;
import dev.pipette.schema.SystemColumns;
import dev.pipette.schema.TableSchema;
import dev.pipette.schema.WriteDisposition;
import dev.pipette.spi.DestinationSession;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;

/**
 * Rows of append tables that were loaded after the newest state that is left. Where a resource has a cursor, its next
 * load starts from that state and would load such rows again.
 */
public final class RowsAboveState {
    private final DestinationSession session;
    private final String dataset;
    private final Set<String> tables;

    private RowsAboveState(DestinationSession session, String dataset, Set<String> tables) {
        this.session = session;
        this.dataset = dataset;
        this.tables = tables;
    }

    /**
     * Counts them by table; tables without such rows are left out.
     *
     * @param schemaName of a pipeline whose state names none
     */
    public static Map<String, Long> count(RetryingClient client, String dataset, String pipeline, String schemaName) {
        if (!client.exists()) {
            return Map.of();
        }
        return client.read(session -> {
            Set<String> tables = session.hasDataset(dataset) ? session.tableNames(dataset) : Set.of();
            return new RowsAboveState(session, dataset, tables).count(pipeline, schemaName);
        });
    }

    private Map<String, Long> count(String pipeline, String schemaName) {
        Bookkeeping bookkeeping = new Bookkeeping(session, dataset, tables);
        Optional<StateDocument> state = bookkeeping.newestState(pipeline);
        Condition above = state.flatMap(found -> loadOf(bookkeeping, pipeline, found.version()))
                .map(field(SystemColumns.LOAD_ID)::gt)
                .orElse(DSL.noCondition());
        Map<String, Long> counts = new LinkedHashMap<>();
        bookkeeping
                .newestSchema(state.flatMap(StateDocument::defaultSchemaName).orElse(schemaName))
                .map(Schema::dataTables)
                .stream()
                .flatMap(known -> known.stream())
                .filter(table -> isAppended(table) && tables.contains(table.name()))
                .forEach(table -> counts.put(table.name(), (long) session.dsl()
                        .fetchCount(DSL.selectFrom(DSL.table(session.qualified(dataset, table.name())))
                                .where(above))));
        counts.values().removeIf(rows -> rows == 0);
        return counts;
    }

    private static boolean isAppended(TableSchema table) {
        return !table.isNested()
                && table.writeDisposition()
                        .filter(WriteDisposition.Kind.APPEND.toString()::equals)
                        .isPresent();
    }

    private static Optional<String> loadOf(Bookkeeping bookkeeping, String pipeline, long version) {
        return bookkeeping
                .dsl()
                .select(DSL.max(DLT_PIPELINE_STATE.DLT_LOAD_ID))
                .from(DLT_PIPELINE_STATE)
                .where(DLT_PIPELINE_STATE.PIPELINE_NAME.eq(pipeline))
                .and(DLT_PIPELINE_STATE.VERSION.eq(version))
                .fetchOptional(row -> row.value1());
    }

    private static Field<String> field(String name) {
        return DSL.field(DSL.name(name), String.class);
    }
}
