package dev.pipette.engine.load.plan;

import dev.pipette.engine.manifest.ColumnForm;
import dev.pipette.engine.manifest.PackageTable;
import dev.pipette.engine.manifest.ResourceLoad;
import dev.pipette.engine.manifest.Target;
import dev.pipette.engine.query.PackageQuery;
import dev.pipette.engine.query.PackageReader;
import dev.pipette.engine.sql.Expressions;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.schema.Column;
import dev.pipette.schema.ColumnMemory;
import dev.pipette.schema.MergeStrategy;
import dev.pipette.schema.Naming;
import dev.pipette.schema.ReservedNames;
import dev.pipette.schema.Schema;
import dev.pipette.schema.SchemaContract.Entity;
import dev.pipette.schema.SchemaContract.Mode;
import dev.pipette.schema.SystemColumns;
import dev.pipette.schema.TableColumn;
import dev.pipette.schema.Taken;
import dev.pipette.schema.ValueType;
import dev.pipette.text.Units;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/** Decides types, variants and schema changes for the tables of a package, against the tables that are there. */
public final class TablePlanner {
    /** Columns of a package that carry the engine's own values begin with this. */
    public static final String HIDDEN = ReservedNames.HIDDEN;

    private final PackageReader reader;
    private final Schema schema;
    private final Naming naming;
    private final ColumnSizes sizes;
    private final ColumnRefusals refusals;

    /**
     * A planner.
     *
     * @param dataset that the tables are in
     * @param existing answers questions about the values of existing columns
     */
    TablePlanner(PackageReader reader, String dataset, Schema schema, Naming naming, ExistingTables existing) {
        this.reader = reader;
        this.refusals = new ColumnRefusals(dataset, reader);
        this.schema = schema;
        this.naming = naming;
        this.sizes = new ColumnSizes(schema, existing);
    }

    /**
     * Plans one table.
     *
     * @param existing the columns of the destination's table; empty where there is none
     * @param query the query that the expressions are for
     * @param contract which changes of the table are allowed
     */
    TablePlan plan(
            ResourceLoad resource,
            PackageTable table,
            Optional<List<TableColumn>> existing,
            PackageQuery query,
            TableContract contract) {
        TableDraft draft = new TableDraft();
        for (String column : table.columns()) {
            if (!column.startsWith(HIDDEN)) {
                plan(resource, table, column, existing, query, contract, draft);
            }
        }
        if (existing.isEmpty()) {
            draft.changes()
                    .add("table " + table.name() + " was made with " + draft.width()
                            + (draft.width() == 1 ? " column" : " columns"));
        }
        return draft.plan(table, existing.isEmpty());
    }

