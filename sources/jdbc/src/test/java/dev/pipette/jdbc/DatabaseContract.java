package dev.pipette.jdbc;

import static dev.pipette.Pipette.duckdb;
import static dev.pipette.testing.PipetteAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pipette.LoadInfo;
import dev.pipette.Pipeline;
import dev.pipette.Resource;
import dev.pipette.Source;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.incremental.Cursor;
import dev.pipette.incremental.ExtractContext;
import dev.pipette.incremental.MissingValue;
import dev.pipette.incremental.ResourceState;
import dev.pipette.incremental.RowOrder;
import dev.pipette.schema.ColumnHint;
import dev.pipette.settings.Settings;
import dev.pipette.spi.RowSource;
import dev.pipette.testing.Workspace;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds of every database that Pipette reads. */
abstract class DatabaseContract {
    private static final int MANY = 25_000;

    @TempDir
    Path folder;

    @SuppressWarnings("NullAway.Init")
    SourceDatabase source;

    @SuppressWarnings("NullAway.Init")
    Pipeline pipeline;

    /** An empty database. */
    abstract SourceDatabase make() throws Exception;

    @BeforeEach
    void prepare() throws Exception {
        source = make();
        pipeline = Workspace.in(folder, duckdb(folder.resolve("to.duckdb"))).pipeline("shop");
    }

    @AfterEach
    void end() {
        source.close();
    }

    Settings settings() {
        return Settings.from(folder, folder, Map.of());
    }

    Database database() {
        return Database.at(source.address(), settings());
    }

    /** The rows of a query of what was loaded, with {@code |} between their values. */
    List<String> loaded(String sql) {
        return pipeline.dataset().query(sql).result().stream()
                .map(row -> Stream.of(row.intoArray()).map(String::valueOf).collect(Collectors.joining(" | ")))
                .toList();
    }

    /** Types of the columns of a loaded table, without those of Pipette itself. */
    List<String> types(String table) {
        return loaded(
                "SELECT column_name || ' ' || data_type || CASE WHEN is_nullable = 'NO' THEN ' not null' ELSE '' END"
                        + " FROM information_schema.columns WHERE table_name = '" + table
                        + "' AND column_name NOT LIKE '\\_dlt%' ESCAPE '\\' ORDER BY ordinal_position");
    }

    private void orders() {
        source.execute(
                "CREATE TABLE orders (id " + source.type("BIGINT") + " NOT NULL PRIMARY KEY, total "
                        + source.type("DECIMAL(12,2)") + ", state " + source.type("VARCHAR(20)") + ", updated_at "
                        + source.type("TIMESTAMP(6)") + ")",
                "INSERT INTO orders VALUES (1, 10.10, 'open', '2025-01-01 10:00:00')",
                "INSERT INTO orders VALUES (2, 0.01, 'done', '2025-01-02 10:00:00.123456')",
                "INSERT INTO orders VALUES (3, 99.90, '', '2025-01-03 10:00:00')",
                "INSERT INTO orders VALUES (4, NULL, NULL, '2025-01-04 10:00:00')");
    }

    private String orders(String more) {
        return source.schema() + ".orders" + more;
    }

    @Test
    void a_table_is_loaded_as_it_is() {
        orders();

        pipeline.run(database().table(orders("")).resource());

        assertThat(loaded("SELECT id, CAST(total AS DECIMAL(12,2)), state, updated_at FROM orders ORDER BY id"))
                .containsExactly(
                        "1 | 10.10 | open | 2025-01-01T10:00",
                        "2 | 0.01 | done | 2025-01-02T10:00:00.123456",
                        "3 | 99.90 |  | 2025-01-03T10:00",
                        "4 | null | null | 2025-01-04T10:00");
    }

    @Test
    void the_primary_key_is_known() {
        orders();

        assertThat(database().table(orders("")).resource().primaryKey()).containsExactly(source.stored("id"));
    }

