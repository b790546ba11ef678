package dev.pipette.engine.load.apply;

import dev.pipette.engine.manifest.ResourceLoad;
import java.util.Optional;
import org.jooq.Condition;

/** Adds rows to those that are there; those of files that are loaded again go first. */
record AppendRows(ResourceLoad resource, WriteTools tools) implements TableWrite {
    @Override
    public Optional<Condition> takesAway() {
        return Optional.empty();
    }
}
