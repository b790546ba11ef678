package dev.pipette.engine.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.engine.columnar.DuckEngine;
import dev.pipette.engine.manifest.OrdinalColumns;
import dev.pipette.engine.normalize.Intake;
import dev.pipette.engine.normalize.NormalizeRules;
import dev.pipette.engine.slice.Segment;
import dev.pipette.engine.slice.Slice;
import dev.pipette.engine.slice.TableReceipt;
import dev.pipette.engine.sql.Sql;
import dev.pipette.schema.Naming;
import dev.pipette.schema.ValueType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What rows become in the tables of a package: read back from its segments. */
class NormalizerTests {
    @TempDir
    Path folder;

    private DuckEngine engine;
    private ResourceSlices slices;
    private ResourceTables tables;

    @BeforeEach
    void open() {
        engine = new DuckEngine(folder.resolve("spill"), "200MB");
        slices = new ResourceSlices(engine, folder, "orders", false, "");
        tables = slices.tables(Slice.WHOLE);
    }

    @AfterEach
    void close() {
        slices.abandon();
        engine.close();
    }

    private Intake normalizer(int maxNesting) {
        return new Intake(tables, new NormalizeRules(Naming.snakeCase(63), maxNesting, Map.of(), Map.of()));
    }

    @SafeVarargs
    private Map<String, List<String>> normalized(int maxNesting, Map<String, ? extends @Nullable Object>... rows) {
        Intake normalizer = normalizer(maxNesting);
        for (Map<String, ? extends @Nullable Object> row : rows) {
            normalizer.add(row);
        }
        return written();
    }

    /** The rows of each table: {@code column:type=value}, behind the ordinals of root, parent and list of nested ones. */
    private Map<String, List<String>> written() {
        Map<String, List<String>> all = new LinkedHashMap<>();
        tables.filled().entrySet().stream()
                .sorted(Comparator.comparing(table -> table.getValue().first()))
                .forEach(table -> {
                    List<String> rows = new ArrayList<>();
                    table.getValue().segments().forEach(segment -> rows.addAll(rows(table.getValue(), segment)));
                    all.put(table.getKey(), rows);
                });
        return all;
    }

    private List<String> rows(TableReceipt table, Segment segment) {
        String place = table.parents().isEmpty()
                ? "''"
                : "concat_ws(' ', " + OrdinalColumns.ROOT + ", " + OrdinalColumns.PARENT + ", " + OrdinalColumns.INDEX
                        + ", '')";
        String values = segment.fields().stream()
                .map(field -> "CASE WHEN " + field.field() + " IS NOT NULL THEN "
                        + Sql.literal(field.column() + ":" + field.kind() + "=") + " || CAST(" + field.field()
                        + " AS VARCHAR) END")
                .collect(Collectors.joining(", ", "concat_ws(' ', NULL, ", ")"));
        return engine.first(
                "SELECT list(" + place + " || " + (segment.fields().isEmpty() ? "''" : values) + " ORDER BY "
                        + OrdinalColumns.ORDINAL + ") FROM "
                        + Sql.parquet(folder.resolve(segment.file()), ""),
                row -> Arrays.stream((Object[]) row.getArray(1).getArray())
                        .map(text -> String.valueOf(text).strip())
                        .toList());
    }

