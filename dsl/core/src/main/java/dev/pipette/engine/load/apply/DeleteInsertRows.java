package dev.pipette.engine.load.apply;

import static dev.pipette.engine.load.apply.RowOutputs.ORDINAL;

import dev.pipette.engine.manifest.ResourceLoad;
import dev.pipette.schema.MergeStrategy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;

/**
 * A merge that deletes the rows that have the primary key or the merge key of an arriving one, with what is nested in them, and
 * inserts the arriving ones.
 */
record DeleteInsertRows(ResourceLoad resource, MergeStrategy.DeleteInsert strategy, WriteTools tools)
        implements TableWrite {
    @Override
    public Arrivals arrive(LeftOut loadedBefore) {
        KeyedRows keyed = new KeyedRows(tools, resource);
        LeftOut winners = isKeyed() ? keyed.winners(loadedBefore, ORDINAL.desc()) : loadedBefore;
        LeftOut living = keyed.deleting(winners).map(winners::and).orElse(winners);
        Optional<Table<Record>> same = keyed.same(living);
        LeftOut left = same.map(living::and).orElse(living);
        long updated = isKeyed() ? keyed.countThere(left) : 0;
        Map<String, Long> deleted = tools.delete()
                .where(
                        resource,
                        replaced(keyed, loadedBefore, same.map(winners::and).orElse(winners), same));
        return Arrivals.replacing(left, deleted, updated, same);
    }

    private boolean isKeyed() {
        return !strategy.primaryKey().isEmpty();
    }

    /** The rows in whose place arriving ones come, without those that stay. */
    private Condition replaced(KeyedRows keyed, LeftOut loadedBefore, LeftOut changed, Optional<Table<Record>> same) {
        if (strategy.mergeKey().isEmpty()) {
            return keyed.hasKeyOf(changed);
        }
        Condition matched = keyed.hasKeyOf(strategy.mergeKey(), loadedBefore);
        if (isKeyed()) {
            matched = matched.or(keyed.hasKeyOf(loadedBefore));
        }
        return same.isEmpty() ? matched : matched.andNot(keyed.hasKeyOf(same.get()));
    }

    @Override
    public List<Field<Object>> comparedBy() {
        return RowFields.columns(strategy.keys());
    }

    @Override
    public Optional<Condition> takesAway() {
        return tools.arriving(resource.table()).map(rows -> {
            KeyedRows keyed = new KeyedRows(tools, resource);
            Condition byMergeKey =
                    strategy.mergeKey().isEmpty() ? null : keyed.hasKeyOf(strategy.mergeKey(), LeftOut.NONE);
            if (!isKeyed()) {
                return java.util.Objects.requireNonNull(byMergeKey);
            }
            Condition byKey = keyed.hasKeyOf(LeftOut.NONE);
            return byMergeKey == null ? byKey : byKey.or(byMergeKey);
        });
    }
}
