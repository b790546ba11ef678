package dev.pipette.engine.load.migrate;

import dev.pipette.spi.ColumnChange;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;

/** What has to be known of a dataset beside its catalogue and its schema, before a migration is planned. Nothing is written. */
public interface MigrationFacts {
    /** How many rows a table has. */
    long rows(String table);

    /** How many rows have a value in a column. */
    long values(String table, String column);

    /** What keeps a column from being changed, and what to do, as the rest of a sentence; empty where nothing does. */
    Optional<String> keeping(String table, String column, ColumnChange change);

    /** The values of a column for which a condition holds. */
    Misfits misfits(String table, String column, Condition condition);

    /** The other schemas of the dataset that have a table, by name: those of other pipelines, or of other sources. */
    List<String> otherSchemas(String table);

    /** Whether it is remembered which files of a resource are loaded; their rows are known by a column. */
    boolean hasLedger(String resource);

    /**
     * Values that a new type would change.
     *
     * @param count how many rows have one
     * @param first the first of them, as texts
     */
    record Misfits(long count, List<String> first) {
        /** Copies the list. */
        public Misfits {
            first = List.copyOf(first);
        }
    }
}