    private void plan(
            ResourceLoad resource,
            PackageTable table,
            String name,
            Optional<List<TableColumn>> existing,
            PackageQuery query,
            TableContract contract,
            TableDraft draft) {
        List<ColumnForm> forms = query.forms(name);
        Optional<TableColumn> there = existing.flatMap(columns -> TablePlan.find(columns, name));
        boolean isKey = !table.isNested()
                && (resource.mergeKey().contains(name) || resource.primaryKey().contains(name));
        ResourceLoad.@Nullable Hint own = table.isNested() ? null : resource.hint(name);
        ResourceLoad.@Nullable Hint hint = own == null ? contract.hint(name) : own;
        ColumnUse use = new ColumnUse(
                isKey,
                !table.isNested() && resource.followsColumn(name),
                !table.isNested() && resource.disposition().deciding().contains(name));
        if (isDropped(table, name)) {
            leaveDropped(table, name, use, draft);
            return;
        }
        Mode ofColumn = contract.ofColumn(name, there.isPresent(), use.mustFit());
        if (ofColumn != Mode.EVOLVE) {
            if (reader.hasAny(table, asked -> asked.anyJson(name))) {
                draft.refusals()
                        .add(ContractRefusal.of(
                                Entity.COLUMNS,
                                ofColumn,
                                name,
                                contract.declares() ? "is not in the declared schema" : "would be added",
                                asked -> asked.anyJson(name)));
            }
            return;
        }
        there.ifPresent(column -> refusals.check(table, column, name, use, hint, forms, isRetyped(table, name)));
        boolean keepsType =
                (there.isPresent() || contract.hint(name) != null) && contract.ofUnfit(use.mustFit()) != Mode.EVOLVE;
        if (there.isPresent() && there.get().type().isEmpty()) {
            for (ColumnForm form : forms) {
                if (keepsType && !hasVariant(form, existing)) {
                    draft.refusals().add(unfit(name, there, contract, asked -> asked.anyJson(name)));
                    return;
                }
                variant(table, form, asked -> asked.value(form), query, draft, existing);
            }
            return;
        }
        ColumnSize wanted = there.filter(now -> !isRetyped(table, name) && ColumnRefusals.migrates(now, hint, use))
                .map(now -> ColumnSize.of(ValueType.TEXT))
                .orElseGet(() -> sizes.of(table, name, hint, there, forms));
        boolean isRetyped = isRetyped(table, name);
        ColumnSize main = keepsType || isRetyped ? wanted.orThere(there) : wanted.orFixed(there);
        Target target = main.target(there);
        there.filter(TableColumn::isCast).ifPresent(now -> draft.casts().put(name, now.sqlType()));
        boolean refusesNull = !table.isNested()
                && Optional.ofNullable(resource.rules())
                        .filter(rules -> rules.refusesNull(name))
                        .isPresent();
        Column column = main.column(name).withNullable(!isKey && !refusesNull);
        if (!table.isNested() && isVersion(resource, name)) {
            column = column.withHint(SystemColumns.ROW_VERSION, true);
        }
        if (use.isCursor()) {
            column = column.withHint("incremental", true);
        }
        PackageQuery.Converted converted = query.converted(name, target);
        draft.value(column, converted.expression());
        if (main.type() == ValueType.TIMESTAMP) {
            noteNaive(table, name, forms, draft);
        }
        changes(table, column, main, existing, there, draft);
        boolean rejects = !table.isNested() && resource.rejectsBy(name);
        ResourceLoad.@Nullable Hint rejecting = rejects ? hint : null;
        if (rejecting != null) {
            undeclared(table, rejecting, query, draft);
        }
        List<ColumnForm> unfit = new ArrayList<>();
        List<ColumnForm> unfitKeys = new ArrayList<>();
        for (ColumnForm form : converted.rest()) {
            Function<PackageQuery, String> rest = asked -> rejecting == null
                    ? asked.remaining(form, target)
                    : asked.remainingDeclared(form, target, rejecting);
            if (reader.hasAny(table, rest)) {
                if (use.mustFit() && rejects) {
                    unfitKeys.add(form);
                    continue;
                }
                if (use.mustFit()) {
                    throw refusals.unfit(table, form, there, target);
                }
                if (keepsType && !hasVariant(form, existing)) {
                    unfit.add(form);
                    continue;
                }
                tooLong(table, form, there, target, draft);
                pinned(table, there, wanted, isRetyped, draft);
                variant(table, form, rest, query, draft, existing);
            }
        }
        if (!unfitKeys.isEmpty()
                && draft.refusals().stream()
                        .noneMatch(refusal -> refusal.column().equals(name))) {
            draft.refusals()
                    .add(ContractRefusal.ofType(
                            name, main.describe(), asked -> asked.remainingJson(unfitKeys, target)));
        }
        if (!unfit.isEmpty()) {
            draft.refusals().add(unfit(name, there, contract, asked -> asked.remainingJson(unfit, target)));
        }
    }

    private boolean isDropped(PackageTable table, String column) {
        return schema.table(table.name())
                .filter(known -> ColumnMemory.isDropped(known, column))
                .isPresent();
    }

    private boolean isRetyped(PackageTable table, String column) {
        return schema.table(table.name())
                .flatMap(known -> known.column(column))
                .filter(ColumnMemory::isRetyped)
                .isPresent();
    }

