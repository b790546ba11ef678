package dev.pipette.testing.content;

import dev.pipette.Dataset;
import dev.pipette.error.PipetteException;
import dev.pipette.rows.Rows;
import dev.pipette.schema.Schema;
import dev.pipette.schema.SystemColumns;
import dev.pipette.schema.SystemTables;
import dev.pipette.schema.TableSchema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.impl.DSL;

/**
 * The tables of a dataset: those that are there, and what the committed schemas of all its pipelines say of them.
 *
 * <pre>{@code
 * DatasetTables.of(pipeline.dataset()).names();   // [orders, orders__lines]
 * }</pre>
 */
public final class DatasetTables {
    private static final String BOOKKEEPING = "_pipette_";

    private final Dataset dataset;
    private final List<String> all;
    private final Map<String, TableSchema> schemas;
    private final Map<String, TableContent> contents = new HashMap<>();

    private DatasetTables(Dataset dataset, List<String> all, Map<String, TableSchema> schemas) {
        this.dataset = dataset;
        this.all = all;
        this.schemas = schemas;
    }

    /** Looks into the dataset; there is no table where the destination does not exist yet. */
    public static DatasetTables of(Dataset dataset) {
        List<String> all = names(dataset);
        Map<String, TableSchema> schemas = new LinkedHashMap<>();
        if (all.contains(SystemTables.VERSION)) {
            Map<String, String> newest = new LinkedHashMap<>();
            dataset.query("SELECT schema_name, schema FROM " + quoted(SystemTables.VERSION)
                            + " ORDER BY version, inserted_at")
                    .forEach(row -> newest.put(row.get(0, String.class), row.get(1, String.class)));
            newest.values()
                    .forEach(
                            document -> schemas.putAll(Schema.fromJson(document).tables()));
        }
        return new DatasetTables(dataset, all, schemas);
    }

    private static List<String> names(Dataset dataset) {
        Rows rows;
        try {
            rows = dataset.query("SELECT table_name FROM information_schema.tables WHERE table_schema = "
                    + DSL.inline(dataset.name()) + " AND table_type = 'BASE TABLE' ORDER BY table_name");
        } catch (PipetteException missing) {
            // a dataset cannot be asked whether it exists, and this is how it says no
            if (missing.getMessage() != null && missing.getMessage().contains("does not exist yet")) {
                return List.of();
            }
            throw missing;
        }
        return rows.result().getValues(0, String.class);
    }

    static String quoted(String name) {
        return DSL.name(name).toString();
    }

    /** The dataset. */
    public Dataset dataset() {
        return dataset;
    }

    /** The tables that hold the user's data, nested ones included, by name. */
    public List<String> names() {
        return all.stream().filter(table -> !isBookkeeping(table)).toList();
    }

    /** Those of them whose rows are not nested in those of another. */
    public List<String> rootNames() {
        return names().stream().filter(name -> parent(name).isEmpty()).toList();
    }

    /** All tables, those of the bookkeeping included, by name. */
    public List<String> allNames() {
        return all;
    }

    /** Whether a table is Pipette's or dlt's own. */
    public static boolean isBookkeeping(String table) {
        return table.startsWith(SystemColumns.PREFIX + "_") || table.startsWith(BOOKKEEPING);
    }

    /** Whether there is such a table. */
    public boolean has(String table) {
        return all.contains(table);
    }

    /** What the committed schema says of a table; empty for one that no pipeline made. */
    public Optional<TableSchema> schema(String table) {
        return Optional.ofNullable(schemas.get(table));
    }

    /** A table, which is read when it is first asked for rows, and only then. */
    public TableContent table(String table) {
        return contents.computeIfAbsent(table, name -> new TableContent(this, name));
    }

    /** The table whose rows hold the lists of this one. */
    Optional<String> parent(String table) {
        return schema(table).flatMap(TableSchema::parent).filter(this::has);
    }

    /** The tables that hold lists of this one's rows. */
    List<String> nestedIn(String table) {
        List<String> nested = new ArrayList<>();
        for (String candidate : names()) {
            if (parent(candidate).filter(table::equals).isPresent()) {
                nested.add(candidate);
            }
        }
        return nested;
    }
}