    @Test
    void comments_travel_where_the_database_keeps_them() {
        orders();
        String[] comments = source.comments("orders", "one row for each order", "total", "with taxes");
        source.execute(comments);

        Resource resource = database().table(orders("")).resource();

        assertThat(resource.tableHints().description().isPresent()).isEqualTo(comments.length > 0);
        assertThat(hint(resource, "total").description().isPresent()).isEqualTo(comments.length > 0);
        if (comments.length > 0) {
            assertThat(resource.tableHints().description()).contains("one row for each order");
            assertThat(hint(resource, "total").description()).contains("with taxes");
        }
    }

    private ColumnHint hint(Resource resource, String column) {
        return Objects.requireNonNull(resource.columnHints().get(source.stored(column)));
    }

    @Test
    void only_the_named_columns_are_read() {
        orders();

        pipeline.run(database().table(orders("")).columns("id", "state").resource());

        assertThat(types("orders")).extracting(type -> type.split(" ", 2)[0]).containsExactly("id", "state");
    }

    @Test
    void an_unknown_table_is_named_with_the_nearest_one() {
        orders();

        assertThatExceptionOfType(PipetteException.class)
                .isThrownBy(() -> database().table(source.schema() + "." + source.stored("ordrs")))
                .satisfies(failed -> {
                    assertThat(failed.code()).isEqualTo(ErrorCode.SOURCE_MISSING);
                    assertThat(failed)
                            .hasMessageEndingWith("has no table '" + source.schema() + "." + source.stored("ordrs")
                                    + "' that this user may see. Did you mean '" + source.schema() + "."
                                    + source.stored("orders") + "'?");
                });
    }

    @Test
    void an_unknown_column_is_named_with_the_nearest_one() {
        orders();

        assertThatExceptionOfType(PipetteException.class)
                .isThrownBy(() -> database().table(orders("")).columns("totl"))
                .withMessageEndingWith("has no column 'totl'. Did you mean '" + source.stored("total") + "'?");
    }

    @Test
    void the_next_run_reads_what_is_new() {
        orders();
        Resource orders = database()
                .table(orders(""))
                .incremental(source.stored("updated_at"))
                .resource()
                .merge(source.stored("id"));
        pipeline.run(orders);
        source.execute(
                "UPDATE orders SET state = 'late' WHERE id = 1", // not seen: its time stays
                "UPDATE orders SET state = 'done', updated_at = '2025-01-05 10:00:00' WHERE id = 2",
                "INSERT INTO orders VALUES (5, 7, 'new', '2025-01-06 10:00:00.000001')");

        pipeline.run(orders);

        assertThat(loaded("SELECT id, state FROM orders ORDER BY id"))
                .containsExactly("1 | open", "2 | done", "3 | ", "4 | null", "5 | new");
    }

    @Test
    void a_cursor_of_a_number_and_one_of_a_text_read_what_is_new() {
        orders();
        for (String column : List.of("id", "state")) {
            source.execute("DELETE FROM orders WHERE state IS NULL");
            Resource orders = database()
                    .table(orders(""))
                    .named("by_" + column)
                    .incremental(source.stored(column))
                    .resource();
            pipeline.run(orders);
        }
        source.execute("INSERT INTO orders VALUES (9, 7, 'z', '2025-01-06 10:00:00')");
        source.execute("INSERT INTO orders VALUES (8, 7, 'a', '2025-01-06 10:00:00')");

        for (String column : List.of("id", "state")) {
            pipeline.run(database()
                    .table(orders(""))
                    .named("by_" + column)
                    .incremental(source.stored(column))
                    .resource());
        }

        assertThat(loaded("SELECT id FROM by_id ORDER BY id")).containsExactly("1", "2", "3", "8", "9");
        assertThat(loaded("SELECT state FROM by_state ORDER BY state")).containsExactly("", "done", "open", "z");
    }

    @Test
    void the_database_leaves_out_what_is_loaded() {
        orders();
        AtomicLong read = new AtomicLong();
        Resource orders = database()
                .table(orders(""))
                .incremental(source.stored("id"))
                .resource()
                .map(row -> {
                    read.incrementAndGet();
                    return row;
                });
        pipeline.run(orders);
        source.execute("INSERT INTO orders VALUES (5, 7, 'new', '2025-01-06 10:00:00')");
        read.set(0);

        pipeline.run(orders);

        assertThat(read).hasValue(2); // the row at the boundary, and the new one
        assertThat(loaded("SELECT count(*) FROM orders")).containsExactly("5");
    }