    /** Rows are loaded without the values of a column that a migration dropped, which are counted. */
    private void leaveDropped(PackageTable table, String column, ColumnUse use, TableDraft draft) {
        if (use.mustFit()) {
            throw refusals.dropped(table, column);
        }
        PackageReader.Found left = reader.found(table, asked -> asked.anyJson(column));
        if (left.count() > 0) {
            draft.notes()
                    .add("column " + table.name() + "." + column + " was dropped by a migration: "
                            + Units.number(left.count()) + (left.count() == 1 ? " value was" : " values were")
                            + " left out (first: " + left.first() + ")");
        }
    }

    /** Keeps out the values that are not of the declared type of their column. */
    private void undeclared(PackageTable table, ResourceLoad.Hint hint, PackageQuery query, TableDraft draft) {
        query.undeclared(hint)
                .filter(values -> reader.hasAny(table, values))
                .ifPresent(
                        values -> draft.refusals().add(ContractRefusal.ofType(hint.column(), hint.describe(), values)));
    }

    private static ContractRefusal unfit(
            String name, Optional<TableColumn> there, TableContract contract, Function<PackageQuery, String> values) {
        String type = there.map(column -> "is " + column.sqlType().toLowerCase(Locale.ROOT))
                .orElseGet(() -> "is declared as "
                        + Objects.requireNonNull(contract.hint(name)).describe());
        return ContractRefusal.of(
                Entity.DATA_TYPE,
                contract.ofUnfit(false),
                name,
                type + ", and would be changed or have another column beside it",
                values);
    }

    /** Whether the table has a column beside for values of this type, from before it had a contract. */
    private boolean hasVariant(ColumnForm form, Optional<List<TableColumn>> existing) {
        return existing.flatMap(columns -> TablePlan.find(columns, variantName(form.column(), form.decided())))
                .isPresent();
    }

    private static boolean isVersion(ResourceLoad resource, String column) {
        return resource.disposition()
                .versions()
                .flatMap(MergeStrategy.Scd2::rowVersion)
                .filter(column::equals)
                .isPresent();
    }

    private void noteNaive(PackageTable table, String name, List<ColumnForm> forms, TableDraft draft) {
        forms.stream()
                .filter(form -> form.naiveZone() != null
                        && (form.decided() == ValueType.LOCAL_TIMESTAMP
                                || form.decided() == ValueType.DATE
                                || form.decided() == ValueType.TEXT)
                        && reader.hasAny(table, query -> query.naive(form)))
                .findFirst()
                .ifPresent(form -> draft.notes()
                        .add("column " + table.name() + "." + name
                                + " holds instants, in a schema that dlt made: times without an offset were taken as "
                                + ("UTC".equals(form.naiveZone()) ? "UTC, as dlt does" : form.naiveZone())));
    }

    /** Notes which texts are longer than a column takes: what somebody limited is not widened, and nothing else shows the limit. */
    private void tooLong(
            PackageTable table, ColumnForm form, Optional<TableColumn> there, Target target, TableDraft draft) {
        there.filter(now -> now.taken() instanceof Taken.AtMost).ifPresent(now -> {
            PackageReader.Found found = reader.found(table, asked -> asked.remainingJson(List.of(form), target));
            draft.notes()
                    .add("column " + table.name() + "." + now.name() + " is "
                            + now.sqlType().toLowerCase(Locale.ROOT) + ": " + Units.number(found.count())
                            + (found.count() == 1 ? " value is" : " values are") + " longer (first: " + found.first()
                            + "), and went to a column beside it. To have them in the column, make it wider, or cut the"
                            + " values with .map(..)");
        });
    }

    /** Notes why values go to a second column, once for the column. */
    private static void pinned(
            PackageTable table, Optional<TableColumn> there, ColumnSize wanted, boolean isRetyped, TableDraft draft) {
        Optional<TableColumn> kept = there.filter(now -> wanted.widens(now));
        Optional<String> why = isRetyped
                ? Optional.of("a migration chose this type")
                : kept.flatMap(TableColumn::pinnedBy).map(user -> user + " uses it");
        kept.flatMap(now -> why).ifPresent(reason -> {
            TableColumn now = kept.orElseThrow();
            String sentence = "column " + table.name() + "." + now.name() + " stays " + now.sqlType() + ", because "
                    + reason + "; values that do not fit go to a column beside it";
            if (!draft.changes().contains(sentence)) {
                draft.changes().add(sentence);
            }
        });
    }

