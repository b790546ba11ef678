package dev.pipette.engine.load.plan;

import static dev.pipette.engine.load.plan.ColumnSize.DEFAULT_SCALE;
import static dev.pipette.engine.load.plan.ColumnSize.MAX_DIGITS;

import dev.pipette.engine.manifest.ColumnForm;
import dev.pipette.engine.manifest.PackageTable;
import dev.pipette.engine.manifest.ResourceLoad;
import dev.pipette.schema.Schema;
import dev.pipette.schema.TableColumn;
import dev.pipette.schema.TypeJoin;
import dev.pipette.schema.ValueType;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Decides the types and sizes of columns: by what is declared, by what is there, and by what arrives.
 *
 * @param existing answers questions about the values of existing columns
 */
record ColumnSizes(Schema schema, ExistingTables existing) {
    /**
     * The size that a column gets.
     *
     * @param hint what the resource declares of the column; null for nothing
     * @param there the column that is there
     * @param forms the types in which its values arrive
     */
    ColumnSize of(
            PackageTable table,
            String name,
            ResourceLoad.@Nullable Hint hint,
            Optional<TableColumn> there,
            List<ColumnForm> forms) {
        if (hint != null && there.isEmpty()) {
            int scale = forms.stream().mapToInt(ColumnForm::scale).max().orElse(0);
            if (hint.precision() > 0) {
                return new ColumnSize(hint.type(), hint.precision(), hint.scale());
            }
            // only a decimal has digits: of a bigint they would be its bits, and 38 of them are too few
            return hint.type() == ValueType.DECIMAL
                    ? new ColumnSize(hint.type(), MAX_DIGITS, scale)
                    : ColumnSize.of(hint.type());
        }
        Set<ValueType> present = forms.stream().map(ColumnForm::decided).collect(Collectors.toSet());
        Optional<ValueType> known = there.flatMap(TableColumn::type)
                .or(() -> schema.table(table.name())
                        .flatMap(of -> of.column(name))
                        .flatMap(column -> column.dataType().map(type -> ValueType.of(type, column.timezone()))));
        // What is declared of a column is what arrives: sealing has checked that every value can be of that type.
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
            return new ColumnSize(ValueType.DECIMAL, hint.precision(), hint.scale());
        }
        if (type != ValueType.DECIMAL) {
            return ColumnSize.of(type);
        }
        if (hint != null
                && hint.precision() > 0
                && known.filter(ValueType.BIGINT::equals).isPresent()) {
            return new ColumnSize(ValueType.DECIMAL, MAX_DIGITS, hint.scale());
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

    /** The size of a decimal column that has what is there and what arrives. */
    ColumnSize decimal(String table, Optional<TableColumn> there, List<ColumnForm> forms) {
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
            return new ColumnSize(ValueType.DECIMAL, MAX_DIGITS, Math.min(most, MAX_DIGITS - digits));
        }
        if (there.isPresent()) {
            TableColumn now = there.get();
            int wantedScale = Math.max(scale, now.scale());
            int wantedDigits = Math.max(digits, now.precision() - now.scale());
            if (wantedScale > now.scale() && wantedDigits + wantedScale > MAX_DIGITS) {
                wantedDigits = Math.max(digits, existing.integerDigits(table, now.name()));
            }
            return wantedDigits + wantedScale <= MAX_DIGITS
                    ? new ColumnSize(
                            ValueType.DECIMAL, Math.max(now.precision(), wantedDigits + wantedScale), wantedScale)
                    : new ColumnSize(ValueType.DECIMAL, now.precision(), now.scale());
        }
        int wanted = Math.max(DEFAULT_SCALE, scale);
        return new ColumnSize(
                ValueType.DECIMAL,
                MAX_DIGITS,
                digits + wanted <= MAX_DIGITS ? wanted : Math.min(scale, MAX_DIGITS - digits));
    }
}