    @ParameterizedTest
    @EnumSource(RowOrder.class)
    void a_backfill_reads_its_window_in_the_declared_order(RowOrder order) {
        orders();
        Cursor<LocalDateTime> window = Cursor.of(source.stored("updated_at"), LocalDateTime.class)
                .rowOrder(order)
                .backfill(LocalDateTime.parse("2025-01-02T00:00"), LocalDateTime.parse("2025-01-04T10:00"));

        if (ordersTimes()) {
            pipeline.run(database().table(orders("")).incremental(window).resource());

            assertThat(loaded("SELECT id FROM orders ORDER BY id")).containsExactly("2", "3");
        } else {
            assertThatExceptionOfType(PipetteException.class)
                    .isThrownBy(() -> pipeline.run(
                            database().table(orders("")).incremental(window).resource()))
                    .satisfies(failed -> assertThat(failed.code()).isEqualTo(ErrorCode.BAD_USAGE));
        }
    }

    /** Whether the database can put times in their order. */
    boolean ordersTimes() {
        return true;
    }

    @Test
    void a_pattern_covers_tables_and_an_exclusion_leaves_them_out() {
        orders();
        source.execute(
                "CREATE TABLE customers (id " + source.type("BIGINT") + " NOT NULL PRIMARY KEY)",
                "CREATE TABLE audit_log (id " + source.type("BIGINT") + ")",
                "INSERT INTO customers VALUES (7)");

        Source shop = database()
                .tables(source.schema() + ".*")
                .except(source.schema() + ".audit_*")
                .source("shop");
        pipeline.run(shop);

        assertThat(shop.resources())
                .extracting(Resource::name)
                .containsExactly(source.stored("customers"), source.stored("orders"));
        assertThat(loaded("SELECT count(*) FROM orders")).containsExactly("4");
        assertThat(loaded("SELECT id FROM customers")).containsExactly("7");
    }

    @Test
    void a_pattern_that_covers_nothing_is_an_error() {
        orders();

        assertThatExceptionOfType(PipetteException.class)
                .isThrownBy(() -> database().tables("nowhere.*").resources())
                .withMessageEndingWith("'nowhere.*' covers no table that this user may see. Its tables: "
                        + source.schema() + "." + source.stored("orders") + ".");
    }

    @Test
    void a_query_takes_parameters() {
        orders();

        pipeline.run(database()
                .query(
                        "open_orders",
                        "SELECT id, total FROM orders WHERE state = ? AND id < ? ORDER BY id;",
                        "open",
                        100));

        assertThat(loaded("SELECT id, CAST(total AS DECIMAL(12,2)) FROM open_orders"))
                .containsExactly("1 | 10.10");
    }

    @Test
    void what_is_not_a_query_of_rows_is_refused() {
        orders();

        assertThatExceptionOfType(PipetteException.class)
                .isThrownBy(() -> pipeline.run(database().query("gone", "DELETE FROM orders")));

        assertThat(source(database().table(orders("")).resource())).hasSize(4);
    }

    /** Loads a resource into a table of its own, and returns its rows. */
    private List<String> source(Resource resource) {
        pipeline.run(resource.table("counted"));
        return loaded("SELECT * EXCLUDE (_dlt_id, _dlt_load_id) FROM counted");
    }

    @Test
    void names_are_quoted() {
        source.execute("CREATE TABLE " + source.quoted("Select Me") + " (" + source.quoted("from") + " "
                + source.type("BIGINT") + ", " + source.quoted("Größe in cm") + " " + source.type("VARCHAR(20)") + ")");
        source.execute("INSERT INTO " + source.quoted("Select Me") + " VALUES (1, 'x')");

        pipeline.run(database().table("Select Me").resource());

        assertThat(loaded("SELECT * EXCLUDE (_dlt_id, _dlt_load_id) FROM select_me"))
                .containsExactly("1 | x");
    }