    /**
     * Keeps values in the variant column of their type, and those that do not fit the one that is there in the variant
     * column for text, which holds everything.
     *
     * @param values gives the values as an expression over a query
     */
    private void variant(
            PackageTable table,
            ColumnForm form,
            Function<PackageQuery, String> values,
            PackageQuery query,
            TableDraft draft,
            Optional<List<TableColumn>> existing) {
        ValueType own = form.decided();
        String name = variantName(form.column(), own);
        if (table.columns().contains(name)) {
            throw new PipetteException(
                    ErrorCode.NAME_COLLISION,
                    "table " + table.name() + ": values of column '" + form.column() + "' that are "
                            + own.dataType().dltName() + " belong into column '" + name
                            + "', and the data has a column of that name. Rename it with .map(..).");
        }
        Optional<TableColumn> there = existing.flatMap(columns -> TablePlan.find(columns, name));
        boolean usable = there.isEmpty()
                || there.get().cast().isEmpty()
                        && there.get().type().filter(own::equals).isPresent();
        ColumnSize sized =
                own == ValueType.DECIMAL ? sizes.decimal(table.name(), there, List.of(form)) : ColumnSize.of(own);
        Optional<String> fitting = usable
                ? query.fitting(form, values.apply(query), own, sized.precision(), sized.scale())
                : Optional.empty();
        if (fitting.isPresent()) {
            Column column = sized.column(name).withNullable(true).withVariant(true);
            draft.value(column, fitting.get());
            changes(table, column, sized, existing, there, draft);
        }
        Function<PackageQuery, String> rest = asked -> {
            String value = values.apply(asked);
            if (fitting.isEmpty()) {
                return value;
            }
            String fits = asked.fitting(form, value, own, sized.precision(), sized.scale())
                    .orElseThrow();
            return Expressions.text(DSL.when(Expressions.of(fits).isNull(), Expressions.of(value)));
        };
        boolean fitsAll = fitting.isPresent() && (own != ValueType.DECIMAL || !reader.hasAny(table, rest));
        if (!fitsAll) {
            ColumnSize text = ColumnSize.of(ValueType.TEXT);
            String textName = variantName(form.column(), ValueType.TEXT);
            Column column = text.column(textName).withNullable(true).withVariant(true);
            draft.value(
                    column, Expressions.text(Expressions.of(rest.apply(query)).cast(SQLDataType.VARCHAR)));
            changes(
                    table,
                    column,
                    text,
                    existing,
                    existing.flatMap(columns -> TablePlan.find(columns, textName)),
                    draft);
        }
    }

    /** dlt's name, but for naive timestamps, which dlt has not: they and instants must not share a column. */
    private String variantName(String column, ValueType type) {
        String word = type == ValueType.LOCAL_TIMESTAMP
                ? "local_timestamp"
                : type.dataType().dltName();
        return naming.path(column, "v_" + word);
    }

    private void changes(
            PackageTable table,
            Column column,
            ColumnSize sized,
            Optional<List<TableColumn>> existing,
            Optional<TableColumn> there,
            TableDraft draft) {
        if (existing.isEmpty()) {
            return;
        }
        if (there.isEmpty()) {
            boolean dropped = schema.table(table.name())
                    .flatMap(known -> known.column(column.name()))
                    .filter(Column::complete)
                    .isPresent();
            if (draft.add(column.withNullable(true))) {
                draft.changes()
                        .add("column " + table.name() + "." + column.name() + " " + sized.describe()
                                + (dropped ? " was missing at the destination and was added again" : " was added"));
            }
            return;
        }
        TableColumn now = there.get();
        if (!now.fixed() && sized.widens(now)) {
            draft.widened().add(column);
            draft.changes()
                    .add("column " + table.name() + "." + column.name()
                            + (sized.type() == ValueType.TEXT ? " was changed from " : " was widened from ")
                            + now.sqlType().toLowerCase(Locale.ROOT)
                            + " to " + sized.describe());
        }
    }
}
