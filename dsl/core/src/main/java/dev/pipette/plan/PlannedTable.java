package dev.pipette.plan;

import dev.pipette.engine.ValueStyle;
import dev.pipette.schema.WriteDisposition;
import java.util.List;
import java.util.Optional;
import org.immutables.value.Value;

/**
 * What the sample of one resource would do to one table.
 *
 * <pre>{@code
 * PlannedTable table = plan.table("orders");
 * table.newColumns();   // [discount double precision]
 * table.updated();      // 12
 * }</pre>
 */
@Value.Immutable
@ValueStyle
public abstract class PlannedTable {
    PlannedTable() {}

    /** Begins to collect what would happen to a table; for the engine. */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects what would happen to a table. */
    public static final class Builder extends ImmutablePlannedTable.Builder {
        Builder() {}
    }

    /** The name. */
    public abstract String name();

    /** The resource that fills it. */
    public abstract String resource();

    /** The table that it is nested in. */
    public abstract Optional<String> parent();

    /** How the resource changes it. */
    public abstract WriteDisposition.Kind disposition();

    /** Whether the load would make it. */
    public abstract boolean isNew();

    /** Its columns as the load would leave them, in their order. */
    public abstract List<PlannedColumn> columns();

    /** Rows of the sample that would be put into the table. */
    public abstract long rows();

    /** Of these, those of a merge whose key is there now. */
    public abstract long updated();

    /** Rows of the sample that are there with the same values and would stay. */
    @Value.Default
    public long unchanged() {
        return 0;
    }

    /** Rows of the sample that a check or a contract would reject. */
    @Value.Default
    public long rejected() {
        return 0;
    }

    /** Rows of the sample that were loaded before, or that a later row of the sample with the same key replaces. */
    public abstract long skipped();

    /** Rows that are there now and would be taken away, those that are updated among them; as in a {@code LoadInfo}. */
    public abstract long replaced();

    /** Rows that would be new. */
    public final long inserted() {
        return rows() - updated();
    }

    /** Rows that are there now and would be gone, with none of the same key in their place. */
    public final long deleted() {
        return Math.max(0, replaced() - updated());
    }

    /** The columns that would be added, all where the table is made; without those that every table has. */
    public final List<PlannedColumn> newColumns() {
        return changed(PlannedColumn.Change.NEW);
    }

    /** The columns whose type would be changed to one that holds more. */
    public final List<PlannedColumn> widenedColumns() {
        return changed(PlannedColumn.Change.WIDENED);
    }

    private List<PlannedColumn> changed(PlannedColumn.Change change) {
        return columns().stream()
                .filter(column -> column.change() == change && !column.isSystem())
                .toList();
    }

    @Override
    public final String toString() {
        return PlanWords.sentence(this);
    }
}
