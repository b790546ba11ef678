package dev.pipette.engine.load.plan;

import dev.pipette.engine.manifest.ColumnForm;
import dev.pipette.engine.manifest.Manifest;
import dev.pipette.engine.manifest.PackageTable;
import dev.pipette.engine.manifest.ResourceLoad;
import dev.pipette.engine.query.PackageQuery;
import dev.pipette.engine.query.PackageReader;
import dev.pipette.engine.query.PackageReader.Found;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.schema.Column;
import dev.pipette.schema.ColumnMemory;
import dev.pipette.schema.Naming;
import dev.pipette.schema.Schema;
import dev.pipette.schema.SchemaContract.Mode;
import dev.pipette.schema.SystemColumns;
import dev.pipette.schema.TableColumn;
import dev.pipette.schema.TableSchema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Decides what a load of a package does to the destination's tables. Nothing is written: rows are staged between the
 * plan and the changes, while no other transaction has to wait for a table.
 */
public final class LoadPlanner {
    private final Manifest manifest;
    private final PackageReader reader;
    private final Map<String, List<TableColumn>> existing;
    private final TablePlanner planner;
    private final TableRefusals refusals;
    private final Contracts contracts;
    private final HintPlanner hints;
    private final HintRefusals hintRefusals;
    private final Map<String, PreparedTable> tables = new LinkedHashMap<>();
    private final List<SchemaChange> changes = new ArrayList<>();
    private final List<SchemaChange> lastChanges = new ArrayList<>();
    private final List<String> sentences = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final Set<String> left = new HashSet<>();
    private final Map<String, PreparedTable> refused = new LinkedHashMap<>();
    private Schema schema;

    /**
     * A planner for one package.
     *
     * @param schema the committed schema
     * @param existing the dataset's tables as the catalogue has them
     * @param values answers what the catalogue does not say of them
     */
    public LoadPlanner(
            Manifest manifest,
            PackageReader reader,
            Schema schema,
            Map<String, List<TableColumn>> existing,
            ExistingTables values,
            Naming naming) {
        this.manifest = manifest;
        this.reader = reader;
        this.schema = schema;
        this.existing = existing;
        this.planner = new TablePlanner(reader, manifest.dataset(), schema, naming, values);
        this.refusals = new TableRefusals(values, manifest.dataset());
        this.contracts = new Contracts(schema, manifest.dataset(), reader);
        this.hints = new HintPlanner(values, naming, manifest.dataset());
        this.hintRefusals = new HintRefusals(values, manifest.dataset());
    }

    /**
     * Plans the load; called once.
     *
     * @throws dev.pipette.error.PipetteException for what the tables, their names or a contract do not allow
     */
    public LoadPlan plan() {
        for (ResourceLoad resource : manifest.byTable()) {
            for (PackageTable packed : manifest.tablesOf(resource)) {
                if (packed.rows() > 0 || resource.replaces()) {
                    plan(resource, packed);
                }
            }
            if (resource.replacesRows()) {
                addRootIds(resource);
            }
            DispositionColumns.of(resource.disposition(), manifest.time()).all().forEach(added -> add(resource, added));
        }
        contracts.check();
        checkReferences();
        return new LoadPlan(tables, changes, lastChanges, schema, refused, sentences, notes);
    }

    /** When all tables of the package are planned, which may be referred to. */
    private void checkReferences() {
        for (SchemaChange change : lastChanges) {
            if (change instanceof SchemaChange.AddReference added) {
                hintRefusals.checkReferred(added.table(), added.reference(), changes, existing.keySet());
            }
        }
    }

    /** Gives a table that is there a column that its disposition adds. */
    private void add(ResourceLoad resource, DispositionColumns.Added added) {
        List<TableColumn> there = existing.get(resource.table());
        if (there == null) {
            return;
        }
        Optional<TableColumn> known = TablePlan.find(there, added.name());
        if (known.isPresent()) {
            added.checkType(resource, known.get());
            return;
        }
        changes.add(new SchemaChange.AddColumn(resource.table(), added.column()));
        sentences.add("column " + resource.table() + "." + added.name() + " "
                + added.column().typeText() + " was added, " + added.purpose());
        schema = schema.table(resource.table())
                .map(table -> schema.withTable(table.withColumn(added.column())))
                .orElse(schema);
    }

