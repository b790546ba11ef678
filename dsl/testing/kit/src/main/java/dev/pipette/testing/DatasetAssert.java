package dev.pipette.testing;

import dev.pipette.Dataset;
import dev.pipette.schema.SystemTables;
import dev.pipette.schema.file.SchemaDiff;
import dev.pipette.schema.file.SchemaFile;
import dev.pipette.testing.content.DatasetContent;
import dev.pipette.testing.content.DatasetTables;
import dev.pipette.testing.content.TableContent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Assertions about the tables that a pipeline loads.
 *
 * <pre>{@code
 * assertThat(pipeline.dataset()).hasOnlyTables("orders", "orders__lines").table("orders").hasRowCount(2);   // passes
 * assertThat(pipeline.dataset()).hasTables("customers");
 * // expected dataset shop to have table customers. It has orders, orders__lines.
 * }</pre>
 */
public class DatasetAssert extends PipetteAssert<DatasetAssert, Dataset> {
    private boolean allowsMore;

    /** Makes assertions about a dataset. */
    public DatasetAssert(Dataset actual) {
        super(actual, DatasetAssert.class);
    }

    private DatasetTables tables() {
        isNotNull();
        return DatasetTables.of(actual);
    }

    private String name() {
        return "dataset " + actual.name();
    }

    /** Checks that there are these tables. */
    public DatasetAssert hasTables(String... names) {
        List<String> there = tables().names();
        List<String> missing = without(List.of(names), there);
        return check(missing.isEmpty(), () -> Failures.missingTables(name(), missing, there));
    }

    /** Checks that there are these tables and no others, the bookkeeping left out. */
    public DatasetAssert hasOnlyTables(String... names) {
        List<String> expected = List.of(names);
        List<String> there = tables().names();
        List<String> missing = without(expected, there);
        List<String> unexpected = without(there, expected);
        return check(
                missing.isEmpty() && unexpected.isEmpty(),
                () -> Failures.otherTables(name(), expected, missing, unexpected));
    }

    /** Checks that there is no such table. */
    public DatasetAssert hasNoTable(String table) {
        DatasetTables tables = tables();
        return check(
                !tables.has(table),
                () -> Failures.unexpectedTable(
                        name(), table, tables.table(table).count()));
    }

    /** Checks that there are no tables but those of the bookkeeping; a dataset that does not exist is empty. */
    public DatasetAssert isEmpty() {
        List<String> there = tables().names();
        return check(there.isEmpty(), () -> Failures.tablesInEmptyDataset(name(), there));
    }

    /** Checks that there are no tables at all, those of the bookkeeping included. */
    public DatasetAssert doesNotExist() {
        List<String> there = tables().allNames();
        return check(there.isEmpty(), () -> Failures.datasetExists(name(), there));
    }

    /** Continues with a table; fails where there is none. */
    public TableAssert table(String table) {
        return navigate(TableAssert.class, TableContent.class, TableAssert::new, () -> find(table));
    }

    /** Continues with a table of the bookkeeping, such as {@code _dlt_loads}, whose rows have their system columns. */
    public TableAssert bookkeeping(String table) {
        return navigate(TableAssert.class, TableContent.class, TableAssert::new, () -> {
            check(DatasetTables.isBookkeeping(table), () -> Failures.bookkeepingTable(table));
            return find(table);
        });
    }

    private TableContent find(String table) {
        DatasetTables tables = tables();
        List<String> there = DatasetTables.isBookkeeping(table) ? tables.allNames() : tables.names();
        check(tables.has(table), () -> Failures.missingTables(name(), List.of(table), there));
        return tables.table(table);
    }

    /**
     * Checks that the tables have the rows that the files of a folder have, which an earlier run of the test wrote: a file for each
     * table, with a JSON document in each line and the rows of nested tables as lists. Where the folder has no such file yet, they
     * are written, which is reported on standard output; with the environment variable {@code CI=true} nothing is written, and
     * missing files are a failure. With {@code -Dpipette.snapshots=update} the files are written again.
     *
     * <pre>{@code
     * assertThat(pipeline.dataset()).recorded(Path.of("src/test/resources/shop"));   // passes
     * // table orders is not as recorded in src/test/resources/shop/orders.jsonl, and 1 row differs:
     * //   row id=2: state expected open but was paid
     * }</pre>
     */
    public DatasetAssert recorded(Path folder) {
        return recorded(folder, Recording.here());
    }

    DatasetAssert recorded(Path folder, Recording recording) {
        Optional<String> failure = recording.tables(name(), tables(), folder);
        return check(failure.isEmpty(), failure::orElseThrow);
    }

    /** Lets {@link #keepsContract} pass where there are more tables and columns than the schema has. */
    public DatasetAssert allowingMore() {
        allowsMore = true;
        return this;
    }

    /**
     * Checks that the tables of the pipeline are what a schema file says: tables, columns, types, NULL, keys and descriptions.
     *
     * <pre>{@code
     * assertThat(pipeline.dataset()).keepsContract(Path.of("shop.schema.yaml"));   // passes
     * // expected dataset shop to keep shop.schema.yaml, and 1 differs (- agreed, + there):
     * //   + column orders.discount: decimal(5,2)
     * }</pre>
     */
    public DatasetAssert keepsContract(Path schema) {
        return keepsContract(SchemaFile.read(schema), schema.toString());
    }

    /** Checks that the tables of the pipeline are what a schema says; see {@link #keepsContract(Path)}. */
    public DatasetAssert keepsContract(SchemaFile schema) {
        return keepsContract(schema, "the schema " + schema.name());
    }

    private DatasetAssert keepsContract(SchemaFile schema, String named) {
        isNotNull();
        Optional<String> failure = brokenContract(actual, schema, named, allowsMore);
        return check(failure.isEmpty(), failure::orElseThrow);
    }

    /** The failure; empty where the dataset has what the schema says. Before the first load it has no table. */
    static Optional<String> brokenContract(Dataset dataset, SchemaFile schema, String named, boolean allowsMore) {
        SchemaFile there = DatasetTables.of(dataset).has(SystemTables.VERSION)
                ? dataset.schema()
                : SchemaFile.empty(schema.name());
        SchemaDiff all = schema.diff(there);
        SchemaDiff diff = allowsMore ? all.withoutAdditions() : all;
        return diff.isEmpty()
                ? Optional.empty()
                : Optional.of(Failures.contract("dataset " + dataset.name(), named, diff.lines()));
    }

    /** Checks how many loads were committed. */
    public DatasetAssert hasLoads(int number) {
        DatasetTables tables = tables();
        List<String> loads = new ArrayList<>();
        if (tables.has(SystemTables.LOADS)) {
            tables.table(SystemTables.LOADS).rows().forEach(row -> loads.add(String.valueOf(row.get("load_id"))));
        }
        return check(
                loads.size() == number,
                () -> Failures.loads(name(), number, loads.stream().sorted().toList()));
    }

    /** Checks that every row of a nested table has its parent row. */
    public DatasetAssert hasNoOrphans() {
        Map<String, Integer> orphans = DatasetContent.orphans(tables());
        return check(orphans.isEmpty(), () -> Failures.orphans(name(), orphans));
    }

    /** Checks that all rows are of loads that are in {@code _dlt_loads}. */
    public DatasetAssert hasNoUncommittedRows() {
        Map<String, Set<String>> uncommitted = DatasetContent.uncommitted(tables());
        return check(uncommitted.isEmpty(), () -> Failures.uncommitted(name(), uncommitted));
    }

    static List<String> without(Collection<String> names, Collection<String> others) {
        return names.stream().filter(name -> !others.contains(name)).toList();
    }
}
