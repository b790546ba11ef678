package dev.pipette.engine.load.apply;

import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.select;

import dev.pipette.engine.manifest.ResourceLoad;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/**
 * A merge that deletes the rows that have the key of an arriving one, with what is nested in them, and inserts the arriving
 * ones.
 *
 * @param keys normalized names of the key's columns
 */
record DeleteInsert(ResourceLoad resource, List<String> keys, NestedDelete delete) implements TableWrite {
    @Override
    public Map<String, Long> clear() {
        return delete.files(resource);
    }

    @Override
    public Map<String, Long> makeRoom(Table<Record> rows, Condition wanted) {
        return delete.where(resource, matching(rows, wanted));
    }

    private Condition matching(Table<Record> rows, Condition wanted) {
        List<Field<Object>> key = RowFields.columns(keys);
        return row(key).in(select(key).from(rows).where(wanted));
    }

    @Override
    public List<Field<Object>> sameBy() {
        return RowFields.columns(keys);
    }

    @Override
    public List<String> matchedBy() {
        return keys;
    }

    @Override
    public Optional<Condition> takesAway(@Nullable Table<Record> rows) {
        return Optional.ofNullable(rows).map(arriving -> matching(arriving, noCondition()));
    }
}
