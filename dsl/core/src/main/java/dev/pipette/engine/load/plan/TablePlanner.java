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
import dev.pipette.schema.DataType;
import dev.pipette.schema.Naming;
import dev.pipette.schema.ReservedNames;
import dev.pipette.schema.Schema;
import dev.pipette.schema.TableColumn;
import dev.pipette.schema.Taken;
import dev.pipette.schema.TypeJoin;
import dev.pipette.schema.ValueType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/** Decides types, variants and schema changes for the tables of a package, against the tables that are there. */
public final class TablePlanner {
    /** Columns of a package that carry the engine's own values begin with this. */
    public static final String HIDDEN = ReservedNames.HIDDEN;

    private static final int MAX_DIGITS = 38;

    /** The scale of a decimal column that the data does not ask more of; dlt's default. */
    private static final int DEFAULT_SCALE = 9;

    private final PackageReader reader;
    private final Schema schema;
    private final Naming naming;
    private final ExistingTables existing;
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
        this.existing = existing;
    }

    /** The type of a column and its size. */
    private record Sized(ValueType type, int precision, int scale) {
        Target target(Optional<TableColumn> there) {
            return new Target(
                    type, precision, scale, there.map(TableColumn::taken).orElseGet(Taken.All::new));
        }
    }

    /** A plan in the making. */
    private static final class Draft {
        private final Map<String, Column> columns = new LinkedHashMap<>();
        private final Map<String, List<String>> expressions = new LinkedHashMap<>();
        private final List<Column> added = new ArrayList<>();
        private final List<Column> widened = new ArrayList<>();
        private final List<String> changes = new ArrayList<>();
        private final Map<String, String> casts = new LinkedHashMap<>();
        private final List<String> notes = new ArrayList<>();

        void value(Column column, String expression) {
            columns.putIfAbsent(column.name(), column);
            expressions
                    .computeIfAbsent(column.name(), name -> new ArrayList<>())
                    .add(expression);
        }

        List<TablePlan.Value> values() {
            List<TablePlan.Value> values = new ArrayList<>();
            columns.forEach((name, column) -> {
                List<String> parts = java.util.Objects.requireNonNull(expressions.get(name));
                values.add(new TablePlan.Value(column, parts.size() == 1 ? parts.getFirst() : firstOf(parts)));
            });
            return values;
        }

        private static String firstOf(List<String> parts) {
            Field<?>[] others = parts.stream().skip(1).map(Expressions::of).toArray(Field<?>[]::new);
            Field<?> first = Expressions.of(parts.getFirst());
            return Expressions.text(DSL.coalesce(first, others));
        }
    }

    /**
     * Plans one table.
     *
     * @param existing the columns of the destination's table; empty where there is none
     * @param query the query that the expressions are for
     */
    TablePlan plan(
            ResourceLoad resource, PackageTable table, Optional<List<TableColumn>> existing, PackageQuery query) {
        Draft draft = new Draft();
        for (String column : table.columns()) {
            if (!column.startsWith(HIDDEN)) {
                plan(resource, table, column, existing, query, draft);
            }
        }
        if (existing.isEmpty()) {
            draft.changes.add("table " + table.name() + " was made with " + draft.columns.size()
                    + (draft.columns.size() == 1 ? " column" : " columns"));
        }
        return new TablePlan(
                table,
                draft.values(),
                existing.isEmpty(),
                draft.added,
                draft.widened,
                draft.changes,
                draft.casts,
                draft.notes);
    }

    private void plan(
            ResourceLoad resource,
            PackageTable table,
            String name,
            Optional<List<TableColumn>> existing,
            PackageQuery query,
            Draft draft) {
        List<ColumnForm> forms = query.forms(name);
        Set<ValueType> present = forms.stream().map(ColumnForm::decided).collect(Collectors.toSet());
        Optional<TableColumn> there = existing.flatMap(columns -> TablePlan.find(columns, name));
        boolean isKey = !table.isNested()
                && (resource.mergeKey().contains(name) || resource.primaryKey().contains(name));
        ResourceLoad.@Nullable Hint hint = table.isNested() ? null : resource.hint(name);
        ColumnUse use = new ColumnUse(isKey, !table.isNested() && resource.followsColumn(name));
        there.ifPresent(column -> refusals.check(table, column, name, use, hint, forms));
        if (there.isPresent() && there.get().type().isEmpty()) {
            forms.forEach(form -> variant(table, form, asked -> asked.value(form), query, draft, existing));
            return;
        }
        Sized wanted = there.filter(now -> ColumnRefusals.migrates(now, hint, use))
                .map(now -> new Sized(ValueType.TEXT, 0, 0))
                .orElseGet(() -> size(table, name, hint, there, present, forms));
        Sized main = fixed(there, wanted);
        Target target = main.target(there);
        there.filter(now -> now.cast().isPresent()).ifPresent(now -> draft.casts.put(name, now.sqlType()));
        Column column = column(name, main).withNullable(!isKey);
        if (isKey) {
            column = column.withPrimaryKey(true);
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
        for (ColumnForm form : converted.rest()) {
            if (reader.hasRemaining(table, form, target)) {
                if (use.mustFit()) {
                    throw refusals.unfit(table, form, there, target);
                }
                pinned(table, there, wanted, draft);
                variant(table, form, asked -> asked.remaining(form, target), query, draft, existing);
            }
        }
    }

    private void noteNaive(PackageTable table, String name, List<ColumnForm> forms, Draft draft) {
        forms.stream()
                .filter(form -> form.naiveZone() != null
                        && (form.decided() == ValueType.LOCAL_TIMESTAMP
                                || form.decided() == ValueType.DATE
                                || form.decided() == ValueType.TEXT)
                        && reader.hasAny(table, query -> query.naive(form)))
                .findFirst()
                .ifPresent(form -> draft.notes.add("column " + table.name() + "." + name
                        + " holds instants, in a schema that dlt made: times without an offset were taken as "
                        + ("UTC".equals(form.naiveZone()) ? "UTC, as dlt does" : form.naiveZone())));
    }

    /** What a column whose type cannot be changed gets instead of a wider type: the one that it has. */
    private static Sized fixed(Optional<TableColumn> there, Sized wanted) {
        return there.filter(now -> now.fixed() && widens(now, wanted))
                .map(now -> new Sized(now.type().orElseThrow(), now.precision(), now.scale()))
                .orElse(wanted);
    }

    /** Remembers why values go beside a column, once for the column. */
    private static void pinned(PackageTable table, Optional<TableColumn> there, Sized wanted, Draft draft) {
        there.filter(now -> widens(now, wanted)).flatMap(TableColumn::pinnedBy).ifPresent(user -> {
            TableColumn now = there.orElseThrow();
            String sentence = "column " + table.name() + "." + now.name() + " stays " + now.sqlType() + ", because "
                    + user + " uses it; values that do not fit go to a column beside it";
            if (!draft.changes.contains(sentence)) {
                draft.changes.add(sentence);
            }
        });
    }

    /**
     * Keeps values in the variant column of their type, and those that do not fit the one that is there in the variant
     * column for text, which holds everything.
     *
     * @param values the values, as an expression over a query that is asked for
     */
    private void variant(
            PackageTable table,
            ColumnForm form,
            Function<PackageQuery, String> values,
            PackageQuery query,
            Draft draft,
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
        Sized sized = own == ValueType.DECIMAL ? decimal(table.name(), there, List.of(form)) : new Sized(own, 0, 0);
        Optional<String> fitting = usable
                ? query.fitting(form, values.apply(query), own, sized.precision(), sized.scale())
                : Optional.empty();
        if (fitting.isPresent()) {
            Column column = column(name, sized).withNullable(true).withVariant(true);
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
            Sized text = new Sized(ValueType.TEXT, 0, 0);
            String textName = variantName(form.column(), ValueType.TEXT);
            Column column = column(textName, text).withNullable(true).withVariant(true);
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
            Sized sized,
            Optional<List<TableColumn>> existing,
            Optional<TableColumn> there,
            Draft draft) {
        if (existing.isEmpty()) {
            return;
        }
        if (there.isEmpty()) {
            boolean dropped = schema.table(table.name())
                    .flatMap(known -> known.column(column.name()))
                    .filter(Column::complete)
                    .isPresent();
            draft.added.add(column.withNullable(true));
            draft.changes.add("column " + table.name() + "." + column.name() + " " + describe(sized)
                    + (dropped ? " was missing at the destination and was added again" : " was added"));
            return;
        }
        TableColumn now = there.get();
        if (!now.fixed() && widens(now, sized)) {
            draft.widened.add(column);
            draft.changes.add("column " + table.name() + "." + column.name()
                    + (sized.type() == ValueType.TEXT ? " was changed from " : " was widened from ") + now.sqlType()
                    + " to " + describe(sized));
        }
    }

    private static boolean widens(TableColumn now, Sized sized) {
        if (now.wideDecimal() && sized.type() == ValueType.DECIMAL) {
            return false;
        }
        boolean otherType = now.type().filter(sized.type()::equals).isEmpty();
        boolean narrower = sized.type() == ValueType.DECIMAL
                && (now.precision() != sized.precision() || now.scale() != sized.scale());
        boolean smallInteger = sized.type() == ValueType.BIGINT && now.precision() > 0 && now.precision() < 64;
        return otherType || narrower || smallInteger;
    }

    private static String describe(Sized sized) {
        return sized.type() == ValueType.DECIMAL
                ? "decimal(" + sized.precision() + "," + sized.scale() + ")"
                : sized.type().name().toLowerCase(java.util.Locale.ROOT);
    }

    private Sized size(
            PackageTable table,
            String name,
            ResourceLoad.@Nullable Hint hint,
            Optional<TableColumn> there,
            Set<ValueType> present,
            List<ColumnForm> forms) {
        if (hint != null && there.isEmpty()) {
            int scale = forms.stream().mapToInt(ColumnForm::scale).max().orElse(0);
            if (hint.precision() > 0) {
                return new Sized(hint.type(), hint.precision(), hint.scale());
            }
            // only a decimal has digits: of a bigint they would be its bits, and 38 of them are too few
            return hint.type() == ValueType.DECIMAL
                    ? new Sized(hint.type(), MAX_DIGITS, scale)
                    : new Sized(hint.type(), 0, 0);
        }
        Optional<ValueType> known = there.flatMap(TableColumn::type)
                .or(() -> schema.table(table.name())
                        .flatMap(table1 -> table1.column(name))
                        .flatMap(column -> column.dataType().map(type -> ValueType.of(type, column.timezone()))));
        // What was said of a column is what arrives: sealing has checked that every value can be of that type.
        Set<ValueType> arriving = hint == null ? present : Set.of(hint.type());
        ValueType type = known.map(now -> TypeJoin.ofExistingColumn(now, arriving))
                .orElseGet(() -> TypeJoin.ofNewColumn(present));
        boolean toDouble = type == ValueType.DOUBLE
                && there.flatMap(TableColumn::type)
                        .filter(ValueType.BIGINT::equals)
                        .isPresent();
        if (toDouble && existing.haveIntegersBeyondDouble(table.name(), name)) {
            type = ValueType.BIGINT;
        }
        if (hint != null && hint.precision() > 0 && there.isPresent() && sameDecimal(hint, there.get())) {
            return new Sized(ValueType.DECIMAL, hint.precision(), hint.scale());
        }
        if (type != ValueType.DECIMAL) {
            return new Sized(type, 0, 0);
        }
        if (hint != null
                && hint.precision() > 0
                && known.filter(ValueType.BIGINT::equals).isPresent()) {
            return new Sized(ValueType.DECIMAL, MAX_DIGITS, hint.scale());
        }
        return decimal(
                table.name(),
                there.filter(column ->
                        column.type().filter(ValueType.DECIMAL::equals).isPresent()),
                forms);
    }

    private static boolean sameDecimal(ResourceLoad.Hint hint, TableColumn there) {
        return there.type().filter(ValueType.DECIMAL::equals).isPresent()
                && there.precision() == hint.precision()
                && there.scale() == hint.scale();
    }

    private Sized decimal(String table, Optional<TableColumn> there, List<ColumnForm> forms) {
        int digits = 1;
        int scale = 0;
        for (ColumnForm form : forms) {
            digits = Math.max(digits, form.decided() == ValueType.BIGINT ? 19 : form.integerDigits());
            scale = Math.max(scale, form.scale());
        }
        if (there.filter(TableColumn::wideDecimal).isPresent()) {
            boolean doubles = forms.stream().anyMatch(form -> form.decided() == ValueType.DOUBLE);
            int most = there.get().precision() == 0
                    ? Math.max(scale, doubles ? DEFAULT_SCALE : 0)
                    : Math.min(scale, there.get().scale());
            return new Sized(ValueType.DECIMAL, MAX_DIGITS, Math.min(most, MAX_DIGITS - digits));
        }
        if (there.isPresent()) {
            TableColumn now = there.get();
            int wantedScale = Math.max(scale, now.scale());
            int wantedDigits = Math.max(digits, now.precision() - now.scale());
            if (wantedScale > now.scale() && wantedDigits + wantedScale > MAX_DIGITS) {
                wantedDigits = Math.max(digits, existing.integerDigits(table, now.name()));
            }
            return wantedDigits + wantedScale <= MAX_DIGITS
                    ? new Sized(ValueType.DECIMAL, Math.max(now.precision(), wantedDigits + wantedScale), wantedScale)
                    : new Sized(ValueType.DECIMAL, now.precision(), now.scale());
        }
        int wanted = Math.max(DEFAULT_SCALE, scale);
        return new Sized(
                ValueType.DECIMAL,
                MAX_DIGITS,
                digits + wanted <= MAX_DIGITS ? wanted : Math.min(scale, MAX_DIGITS - digits));
    }

    private static Column column(String name, Sized sized) {
        Column column = Column.of(name, sized.type().dataType());
        if (sized.type() == ValueType.LOCAL_TIMESTAMP) {
            column = column.withTimezone(false);
        }
        boolean plain = sized.precision() == MAX_DIGITS && sized.scale() == DEFAULT_SCALE;
        return sized.type().dataType() == DataType.DECIMAL && !plain
                ? column.withPrecision(sized.precision()).withScale(sized.scale())
                : column;
    }
}