    @Test
    void slices_give_the_rows_of_the_table_in_the_order_of_the_ranges() {
        source.execute("CREATE TABLE many (id " + source.type("BIGINT") + " NOT NULL PRIMARY KEY, label "
                + source.type("VARCHAR(20)") + ")");
        many();

        Resource sliced = database().table(source.schema() + ".many").slices(3).resource();
        LoadInfo info = pipeline.run(sliced);

        assertThat(loaded("SELECT count(*), count(DISTINCT id), min(id), max(id) FROM many"))
                .containsExactly(MANY + " | " + MANY + " | 1 | " + MANY);
        assertThat(info.notes().stream().anyMatch(note -> note.contains("in snapshots of their own")))
                .isEqualTo(!sharesSnapshots());
    }

    @Test
    void slices_of_a_column_without_an_index_are_as_many_as_are_read_at_once() {
        source.execute(
                "CREATE TABLE plain (number " + source.type("BIGINT") + ")",
                "INSERT INTO plain VALUES (-7), (NULL), (0), (1), (1), (9000000000)");

        pipeline.run(
                database().table(source.schema() + ".plain").slices(2, "number").resource());

        assertThat(loaded("SELECT number FROM plain ORDER BY number NULLS LAST"))
                .containsExactly("-7", "0", "1", "1", "9000000000", "null");
    }

    @Test
    void other_processes_read_slices_and_the_cursor_moves() {
        source.execute("CREATE TABLE many (id " + source.type("BIGINT") + " NOT NULL PRIMARY KEY, label "
                + source.type("VARCHAR(20)") + ")");
        many();
        SlicesElsewhere workers = new SlicesElsewhere(folder.resolve("stage"), _ -> {});
        Source many = SlicesElsewhere.source(() -> database()
                .table(source.schema() + ".many")
                .incremental(source.stored("id"))
                .slices(3)
                .resource());

        LoadInfo first = pipeline.executor(workers).run(many);
        pipeline.run(database().table(source.schema() + ".many").named("here").resource());
        source.execute(
                "INSERT INTO many VALUES (-5, 'late'), (" + (MANY + 1) + ", 'next'), (" + (MANY + 2) + ", NULL)");
        LoadInfo second = pipeline.executor(workers).run(many);

        assertThat(loaded("SELECT id, label FROM many WHERE id <= " + MANY + " EXCEPT ALL SELECT id, label FROM here"))
                .isEmpty();
        assertThat(loaded("SELECT count(*), count(DISTINCT id), min(id), max(id) FROM many"))
                .containsExactly((MANY + 2) + " | " + (MANY + 2) + " | 1 | " + (MANY + 2));
        assertThat(workers.tasks()).hasSizeGreaterThan(3);
        assertThat(first.notes().stream().anyMatch(note -> note.contains("in snapshots of their own")))
                .isTrue();
        assertThat(second.tables().stream()
                        .filter(table -> table.table().equals("many"))
                        .mapToLong(LoadInfo.TableLoad::rows)
                        .sum())
                .isLessThanOrEqualTo(3); // the new rows, and the one at the value where the cursor is
    }

    @Test
    void rows_that_arrive_while_other_processes_read_are_loaded_by_the_next_run() {
        source.execute(
                "CREATE TABLE changes (id " + source.type("BIGINT") + " NOT NULL PRIMARY KEY, version "
                        + source.type("BIGINT") + ")",
                "INSERT INTO changes VALUES (1, 10), (2, 20), (3, 30), (4, NULL), (5, 50), (6, 60)");
        SlicesElsewhere workers = new SlicesElsewhere(folder.resolve("stage"), run -> {
            if (run == 1) {
                // the first slice is read: a cursor that moved to 80 would be beyond 70, which no run would load
                source.execute(
                        "INSERT INTO changes VALUES (0, 70), (7, 80)", "UPDATE changes SET version = 90 WHERE id = 5");
            }
        });
        Source changes = SlicesElsewhere.source(() -> database()
                .table(source.schema() + ".changes")
                .incremental(Cursor.of(source.stored("version"), Long.class).whenMissing(MissingValue.INCLUDE))
                .slices(3)
                .resource()
                .merge(source.stored("id")));

        pipeline.executor(workers).run(changes);

        assertThat(loaded("SELECT id, version FROM changes ORDER BY id"))
                .containsExactly("1 | 10", "2 | 20", "3 | 30", "4 | null", "6 | 60");
        pipeline.executor(workers).run(changes);
        assertThat(loaded("SELECT id, version FROM changes ORDER BY id"))
                .containsExactly("0 | 70", "1 | 10", "2 | 20", "3 | 30", "4 | null", "5 | 90", "6 | 60", "7 | 80");
    }

