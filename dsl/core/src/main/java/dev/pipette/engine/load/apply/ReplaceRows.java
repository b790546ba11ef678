package dev.pipette.engine.load.apply;

import static org.jooq.impl.DSL.noCondition;

import dev.pipette.engine.manifest.ResourceLoad;
import java.util.Map;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Record;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/**
 * Puts rows in the place of all that are there.
 *
 * @param replacing whether it takes the old rows away
 */
record ReplaceRows(ResourceLoad resource, NestedDelete delete, boolean replacing) implements TableWrite {
    @Override
    public Map<String, Long> clear() {
        return replacing ? delete.all(resource) : Map.of();
    }

    @Override
    public Optional<Condition> takesAway(@Nullable Table<Record> rows) {
        return Optional.of(noCondition());
    }
}
