package dev.pipette.engine.load.apply;

import dev.pipette.engine.manifest.ResourceLoad;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Field;

/** A merge that updates the rows with the key of an arriving one in their place, and inserts the others. */
record UpsertRows(ResourceLoad resource, WriteTools tools) implements TableWrite {
    @Override
    public Arrivals arrive(LeftOut loadedBefore) {
        return new RowUpdate(tools, resource).apply(loadedBefore);
    }

    @Override
    public List<Field<Object>> comparedBy() {
        return RowFields.columns(resource.mergeKey());
    }

    @Override
    public Optional<Condition> takesAway() {
        return TableWrite.withKeyOfArriving(resource, tools);
    }
}
