package dev.pipette.engine.load.migrate;

import dev.pipette.schema.Schema;
import java.util.List;

/**
 * What a migration does, decided and not done yet.
 *
 * @param changes in the order in which they are made
 * @param done what of it was done before, as sentences
 * @param drift how the destination differs from the schema, in the tables that are looked at, as sentences
 * @param schema the schema after the migration
 */
public record MigrationPlan(List<ColumnMigration> changes, List<String> done, List<String> drift, Schema schema) {
    /** Copies the lists. */
    public MigrationPlan {
        changes = List.copyOf(changes);
        done = List.copyOf(done);
        drift = List.copyOf(drift);
    }
}
