package dev.pipette.engine.load.apply;

import dev.pipette.engine.manifest.ResourceLoad;
import java.util.Map;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Record;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/** Adds rows to those that are there; those of files that are loaded again go first. */
record AppendRows(ResourceLoad resource, NestedDelete delete) implements TableWrite {
    @Override
    public Map<String, Long> clear() {
        return delete.files(resource);
    }

    @Override
    public Optional<Condition> takesAway(@Nullable Table<Record> rows) {
        return Optional.empty();
    }
}
