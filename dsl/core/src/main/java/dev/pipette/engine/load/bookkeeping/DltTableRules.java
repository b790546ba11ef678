package dev.pipette.engine.load.bookkeeping;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.schema.Column;
import dev.pipette.schema.DataType;
import dev.pipette.schema.MergeRules;
import dev.pipette.schema.MergeStrategy;
import dev.pipette.schema.Schema;
import dev.pipette.schema.SchemaOrigin;
import dev.pipette.schema.SystemColumns;
import dev.pipette.schema.TableSchema;
import dev.pipette.schema.WriteDisposition;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Refuses a load into a table whose dlt schema needs something that Pipette does not do: doing something else would
 * leave rows that dlt takes for its own.
 *
 * <pre>{@code
 * new DltTableRules(schema, "crm").check("dim_customers", new WriteDisposition.Append());   // LOAD_REFUSED where dlt keeps versions
 * }</pre>
 */
public record DltTableRules(Schema schema, String dataset) {
    private static final String DELETES = "hard_delete";
    private static final String SORTS = "dedup_sort";

    /** Words that a schema has in its document where it asks for anything that is refused here. */
    public static final List<String> WORDS = List.of("x-merge-strategy", SystemColumns.VALID_FROM, DELETES, SORTS);

    /**
     * Looks at the hints of a root table.
     *
     * @param disposition how the load changes it, with normalized names of columns
     * @throws PipetteException LOAD_REFUSED for a hint that Pipette does not follow
     */
    public void check(String tableName, WriteDisposition disposition) {
        schema.table(tableName).ifPresent(table -> {
            Optional<Column> from = column(table, SystemColumns.VALID_FROM);
            String strategy = table.mergeStrategy().orElse("");
            if (strategy.equals(MergeStrategy.Scd2.WORD) || from.isPresent()) {
                new VersionRules(schema.name(), dataset, table).check(disposition);
            }
            if (disposition instanceof WriteDisposition.Merge merge && new SchemaOrigin(Optional.of(schema)).isDlts()) {
                checkMerge(table, strategy, merge);
            }
        });
    }

    private void checkMerge(TableSchema table, String strategy, WriteDisposition.Merge merge) {
        checkStrategy(table, strategy, merge.strategy());
        MergeRules rules = merge.rules();
        column(table, DELETES)
                .filter(column -> !rules.hardDelete().equals(Optional.of(column.name())))
                .ifPresent(column -> {
                    throw refused(
                            table,
                            "hint hard_delete on column '" + column.name()
                                    + "': dlt deletes the rows that it marks, and Pipette would keep them");
                });
        column(table, SORTS)
                .filter(column -> !rules.dedupSort()
                        .map(sort -> sort.column() + " " + sort.wins().dltName())
                        .equals(Optional.of(
                                column.name() + " " + column.dedupSort().orElse(""))))
                .ifPresent(column -> {
                    throw refused(
                            table,
                            "hint dedup_sort on column '" + column.name()
                                    + "': of several rows with one key dlt loads the one that it sorts first, and Pipette the last"
                                    + " that arrives");
                });
    }

    private void checkStrategy(TableSchema table, String strategy, MergeStrategy own) {
        boolean updates = own instanceof MergeStrategy.Upsert || own instanceof MergeStrategy.Snapshot;
        switch (strategy) {
            case "upsert" -> {
                if (!updates) {
                    throw refused(
                            table,
                            "merge strategy upsert: dlt finds nested rows by ids that it computes from the key. Rows that"
                                    + " Pipette merges have other ids, so that dlt would leave their nested rows behind");
                }
                checkIds(table, own);
            }
            case "insert-only" -> {
                if (!(own instanceof MergeStrategy.InsertOnly)) {
                    throw refused(
                            table,
                            "merge strategy insert-only: dlt never changes a row that is there, and Pipette would replace it");
                }
                checkIds(table, own);
            }
            default -> {}
        }
    }

    /** Where a table has nested ones, dlt finds their rows by ids that it computes from the key: we have to as well. */
    private void checkIds(TableSchema table, MergeStrategy own) {
        if (schema.tableTree(table.name()).size() == 1) {
            return;
        }
        List<Column> key = table.columnsWith(Column::primaryKey);
        List<String> names = key.stream().map(Column::name).toList();
        if (!Set.copyOf(names).equals(Set.copyOf(own.primaryKey()))) {
            throw refused(
                    table,
                    "primary key " + quoted(names)
                            + ": dlt computes ids from it, by which it finds nested rows, and this load merges by "
                            + quoted(own.primaryKey()));
        }
        key.stream()
                .filter(column -> column.dataType().filter(DltKey::isExact).isEmpty())
                .findFirst()
                .ifPresent(column -> {
                    throw refused(
                            table,
                            "key column '" + column.name() + "' of type "
                                    + column.dataType().map(DataType::dltName).orElse("unknown")
                                    + ": dlt computes ids from how its values are written, by which it finds nested"
                                    + " rows, and only integers, text, truth values and dates are written in one way");
                });
    }

    private static String quoted(List<String> columns) {
        return "'" + String.join("', '", columns) + "'";
    }

    static Optional<Column> column(TableSchema table, String hint) {
        return table
                .columnsWith(column -> column.hints().get(hint) != null
                        && !Boolean.FALSE.equals(column.hints().get(hint)))
                .stream()
                .findFirst();
    }

    private PipetteException refused(TableSchema table, String reason) {
        String other = table.name() + "_pipette";
        return new PipetteException(
                ErrorCode.LOAD_REFUSED,
                "dlt's schema " + schema.name() + " has for table " + dataset + "." + table.name() + " the " + reason
                        + ". Load this resource with dlt, or into a table of its own: .table(\"" + other
                        + "\") (--table "
                        + other + "). Nothing was loaded.");
    }
}