    /** Whether the connections of slices see one state. */
    boolean sharesSnapshots() {
        return false;
    }

    private void many() {
        for (int from = 1; from <= MANY; from += 1_000) {
            List<String> rows = new ArrayList<>();
            for (int id = from; id < from + 1_000; id++) {
                rows.add("(" + id + ", 'label " + id + "')");
            }
            source.execute("INSERT INTO many VALUES " + String.join(", ", rows));
        }
    }

    @Test
    void a_stream_that_is_not_read_to_its_end_is_closed() {
        source.execute("CREATE TABLE many (id " + source.type("BIGINT") + " NOT NULL PRIMARY KEY, label "
                + source.type("VARCHAR(20)") + ")");
        many();

        pipeline.run(
                database().table(source.schema() + ".many").byRows().resource().limit(3));
        pipeline.run(database()
                .table(source.schema() + ".many")
                .slices(2)
                .resource()
                .limit(3)
                .table("sliced"));

        assertThat(loaded("SELECT count(*) FROM many")).containsExactly("3");
        assertThat(loaded("SELECT count(*) FROM sliced")).containsExactly("3");
        source.execute("DROP TABLE many");
    }

    /** The rows as a run opens them. */
    static Stream<?> opened(Resource resource) throws Exception {
        ExtractContext context =
                new ExtractContext(new ResourceState(Map.of()), Optional.empty(), Optional.empty(), Clock.systemUTC());
        return ((RowSource.Supplied) resource.source()).rows().open(context);
    }

    private static long liveHeap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** 60 MB of text, of which a driver that holds all rows would hold all. */
    @Test
    void memory_does_not_grow_with_the_rows() throws Exception {
        source.execute("CREATE TABLE wide (id " + source.type("BIGINT") + " NOT NULL PRIMARY KEY, label "
                + source.type("VARCHAR(1000)") + ")");
        for (int from = 1; from <= 60_000; from += 1_000) {
            List<String> rows = new ArrayList<>();
            for (int id = from; id < from + 1_000; id++) {
                rows.add("(" + id + ", '" + Integer.toString(100_000 + id).repeat(160) + "')");
            }
            source.execute("INSERT INTO wide VALUES " + String.join(", ", rows));
        }
        Resource wide = database().table(source.schema() + ".wide").byRows().resource();
        List<Long> live = new ArrayList<>(List.of(liveHeap()));

        long read = 0;
        try (Stream<?> rows = opened(wide)) {
            for (Iterator<?> row = rows.iterator(); row.hasNext(); row.next()) {
                if (++read == 100 || read == 30_000 || read == 59_900) {
                    live.add(liveHeap());
                }
            }
        }

        assertThat(read).isEqualTo(60_000);
        assertThat(live)
                .allSatisfy(bytes ->
                        assertThat(bytes).isBetween(live.getFirst() - 20_000_000, live.getFirst() + 20_000_000));
    }

    @Test
    void an_empty_table_has_its_columns() {
        source.execute("CREATE TABLE no_rows (id " + source.type("BIGINT") + " NOT NULL PRIMARY KEY, label "
                + source.type("VARCHAR(20)") + ")");

        LoadInfo info =
                pipeline.run(database().table(source.schema() + ".no_rows").resource());

        assertThat(info.tables()).allSatisfy(table -> assertThat(table.rows()).isZero());
    }
}
