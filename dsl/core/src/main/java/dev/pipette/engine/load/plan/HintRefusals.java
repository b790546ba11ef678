package dev.pipette.engine.load.plan;

import static dev.pipette.engine.load.plan.HintPlanner.listed;

import dev.pipette.engine.manifest.ResourceLoad;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.schema.TableDetails;
import dev.pipette.schema.TableReference;
import dev.pipette.text.Units;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Refuses, before anything is written, a constraint that cannot be made. */
final class HintRefusals {
    private static final String NOTHING = " Nothing was changed.";

    private final ExistingTables existing;
    private final String dataset;

    HintRefusals(ExistingTables existing, String dataset) {
        this.existing = existing;
        this.dataset = dataset;
    }

    /** An error for rows that have no value where one is declared. */
    PipetteException withoutValues(String table, String column) {
        return refused(
                table,
                ", column '" + column + "': it is declared notNull(), and no row has a value. Leave notNull() out, or"
                        + " give the rows a value with .map(..).");
    }

    /** Refuses a constraint of a table that the destination adds none to. */
    void checkOpen(String table, String what, TableDetails details) {
        details.closed().ifPresent(why -> {
            throw refused(table, ": " + what + " cannot be made: " + why);
        });
    }

    /**
     * Refuses NOT NULL where rows have no value.
     *
     * @param isThere whether the column is there, and not one that the load adds
     */
    void checkNoNulls(ResourceLoad resource, String table, String column, boolean isThere) {
        long without = isThere ? existing.rowsWithout(table, column) : existing.rows(table);
        if (without > 0) {
            String have = !isThere ? "would have" : without == 1 ? "has" : "have";
            throw refused(
                    table,
                    ", column '" + column + "': it must not be NULL, and " + Units.rows(without) + " that "
                            + (without == 1 ? "is" : "are") + " there " + have + " no value. "
                            + wayOut(
                                    resource,
                                    isThere ? "Give a value to each" : "Add the column there with its values"));
        }
    }

    /** Refuses a key where rows have the same values. */
    void checkNoTwins(ResourceLoad resource, String table, String what, List<String> key) {
        existing.valuesTwice(table, key).ifPresent(twins -> {
            throw refused(
                    table,
                    ": " + what + " is declared, and rows that are there have the same values: " + listed(key) + " = "
                            + twins + ". " + wayOut(resource, "Correct them"));
        });
    }

    private static String wayOut(ResourceLoad resource, String correct) {
        return (resource.replaces() ? "Delete the rows that are there, which this load would replace" : correct)
                + ", or leave the hint out.";
    }

    /** Refuses NULL in a column of the primary key. */
    void checkNotKey(String table, String column, TableDetails details) {
        if (details.primaryKey().contains(column)) {
            throw refused(
                    table,
                    ", column '" + column + "': it is declared nullable(), and the table has the primary key "
                            + listed(details.primaryKey()) + ". Leave nullable() out, or drop the primary key.");
        }
    }

    /** Refuses a second primary key. */
    void checkSameKey(String table, List<String> key, TableDetails details) {
        if (!Set.copyOf(details.primaryKey()).equals(Set.copyOf(key))) {
            throw refused(
                    table,
                    ": enforcePrimaryKey() is declared for " + listed(key) + ", and the table has the primary key "
                            + listed(details.primaryKey())
                            + ". Leave enforcePrimaryKey() out, or drop that primary key.");
        }
    }

    /**
     * Refuses a foreign key to what is not there, or is not a key.
     *
     * @param planned the changes that are made before it
     * @param tables the names of the tables that are there
     */
    void checkReferred(
            String table, TableReference reference, Collection<SchemaChange> planned, Collection<String> tables) {
        String other = reference.table();
        String what = ": the foreign key " + reference.describe() + " cannot be made: ";
        boolean isMade = planned.stream()
                .anyMatch(change -> change instanceof SchemaChange.MakeTable
                        && change.table().equals(other));
        if (!isMade && !tables.contains(other)) {
            throw refused(
                    table,
                    what + "there is no table " + dataset + "." + other
                            + ". Load it before this one, or in the same run.");
        }
        Set<String> wanted = Set.copyOf(reference.referencedColumns());
        boolean isKey = planned.stream()
                        .anyMatch(change -> change instanceof SchemaChange.AddKey key
                                && key.table().equals(other)
                                && Set.copyOf(key.columns()).equals(wanted))
                || existing.details(other)
                        .filter(details -> details.isUnique(wanted))
                        .isPresent();
        if (!isKey) {
            throw refused(
                    table,
                    what + "table " + dataset + "." + other + " has no key " + listed(reference.referencedColumns())
                            + ". Declare one there, with enforcePrimaryKey() or unique(..), and load it before this one,"
                            + " or in the same run.");
        }
    }

    private PipetteException refused(String table, String sentence) {
        return new PipetteException(ErrorCode.LOAD_REFUSED, "table " + dataset + "." + table + sentence + NOTHING);
    }
}