    private void plan(ResourceLoad resource, PackageTable packed) {
        Optional<List<TableColumn>> there = Optional.ofNullable(existing.get(packed.name()));
        TableContract contract = contracts.of(resource, packed, there.isPresent());
        if (!isAllowed(packed, contract)) {
            leave(resource, packed, contract);
            return;
        }
        checkNames(packed);
        PackageQuery query = reader.query(packed);
        TablePlan plan = planner.plan(resource, packed, there, query, contract);
        if (plan.values().isEmpty() && packed.rows() == 0) {
            return;
        }
        refusals.check(plan);
        DispositionColumns beside = DispositionColumns.of(resource, packed, manifest.time());
        beside.check(resource, packed);
        keepOut(packed, plan);
        notes.addAll(plan.notes());
        notes.addAll(RuleColumns.notes(resource, plan, there.orElse(List.of())));
        sentences.addAll(plan.changes());
        List<Column> system = systemColumns(resource, packed, there);
        List<Column> columns = new ArrayList<>();
        for (TablePlan.Value value : plan.values()) {
            query.output(value.expression(), value.column().name());
            columns.add(value.column());
        }
        columns.addAll(system);
        HintPlan hinted = hints.plan(resource, plan, there.orElse(List.of()), columns);
        List<SchemaChange> ofTable = new ArrayList<>(
                plan.create()
                        ? List.of(new SchemaChange.MakeTable(packed.name(), beside.around(columns)))
                        : changes(plan, system, there.orElse(List.of())));
        ofTable.addAll(hinted.changes());
        lastChanges.addAll(hinted.lastChanges());
        sentences.addAll(hinted.sentences());
        notes.addAll(hinted.notes());
        changes.addAll(ofTable);
        boolean alters = !plan.create() && !ofTable.isEmpty();
        beside.filled().forEach(added -> {
            query.output(added.value(), added.name());
            columns.add(added.column());
        });
        tables.put(packed.name(), new PreparedTable(resource, plan, query, columns, alters));
        remember(resource, packed, plan, system, beside);
    }

    /** A row that has values under the former name of a column and under the new one would lose one of them. */
    private void checkNames(PackageTable packed) {
        for (String column : packed.columns()) {
            List<String> names = packed.forms(column).stream()
                    .map(ColumnForm::inPackage)
                    .distinct()
                    .toList();
            if (names.size() > 1) {
                Found both = reader.found(packed, asked -> asked.underSeveralNames(column));
                if (both.count() > 0) {
                    throw new PipetteException(
                            ErrorCode.NAME_COLLISION,
                            "table " + manifest.dataset() + "." + packed.name() + ": " + both.count()
                                    + (both.count() == 1 ? " row has" : " rows have") + " values for "
                                    + String.join(
                                            " and for ",
                                            names.stream()
                                                    .map(name -> "'" + name + "'")
                                                    .toList())
                                    + ", which are one column '" + column + "' since a migration renamed it (first: "
                                    + both.first() + "). Leave one of them out with .exclude(..). Nothing was loaded.");
                }
            }
        }
    }

    /** Whether a table is there or may be made. */
    private boolean isAllowed(PackageTable packed, TableContract contract) {
        String parent = packed.parent();
        boolean isOf = parent != null && left.contains(parent);
        if (!isOf && (packed.rows() == 0 || contract.ofTable() == Mode.EVOLVE)) {
            return true;
        }
        return false;
    }

    /** Does without a table. The rows of a nested one are kept with the rows that they are nested in, where these are rejected. */
    private void leave(ResourceLoad resource, PackageTable packed, TableContract contract) {
        String parent = packed.parent();
        boolean isFirst = parent == null || !left.contains(parent);
        boolean rejects =
                isFirst ? contract.ofTable() == Mode.DISCARD_ROW && parent != null : refused.containsKey(parent);
        left.add(packed.name());
        if (isFirst) {
            contracts.leave(packed, contract).ifPresent(notes::add);
        }
        if (rejects) {
            PackageQuery query = reader.query(packed);
            TablePlan plan = planner.plan(resource, packed, Optional.empty(), query, TableContract.NONE);
            List<Column> columns = new ArrayList<>();
            for (TablePlan.Value value : plan.values()) {
                query.output(value.expression(), value.column().name());
                columns.add(value.column());
            }
            refused.put(packed.name(), new PreparedTable(resource, plan, query, columns, false));
        }
    }

    private void keepOut(PackageTable packed, TablePlan plan) {
        plan.refusals().forEach(refusal -> contracts.leave(packed, refusal).ifPresent(notes::add));
    }