    private static Map<String, @Nullable Object> row(@Nullable Object... keysAndValues) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        for (int at = 0; at < keysAndValues.length; at += 2) {
            row.put(String.valueOf(keysAndValues[at]), keysAndValues[at + 1]);
        }
        return row;
    }

    @Test
    void a_value_goes_into_a_column_of_its_type() {
        Map<String, List<String>> written = normalized(
                10,
                row("i", 1, "l", 2L, "d", 1.5, "b", true, "t", "x", "n", new BigDecimal("1.50")),
                row("i", new BigInteger("9223372036854775808"), "f", 0.1f, "s", (short) 3, "bytes", new byte[] {1, 31}),
                row(
                        "at", Instant.parse("2025-01-31T06:00:00.123456789Z"),
                        "local", LocalDateTime.parse("2025-01-31T06:00:00"),
                        "day", LocalDate.parse("2025-01-31"),
                        "time", LocalTime.parse("06:00:00.5")));

        assertThat(written.get("orders"))
                .containsExactly(
                        "i:BIGINT=1 l:BIGINT=2 d:DOUBLE=1.5 b:BOOL=true t:TEXT=x n:DECIMAL=1.50",
                        "i:DECIMAL=9223372036854775808 f:DOUBLE=0.1 s:BIGINT=3 bytes:BINARY=\\x01\\x1F",
                        "at:TIMESTAMP=2025-01-31 06:00:00.123456+00 local:LOCAL_TIMESTAMP=2025-01-31 06:00:00"
                                + " day:DATE=2025-01-31 time:TIME=06:00:00.5");
    }

    @Test
    void objects_become_columns_and_lists_become_tables() {
        Map<String, List<String>> written = normalized(
                10,
                row("id", 1, "customer", row("Name", "Ann", "address", row("zip", "10115"))),
                row("id", 2, "lines", List.of(row("sku", "A", "tags", List.of("x", "y")), row("sku", "B"))));

        assertThat(written)
                .containsEntry(
                        "orders",
                        List.of("id:BIGINT=1 customer__name:TEXT=Ann customer__address__zip:TEXT=10115", "id:BIGINT=2"))
                .containsEntry("orders__lines", List.of("1 1 0 sku:TEXT=A", "1 1 1 sku:TEXT=B"))
                .containsEntry("orders__lines__tags", List.of("1 0 0 value:TEXT=x", "1 0 1 value:TEXT=y"))
                .hasSize(3);
    }

    @Test
    void a_list_keeps_the_places_of_its_nulls_and_an_empty_one_has_no_rows() {
        Map<String, List<String>> written = normalized(
                10,
                row("a", Arrays.asList(1, null, 3), "none", List.of(), "no", null),
                row("a", List.of(List.of(7, 8), row("value", 9))));

        assertThat(written.get("orders__a"))
                .containsExactly(
                        "0 0 0 value:BIGINT=1", "0 0 1", "0 0 2 value:BIGINT=3", "1 1 0", "1 1 1 value:BIGINT=9");
        assertThat(written.get("orders__a__list")).containsExactly("1 3 0 value:BIGINT=7", "1 3 1 value:BIGINT=8");
        assertThat(written.get("orders__none")).isEmpty();
        assertThat(tables.rootTable("orders").columns()).doesNotContainKeys("none", "no");
    }

    @Test
    void below_the_last_level_objects_and_lists_are_documents() {
        Map<String, ? extends @Nullable Object> row =
                row("o", row("p", row("q", 1)), "l", List.of(row("m", List.of(2))));

        assertThat(normalized(0, row))
                .isEqualTo(Map.of("orders", List.of("o:JSON={\"p\":{\"q\":1}} l:JSON=[{\"m\":[2]}]")));
    }

    @Test
    void one_level_makes_columns_and_tables_of_the_first_one() {
        Map<String, ? extends @Nullable Object> row =
                row("o", row("p", row("q", 1)), "l", List.of(row("m", List.of(2))));

        assertThat(normalized(1, row))
                .containsEntry("orders", List.of("o__p:JSON={\"q\":1}"))
                .containsEntry("orders__l", List.of("0 0 0 m:JSON=[2]"))
                .hasSize(2);
    }

    @Test
    void a_column_of_documents_keeps_them_whole() {
        Intake normalizer = new Intake(
                tables,
                new NormalizeRules(
                        Naming.snakeCase(63), 10, Map.of("orders", Set.of("raw")), Map.of("raw", ValueType.JSON)));

        normalizer.add(row("raw", row("a", List.of(1)), "o", row("a", 1)));

        assertThat(written()).isEqualTo(Map.of("orders", List.of("raw:JSON={\"a\":[1]} o__a:BIGINT=1")));
    }

    @Test
    void what_is_declared_holds_for_each_table_that_rows_choose() {
        slices.abandon();
        slices = new ResourceSlices(engine, folder, "orders", true, "+0");
        tables = slices.tables(Slice.WHOLE);
        Intake normalizer = new Intake(
                tables,
                new NormalizeRules(
                        Naming.snakeCase(63), 10, Map.of(), Map.of("raw", ValueType.JSON, "paid", ValueType.BOOL)));

        normalizer.add("a", row("raw", row("k", 1), "paid", null), Map.of());
        normalizer.keepText();
        normalizer.add("b", row("raw", List.of(2), "paid", true), Map.of());

        assertThat(tables.rootTable("a").columns()).containsOnlyKeys("raw", "paid");
        Map<String, TableReceipt> receipts = tables.filled();
        assertThat(receipts).containsOnlyKeys("a", "b");
        assertThat(receipts.values()).allMatch(TableReceipt::root).allMatch(TableReceipt::keepsText);
        assertThat(receipts.values())
                .flatExtracting(TableReceipt::segments)
                .extracting(Segment::file)
                .containsExactlyInAnyOrder("a+0.0.parquet", "b+0.0.parquet");
    }

    @Test
    void a_declared_column_is_there_where_no_row_has_a_value() {
        Intake normalizer = new Intake(
                tables, new NormalizeRules(Naming.snakeCase(63), 10, Map.of(), Map.of("paid", ValueType.BOOL)));

        normalizer.add(row("Paid", null, "other", null));

        assertThat(tables.rootTable("orders").columns()).containsOnlyKeys("paid");
        assertThat(written().get("orders")).containsExactly("");
    }

    @Test
    void two_keys_of_one_row_that_become_one_column_are_refused() {
        assertThatThrownBy(() -> normalizer(10).add(row("userId", 1, "user_id", 2)))
                .hasMessage("[NAME_COLLISION] table orders, row 1: the keys 'userId' and 'user_id' both become column"
                        + " 'user_id'. Rename one of them with .map(..).");
        assertThatThrownBy(() -> normalizer(10).add(row("a", row("b", 1), "a__b", 2)))
                .hasMessageContaining("the keys 'a.b' and 'a__b' both become column 'a__b'.");
    }

    @Test
    void two_keys_of_different_rows_may_become_one_column() {
        assertThat(normalized(10, row("userId", 1), row("user_id", 2)).get("orders"))
                .containsExactly("user_id:BIGINT=1", "user_id:BIGINT=2");
    }

    @Test
    void two_lists_that_become_one_table_are_refused() {
        assertThatThrownBy(() -> normalizer(10).add(row("Lines", List.of(1), "lines", List.of(2))))
                .hasMessage("[NAME_COLLISION] table orders, row 1: the lists 'Lines' and 'lines' both become table"
                        + " 'orders__lines'. Rename one of them with .map(..).");
        assertThatThrownBy(() -> normalizer(10).add(row("a", List.of(row("b", List.of(1))), "a__b", List.of(2))))
                .hasMessage(
                        "[NAME_COLLISION] two lists of resource table orders become the table orders__a__b, one inside"
                                + " orders__a and one inside orders. Rename one of them with .map(..).");
    }

    @Test
    void names_of_pipettes_own_columns_are_refused() {
        assertThatThrownBy(() -> normalizer(10).add(row("_dlt_id", "x")))
                .hasMessage(
                        "[NAME_COLLISION] table orders: key '_dlt_id' becomes column _dlt_id, and names that begin with"
                                + " _dlt_ are Pipette's own. Rename or drop it with .map(..).");
    }

    @Test
    void a_value_that_no_column_can_hold_is_refused() {
        assertThatThrownBy(() -> normalizer(10).add(row("id", 1, "thread", Thread.State.class)))
                .hasMessage("[TYPE_MISMATCH] table orders, row 1, 'thread': no column can hold a java.lang.Class (class"
                        + " java.lang.Thread$State). Turn it into text, a number, a date or time, a map or a list with"
                        + " .map(..).");
    }

    @Test
    void a_number_whose_digits_would_fill_the_memory_stays_as_it_is_written() {
        assertThat(normalized(10, row("n", new BigDecimal("1E+1000000")), row("n", new BigDecimal("1E+999")))
                        .get("orders"))
                .satisfiesExactly(
                        text -> assertThat(text).isEqualTo("n:TEXT=1E+1000000"),
                        text -> assertThat(text).startsWith("n:DECIMAL=1000").hasSize("n:DECIMAL=".length() + 1_000));
    }

    @Test
    void a_record_is_a_map_of_its_components() {
        record Line(String sku, int pieces) {}
        record Order(long id, @Nullable String note, List<Line> lines) {}

        normalizer(10).add(new Order(5, null, List.of(new Line("A", 2))));

        assertThat(written())
                .containsEntry("orders", List.of("id:BIGINT=5"))
                .containsEntry("orders__lines", List.of("0 0 0 sku:TEXT=A pieces:BIGINT=2"));
    }
}
