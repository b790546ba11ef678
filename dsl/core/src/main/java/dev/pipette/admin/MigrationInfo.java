package dev.pipette.admin;

import dev.pipette.text.Grid;
import dev.pipette.text.Units;
import java.util.List;

/**
 * What a migration changes: a preview of it, or what was done.
 *
 * <pre>{@code
 * Migration migration = Migration.rename("orders.cust", "customer_id");
 * System.out.println(pipeline.admin().planMigration(migration));   // looks, and changes nothing
 * pipeline.admin().migrate(migration);                             // later rows with cust fill customer_id
 * }</pre>
 *
 * @param pipeline the pipeline
 * @param destination the destination, without secrets
 * @param dataset the dataset
 * @param done whether it was done; false for a preview
 * @param changes what is changed, in this order
 * @param before what of it was done before, as sentences
 * @param drift how the destination differs from the schema, in the tables that are looked at, as sentences
 * @param remembered what the schema remembers for later loads, as sentences
 * @param packages what becomes of packages that wait and have rows for the tables, as sentences
 * @param command the command that does it; empty where there is nothing to do
 */
public record MigrationInfo(
        String pipeline,
        String destination,
        String dataset,
        boolean done,
        List<Change> changes,
        List<String> before,
        List<String> drift,
        List<String> remembered,
        List<String> packages,
        String command) {
    /** Copies the lists. */
    public MigrationInfo {
        changes = List.copyOf(changes);
        before = List.copyOf(before);
        drift = List.copyOf(drift);
        remembered = List.copyOf(remembered);
        packages = List.copyOf(packages);
    }

    /**
     * One change of a column.
     *
     * @param kind {@code rename}, {@code drop}, {@code retype} or {@code restore}
     * @param table its table
     * @param column its name before
     * @param what happens, in words
     * @param rows how many rows the table has
     * @param lost how many values are lost
     * @param inDatabase whether the table is changed; false where only the schema is
     */
    public record Change(
            String kind, String table, String column, String what, long rows, long lost, boolean inDatabase) {}

    /** The same, done. */
    public MigrationInfo asDone() {
        return new MigrationInfo(
                pipeline, destination, dataset, true, changes, before, drift, remembered, packages, command);
    }

    /** Whether there was nothing left to do. */
    public boolean isEmpty() {
        return changes.isEmpty();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(
                changes.isEmpty() ? "nothing to migrate" : done ? "migrated columns" : "would migrate columns");
        text.append(" in ")
                .append(destination)
                .append(", dataset ")
                .append(dataset)
                .append(':');
        if (!changes.isEmpty()) {
            Grid grid = new Grid("table", "change", ">rows", ">values lost");
            changes.forEach(change -> grid.add(
                    change.table(),
                    change.what() + (change.inDatabase() ? "" : " (in the schema only)"),
                    Units.number(change.rows()),
                    Units.number(change.lost())));
            text.append("\n\n").append(AdminText.indented(grid.text()));
        }
        text.append('\n');
        section(text, "remembered", remembered);
        section(text, "packages", packages);
        section(text, "before", before);
        section(text, "differs", drift);
        if (changes.isEmpty() && before.isEmpty() && drift.isEmpty()) {
            text.append("\n  the tables are as the schema has them");
        }
        if (done || changes.isEmpty()) {
            return text.toString().stripTrailing();
        }
        return text + "\n\nNothing was changed. To do it: " + command;
    }

    private static void section(StringBuilder text, String title, List<String> sentences) {
        for (int index = 0; index < sentences.size(); index++) {
            text.append("\n  ")
                    .append((index == 0 ? title : "") + " ".repeat(12 - (index == 0 ? title.length() : 0)))
                    .append(sentences.get(index));
        }
    }
}
