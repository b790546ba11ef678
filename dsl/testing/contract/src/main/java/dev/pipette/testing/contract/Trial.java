package dev.pipette.testing.contract;

import dev.pipette.Destination;
import dev.pipette.LoadInfo;
import dev.pipette.Pipeline;
import dev.pipette.Pipette;
import dev.pipette.Resource;
import dev.pipette.error.PipetteException;
import dev.pipette.spi.LoadStep;
import dev.pipette.testing.Crash;
import dev.pipette.testing.CrashAt;
import dev.pipette.testing.Workspace;
import dev.pipette.testing.folders.MemoryFolders;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.jooq.CloseableDSLContext;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/**
 * What one test of a contract works with: a fresh destination, a pipeline into it, and working folders that are gone
 * when the test is over. Asked for as a parameter of a test method.
 *
 * <pre>{@code
 * @Test
 * default void appended_rows_are_added(Trial trial) {
 *   trial.run(Trial.json("items", "[{'id': 1}]"));
 *
 *   assertThat(trial.rows("SELECT id FROM items")).containsExactly("1");
 * }
 * }</pre>
 */
public final class Trial implements AutoCloseable {
    private final ContractDestination contract;
    private final Workspace workspace;

    Trial(ContractDestination contract, Path folder) {
        this.contract = contract;
        this.workspace = Workspace.in(folder, contract.destination(folder.resolve("destination")));
    }

    /** A folder of this test alone. */
    public Path folder() {
        return workspace.folder();
    }

    /** The destination. */
    public Destination destination() {
        return workspace.destination();
    }

    /** The working folders of the machine on which {@link #pipeline()} runs. */
    public Path home() {
        return workspace.home();
    }

    /** The pipeline of the test. */
    public Pipeline pipeline() {
        return pipeline("contract");
    }

    /** Another pipeline into the dataset of {@link #pipeline()}. */
    public Pipeline pipeline(String name) {
        return pipelineInto(name, destination());
    }

    /** Another pipeline into that dataset, by a client of the destination that waits or tries in another way. */
    public Pipeline pipelineInto(String name, Destination client) {
        return Pipette.pipeline(name, client).datasetName("contract_data").home(home());
    }

    /** The pipeline of the test on another machine: another working folder, and a client of its own. */
    public Pipeline elsewhere() {
        return machine("elsewhere");
    }

    /** The pipeline of the test on one of several other machines. */
    public Pipeline machine(String name) {
        return pipelineInto("contract", contract.secondClient(destination())).home(folder().resolve(name));
    }

    /** The pipeline of the test in its working folder, by another name of the destination. */
    public Pipeline byOtherName() {
        return pipelineInto("contract", contract.otherName(destination(), folder()));
    }

    /** Runs the pipeline. */
    public LoadInfo run(Resource... resources) {
        return pipeline().run(resources);
    }

    /** Runs the pipeline up to a step, where the process dies. */
    public void crash(LoadStep step, Resource... resources) {
        crash(pipeline(), step, resources);
    }

    /** Runs a pipeline up to a step, where the process dies. */
    public void crash(Pipeline pipeline, LoadStep step, Resource... resources) {
        Pipeline dying = pipeline.listener(CrashAt.step(step));
        Assertions.assertThatThrownBy(() -> dying.run(resources))
                .as("the run reaches %s", step)
                .isInstanceOf(Crash.class);
    }

    /** Loses the working folders of the machine on which {@link #pipeline()} runs. */
    public void loseFolder() {
        workspace.loseHome();
    }

    /** Rows from JSON, in which single quotes stand for double ones. */
    public static Resource json(String name, String text) {
        return Pipette.resource(name).json(text.replace('\'', '"'));
    }

    /** Runs a statement at the destination, where names without a dataset are found in the test's. */
    public void execute(String sql) {
        try (CloseableDSLContext dsl = pipeline().dataset().dsl()) {
            dsl.execute(sql);
        }
    }

    /** The rows of a query, each as its values with {@code |} between them. */
    public List<String> rows(String sql) {
        List<String> rows = new ArrayList<>();
        for (Record row : pipeline().dataset().query(sql)) {
            rows.add(text(row));
        }
        return rows;
    }

    /** The columns and rows of all tables, bookkeeping included, read by one who stays connected: opening costs most. */
    List<String> everything() {
        List<String> tables = allTables();
        if (tables.isEmpty()) {
            return List.of();
        }
        try (CloseableDSLContext reader = pipeline().dataset().dsl()) {
            List<String> everything = new ArrayList<>(rows(
                    reader,
                    "SELECT table_name, column_name, data_type FROM information_schema.columns"
                            + " WHERE table_schema = 'contract_data' ORDER BY table_name, ordinal_position"));
            for (String table : tables) {
                rows(reader, "SELECT * FROM contract_data." + table).stream()
                        .sorted()
                        .map(row -> table + ": " + row)
                        .forEach(everything::add);
            }
            return everything;
        }
    }

    /** The rows of a query of somebody who stays connected. */
    static List<String> rows(DSLContext reader, String sql) {
        return reader.fetch(sql).map(Trial::text);
    }

    private static String text(Record row) {
        return Stream.of(row.intoArray()).map(Trial::text).collect(Collectors.joining(" | "));
    }

    /** The names of the columns of a table, in their order. */
    public List<String> columns(String table) {
        return rows("SELECT column_name FROM information_schema.columns WHERE table_schema = 'contract_data'"
                + " AND table_name = '" + table + "' ORDER BY ordinal_position");
    }

    /** The Java type that the destination's driver has for a column, by its simple name. */
    public String type(String table, String column) {
        Field<?> field = pipeline()
                .dataset()
                .query("SELECT " + column + " FROM " + table)
                .result()
                .field(0);
        return field == null ? "" : field.getType().getSimpleName();
    }

    /** The load ids in {@code _dlt_loads}. */
    public List<String> loadIds() {
        return rows("SELECT load_id FROM _dlt_loads ORDER BY load_id");
    }

    /** The names of the tables, bookkeeping included; none where the dataset does not exist. */
    public List<String> allTables() {
        try {
            return rows("SELECT table_name FROM information_schema.tables WHERE table_schema = 'contract_data'"
                    + " ORDER BY table_name");
        } catch (PipetteException missing) {
            return List.of();
        }
    }

    /** The number of rows of a table; 0 where it does not exist. */
    public long count(String table) {
        return allTables().contains(table) ? pipeline().dataset().count(table) : 0;
    }

    static String text(@Nullable Object value) {
        return switch (value) {
            case null -> "NULL";
            case OffsetDateTime time -> time.toInstant().toString();
            case Timestamp time -> time.toLocalDateTime().toString();
            case BigDecimal number -> number.toPlainString();
            case byte[] bytes -> HexFormat.of().formatHex(bytes);
            default -> value.toString();
        };
    }

    @Override
    public void close() {
        contract.release(destination());
        MemoryFolders.delete(folder());
    }
}
