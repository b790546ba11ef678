package dev.pipette.engine.load.apply;

import static dev.pipette.engine.load.apply.RowOutputs.ORDINAL;

import dev.pipette.engine.manifest.ResourceLoad;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;

/** A merge that inserts the rows whose key is not there, and changes none that is. */
record InsertOnlyRows(ResourceLoad resource, WriteTools tools) implements TableWrite {
    @Override
    public Arrivals arrive(LeftOut loadedBefore) {
        KeyedRows keyed = new KeyedRows(tools, resource);
        LeftOut winners = keyed.winners(loadedBefore, ORDINAL.asc());
        LeftOut living = keyed.deleting(winners).map(winners::and).orElse(winners);
        Optional<Table<Record>> same = keyed.same(living);
        LeftOut left = same.map(living::and).orElse(living);
        if (tools.isThere(resource.table())) {
            left = left.and(tools.session().temporary("there", keyed.there(left)));
        }
        return Arrivals.replacing(left, java.util.Map.of(), 0, same);
    }

    @Override
    public List<Field<Object>> comparedBy() {
        return RowFields.columns(resource.mergeKey());
    }

    @Override
    public Optional<Condition> takesAway() {
        return Optional.empty();
    }
}
