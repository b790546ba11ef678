package dev.pipette.engine.load.apply;

import static org.jooq.impl.DSL.noCondition;

import dev.pipette.engine.manifest.ResourceLoad;
import java.util.Map;
import java.util.Optional;
import org.jooq.Condition;

/**
 * Puts rows in the place of all that are there, which it truncates.
 *
 * @param replacing whether it takes the old rows away
 */
record TruncateRows(ResourceLoad resource, WriteTools tools, boolean replacing) implements TableWrite {
    @Override
    public Map<String, Long> clear() {
        return replacing ? tools.delete().truncated(resource) : Map.of();
    }

    @Override
    public Optional<Condition> takesAway() {
        return Optional.of(noCondition());
    }
}
