package dev.pipette.engine.load.plan;

import dev.pipette.engine.manifest.PackageTable;
import dev.pipette.engine.sql.Expressions;
import dev.pipette.schema.Column;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jooq.Field;
import org.jooq.impl.DSL;

/** The plan of a table in the making. */
final class TableDraft {
    private final Map<String, Column> columns = new LinkedHashMap<>();
    private final Map<String, List<String>> expressions = new LinkedHashMap<>();
    private final Map<String, Column> added = new LinkedHashMap<>();
    private final List<Column> widened = new ArrayList<>();
    private final List<String> changes = new ArrayList<>();
    private final Map<String, String> casts = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();
    private final List<ContractRefusal> refusals = new ArrayList<>();

    /** Adds a column to the table; false where values of another form added it before. */
    boolean add(Column column) {
        return added.putIfAbsent(column.name(), column) == null;
    }

    /** Columns whose type changes. */
    List<Column> widened() {
        return widened;
    }

    /** What changes, as sentences. */
    List<String> changes() {
        return changes;
    }

    /** The SQL types that values are cast to, by column. */
    Map<String, String> casts() {
        return casts;
    }

    /** What else there is to know, as sentences. */
    List<String> notes() {
        return notes;
    }

    /** What a contract keeps out. */
    List<ContractRefusal> refusals() {
        return refusals;
    }

    /** How many columns have values. */
    int width() {
        return columns.size();
    }

    /** Adds values to a column; of several the first that is there counts. */
    void value(Column column, String expression) {
        columns.putIfAbsent(column.name(), column);
        expressions.computeIfAbsent(column.name(), name -> new ArrayList<>()).add(expression);
    }

    private List<TablePlan.Value> values() {
        List<TablePlan.Value> values = new ArrayList<>();
        columns.forEach((name, column) -> {
            List<String> parts = Objects.requireNonNull(expressions.get(name));
            values.add(new TablePlan.Value(column, parts.size() == 1 ? parts.getFirst() : firstOf(parts)));
        });
        return values;
    }

    private static String firstOf(List<String> parts) {
        Field<?>[] others = parts.stream().skip(1).map(Expressions::of).toArray(Field<?>[]::new);
        Field<?> first = Expressions.of(parts.getFirst());
        return Expressions.text(DSL.coalesce(first, others));
    }

    /** The plan. */
    TablePlan plan(PackageTable table, boolean isNew) {
        return new TablePlan(
                table, values(), isNew, List.copyOf(added.values()), widened, changes, casts, notes, refusals);
    }
}
