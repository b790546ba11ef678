package dev.pipette.engine.load.plan;

import dev.pipette.engine.manifest.ColumnForm;
import dev.pipette.engine.manifest.PackageTable;
import dev.pipette.engine.manifest.ResourceLoad;
import dev.pipette.engine.manifest.Target;
import dev.pipette.engine.query.PackageReader;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.schema.TableColumn;
import dev.pipette.schema.TypeJoin;
import dev.pipette.schema.ValueType;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Refuses, before anything is written, what an existing column cannot take, and names the column and both types. */
final class ColumnRefusals {
    private final String dataset;
    private final PackageReader reader;

    ColumnRefusals(String dataset, PackageReader reader) {
        this.dataset = dataset;
        this.reader = reader;
    }

    /**
     * Refuses values for an existing column that takes none of them.
     *
     * @param forms the values that arrive
     * @param isRetyped whether a migration chose the column's type
     * @throws PipetteException LOAD_REFUSED for a column that takes no values at all; TYPE_MISMATCH where its type is
     *     another than the declared one, or where it is a key whose type Pipette cannot fill
     */
    void check(
            PackageTable table,
            TableColumn there,
            String name,
            ColumnUse use,
            ResourceLoad.@Nullable Hint hint,
            List<ColumnForm> forms,
            boolean isRetyped) {
        if (there.closed().isPresent()) {
            throw new PipetteException(
                    ErrorCode.LOAD_REFUSED,
                    place(table) + ", column '" + name + "': " + there.closed().get() + " Nothing was changed.");
        }
        if (hint != null && !holds(there, hint.type()) && (isRetyped || !migrates(there, hint, use))) {
            throw declared(table, there, name, hint);
        }
        if (use.isKey() && there.type().isEmpty()) {
            String arriving =
                    forms.stream().map(form -> word(form.decided())).distinct().collect(Collectors.joining(" and "));
            throw new PipetteException(
                    ErrorCode.TYPE_MISMATCH,
                    place(table) + ", key column '" + name + "': the column is " + there.sqlType()
                            + " at the destination, which Pipette does not write, and the rows have " + arriving
                            + ". Choose another key, or change the column there to a type that holds "
                            + arriving + ".");
        }
    }

    /** Whether a column of the declared type may be kept as it is: its type holds the declared one's values. */
    private static boolean holds(TableColumn there, ValueType declared) {
        Optional<ValueType> held = there.type();
        return held.isPresent()
                && (held.get() == declared
                        || TypeJoin.join(held.get(), declared)
                                .filter(joined -> joined == held.get() || held.get() == ValueType.BIGINT)
                                .isPresent());
    }

    /** Whether a column is given the declared type: text that holds the integers which are there. */
    static boolean migrates(TableColumn there, ResourceLoad.@Nullable Hint hint, ColumnUse use) {
        return hint != null
                && hint.type() == ValueType.TEXT
                && there.type().filter(ValueType.BIGINT::equals).isPresent()
                && !there.fixed()
                && !use.isCursor();
    }

    private PipetteException declared(PackageTable table, TableColumn there, String name, ResourceLoad.Hint hint) {
        String type = there.type()
                .map(ColumnRefusals::word)
                .filter(word -> !word.equalsIgnoreCase(there.sqlType()))
                .map(word -> word + " (" + there.sqlType() + ")")
                .orElse(there.sqlType());
        String why = there.pinnedBy()
                .filter(user -> there.type().filter(ValueType.BIGINT::equals).isPresent())
                .map(user -> ", where " + user + " uses it")
                .orElse("");
        return new PipetteException(
                ErrorCode.TYPE_MISMATCH,
                place(table) + ", column '" + name + "': it is declared as " + hint.describe()
                        + ", and the column at the destination is " + type + why
                        + ". Leave out the declaration to load into the column as it is, or change the column's type there"
                        + " before the next load.");
    }

    /** An error for a value of a key or cursor that its column does not take. */
    PipetteException unfit(PackageTable table, ColumnForm form, Optional<TableColumn> there, Target target) {
        String name = form.column();
        String value = reader.firstRemaining(table, form, target);
        String place = place(table) + ", key or cursor column '" + name + "': the value " + value + " ";
        if (there.isEmpty()) {
            return new PipetteException(
                    ErrorCode.TYPE_MISMATCH,
                    place + "is " + form.decided().dataType().dltName() + " and the column is "
                            + target.type().dataType().dltName()
                            + ". Make them alike with .map(..), or say column(\"" + name
                            + "\", text()) before the first load.");
        }
        TableColumn now = there.get();
        boolean own = now.cast().isPresent() || form.decided() == target.type();
        return new PipetteException(
                ErrorCode.TYPE_MISMATCH,
                place + "is " + form.decided().dataType().dltName() + " and the column is "
                        + (own ? now.sqlType() : target.type().dataType().dltName())
                        + now.pinnedBy()
                                .map(user -> ", which cannot be changed, because " + user + " uses it")
                                .orElse("")
                        + ". Make them alike with .map(..), or change the type of the column at the destination.");
    }

    /** An error for a key or cursor whose column a migration dropped. */
    PipetteException dropped(PackageTable table, String column) {
        return new PipetteException(
                ErrorCode.LOAD_REFUSED,
                place(table) + ", key or cursor column '" + column
                        + "': a migration dropped the column, and rows cannot be loaded without it. Choose another key or"
                        + " cursor, or let the column be made again with 'pipette pipeline NAME migrate --restore "
                        + table.name() + "." + column + "'.");
    }

    private String place(PackageTable table) {
        return "table " + dataset + "." + table.name();
    }

    private static String word(ValueType type) {
        return type.name().toLowerCase(Locale.ROOT);
    }
}