    private static List<Column> systemColumns(
            ResourceLoad resource, PackageTable packed, Optional<List<TableColumn>> there) {
        if (!packed.isNested()) {
            boolean byContent = resource.disposition()
                    .versions()
                    .filter(versions -> versions.rowVersion().isEmpty())
                    .isPresent();
            return List.of(SystemColumns.loadId(), byContent ? SystemColumns.versionId() : SystemColumns.rowId());
        }
        List<Column> columns = new ArrayList<>();
        boolean rootIds = resource.replacesRows()
                || there.filter(found ->
                                TablePlan.find(found, SystemColumns.ROOT_ID).isPresent())
                        .isPresent();
        if (rootIds) {
            columns.add(SystemColumns.rootId());
        }
        columns.addAll(List.of(SystemColumns.parentId(), SystemColumns.listIndex(), SystemColumns.rowId()));
        return columns;
    }

    /** The changes of a table that is there. */
    private static List<SchemaChange> changes(TablePlan plan, List<Column> system, List<TableColumn> there) {
        String tableName = plan.table().name();
        List<SchemaChange> changes = new ArrayList<>();
        plan.added().forEach(column -> changes.add(new SchemaChange.AddColumn(tableName, column)));
        for (Column column : system) {
            if (TablePlan.find(there, column.name()).isEmpty() && !column.name().equals(SystemColumns.ROOT_ID)) {
                changes.add(new SchemaChange.AddColumn(tableName, column.withNullable(true)));
            }
        }
        plan.widened().forEach(column -> changes.add(new SchemaChange.WidenColumn(tableName, column)));
        return changes;
    }

    /** Takes the table into the schema document. */
    private void remember(
            ResourceLoad resource,
            PackageTable packed,
            TablePlan plan,
            List<Column> system,
            DispositionColumns beside) {
        String parent = packed.parent();
        TableSchema known = schema.table(packed.name())
                .orElseGet(() -> parent == null
                        ? TableSchema.root(packed.name(), resource.disposition().dltName(), resource.name())
                        : TableSchema.nested(packed.name(), parent));
        List<Column> learnt = learnt(known, plan, system);
        TableSchema after = known.withColumns(plan.create() ? beside.around(learnt) : learnt)
                .withSeenData();
        if (resource.replays() == null) {
            after = declared(
                    parent == null ? DispositionHints.of(after.filledBy(resource.name()), resource) : after, resource);
        }
        schema = schema.withTable(after);
        if (resource.replacesRows()) {
            schema = schema.withRootKey(resource.table());
        }
    }

    private TableSchema declared(TableSchema table, ResourceLoad resource) {
        TableSchema hinted = Contracts.remembered(HintDocument.with(table, resource), resource);
        notes.addAll(HintDocument.notes(table, hinted));
        return hinted;
    }

    /** The columns that the document does not have as they will be. */
    private static List<Column> learnt(TableSchema known, TablePlan plan, List<Column> system) {
        Set<String> widened = plan.widened().stream().map(Column::name).collect(Collectors.toSet());
        Set<String> addedLater = plan.added().stream().map(Column::name).collect(Collectors.toSet());
        List<Column> learnt = new ArrayList<>();
        for (TablePlan.Value value : plan.values()) {
            Column column = value.column();
            boolean keep = known.column(column.name()).filter(Column::complete).isPresent()
                    && !widened.contains(column.name());
            if (!keep) {
                Column now = ColumnMemory.kept(known, column);
                learnt.add(addedLater.contains(column.name()) ? now.withNullable(true) : now);
            }
        }
        for (Column column : system) {
            if (known.column(column.name()).isEmpty()) {
                learnt.add(column);
            }
        }
        return learnt;
    }

    /** Gives the nested tables that an append loaded the root ids that a merge needs. */
    private void addRootIds(ResourceLoad resource) {
        for (TableSchema nested : schema.tableTree(resource.table())) {
            List<TableColumn> there = existing.get(nested.name());
            if (nested.isNested()
                    && there != null
                    && TablePlan.find(there, SystemColumns.ROOT_ID).isEmpty()) {
                String parent = nested.parent().orElseThrow();
                changes.add(new SchemaChange.AddRootIds(nested.name(), parent, parent.equals(resource.table())));
                sentences.add("column " + nested.name() + "." + SystemColumns.ROOT_ID
                        + " was added and filled, for the "
                        + (resource.merges()
                                ? "merge"
                                : resource.disposition().clears() ? "replaced window" : "files that are loaded again"));
                schema = schema.withTable(
                        nested.withColumn(SystemColumns.rootId().withNullable(true)));
            }
        }
    }
}
