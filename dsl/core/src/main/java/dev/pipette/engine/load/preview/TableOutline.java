package dev.pipette.engine.load.preview;

import dev.pipette.engine.load.apply.TableResult;
import dev.pipette.engine.load.plan.LoadPlan;
import dev.pipette.engine.load.plan.SchemaChange;
import dev.pipette.plan.PlannedColumn;
import dev.pipette.plan.PlannedColumn.Change;
import dev.pipette.plan.PlannedTable;
import dev.pipette.schema.Column;
import dev.pipette.schema.SystemColumns;
import dev.pipette.schema.TableColumn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Makes the outline of tables for people from what was planned of them and what came of it. */
public final class TableOutline {
    private static final Pattern CAPITALS = Pattern.compile("[A-Z0-9_ ,()\\[\\]]+");

    private final RecordedSession session;
    private final Map<String, List<TableColumn>> existing;
    private final Map<String, List<SchemaChange>> changes = new HashMap<>();

    /** @param existing the columns of the tables that are there */
    public TableOutline(RecordedSession session, Map<String, List<TableColumn>> existing, List<LoadPlan> plans) {
        this.session = session;
        this.existing = existing;
        for (LoadPlan plan : plans) {
            plan.changes()
                    .forEach(change -> changes.computeIfAbsent(change.table(), table -> new ArrayList<>())
                            .add(change));
        }
    }

    /** The outline of one table, for one of the resources that fill it. */
    public PlannedTable of(TableResult result) {
        String name = result.table().name();
        long rows = result.rows();
        return PlannedTable.builder()
                .name(name)
                .resource(result.resource().name())
                .parent(Optional.ofNullable(result.table().parent()))
                .disposition(result.resource().disposition().kind())
                .isNew(!existing.containsKey(name))
                .columns(columns(name))
                .rows(rows)
                .updated(result.updated())
                .unchanged(result.unchanged())
                .skipped(result.skipped())
                .rejected(result.rejected())
                .replaced(result.deleted() + result.updated())
                .build();
    }

    private List<PlannedColumn> columns(String table) {
        List<PlannedColumn> columns = new ArrayList<>();
        existing.getOrDefault(table, List.of()).forEach(there -> columns.add(kept(there)));
        for (SchemaChange change : changes.getOrDefault(table, List.of())) {
            switch (change) {
                case SchemaChange.MakeTable made -> made.columns().forEach(column -> columns.add(made(column)));
                case SchemaChange.AddColumn added -> columns.add(made(added.column()));
                case SchemaChange.WidenColumn widened ->
                    columns.replaceAll(column ->
                            column.name().equals(widened.column().name()) ? widened(column, widened.column()) : column);
                case SchemaChange.AddRootIds _ ->
                    columns.add(made(SystemColumns.rootId().withNullable(true)));
                case SchemaChange.SetNullable set ->
                    columns.replaceAll(column -> column.name().equals(set.column()) ? nullable(column, set) : column);
                case SchemaChange.AddKey _, SchemaChange.AddIndex _ -> {}
                case SchemaChange.AddReference _, SchemaChange.Describe _ -> {}
            }
        }
        return columns;
    }

    private static PlannedColumn kept(TableColumn there) {
        return new PlannedColumn(
                there.name(),
                type(there.sqlType()),
                Change.NONE,
                Optional.of(type(there.sqlType())),
                there.nullable(),
                isSystem(there.name()));
    }

    private PlannedColumn made(Column column) {
        return new PlannedColumn(
                column.name(),
                session.sqlType(column),
                Change.NEW,
                Optional.empty(),
                column.nullable(),
                isSystem(column.name()));
    }

    private PlannedColumn widened(PlannedColumn now, Column wider) {
        return new PlannedColumn(
                now.name(), session.sqlType(wider), Change.WIDENED, now.typeBefore(), now.nullable(), now.isSystem());
    }

    private static PlannedColumn nullable(PlannedColumn now, SchemaChange.SetNullable set) {
        return new PlannedColumn(
                now.name(), now.type(), now.change(), now.typeBefore(), set.nullable(), now.isSystem());
    }

    /** Catalogues write names of types in capitals that statements do not. */
    private static String type(String sqlType) {
        return CAPITALS.matcher(sqlType).matches() ? sqlType.toLowerCase(Locale.ROOT) : sqlType;
    }

    private static boolean isSystem(String column) {
        return column.startsWith(SystemColumns.PREFIX + "_");
    }
}
