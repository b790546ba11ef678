package dev.pipette.duckdb;

import static dev.pipette.Pipette.bigint;
import static dev.pipette.Pipette.csvFormat;
import static dev.pipette.Pipette.decimal;
import static dev.pipette.Pipette.resource;
import static dev.pipette.Pipette.tsv;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdOutputStream;
import dev.pipette.LoadInfo;
import dev.pipette.Resource;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Delimited text whose columns are kept as text: nothing is guessed, and every column of the file is there. */
class AllTextTests {
    private static final String ORDERS = """
            orders_id,billing_postcode,order_date,amount,flag,reason,refund_date,seen_at
            1,05446,12/18/2025,19,YES,"N/A",,2025-12-18T08:51:00Z
            2,10001,2016-03-01,0.07,NO,"late, too ""late""
            by a day",,2025-12-18T09:00:00Z
            """;

    private static final String EVERYTHING = "SELECT * EXCLUDE (_dlt_id, _dlt_load_id) FROM ";

    @TempDir
    Path folder;

    private Scratch scratch;

    @BeforeEach
    void open() {
        scratch = new Scratch(folder);
    }

    private Resource orders(String text) {
        return orders(scratch.file("orders.csv", text));
    }

    private static Resource orders(Path file) {
        return resource("orders").files(file.toString(), csvFormat().allText());
    }

    private void assertOrders() {
        assertThat(scratch.columns("orders"))
                .containsExactly(
                        "orders_id VARCHAR",
                        "billing_postcode VARCHAR",
                        "order_date VARCHAR",
                        "amount VARCHAR",
                        "flag VARCHAR",
                        "reason VARCHAR",
                        "refund_date VARCHAR",
                        "seen_at VARCHAR");
        assertThat(scratch.rows(EVERYTHING + "orders ORDER BY orders_id"))
                .containsExactly(
                        "1 | 05446 | 12/18/2025 | 19 | YES | N/A | NULL | 2025-12-18T08:51:00Z",
                        "2 | 10001 | 2016-03-01 | 0.07 | NO | late, too \"late\"\nby a day | NULL |"
                                + " 2025-12-18T09:00:00Z");
    }

    @Test
    void every_value_stays_as_it_is_written() {
        scratch.run(orders(ORDERS));

        assertOrders();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gz", "zst"})
    void so_it_does_in_a_compressed_file(String ending) throws IOException {
        Path file = folder.resolve("orders.csv." + ending);
        try (OutputStream bytes = Files.newOutputStream(file);
                OutputStream out = ending.equals("gz") ? new GZIPOutputStream(bytes) : new ZstdOutputStream(bytes)) {
            out.write(ORDERS.getBytes(StandardCharsets.UTF_8));
        }

        scratch.run(orders(file));

        assertOrders();
    }

    @Test
    void code_of_the_resource_sees_text_and_loads_text() {
        StringBuilder seen = new StringBuilder();

        scratch.run(orders(ORDERS).filter(row -> {
            seen.append(row.values().stream()
                            .filter(Objects::nonNull)
                            .map(value -> value.getClass().getSimpleName())
                            .distinct()
                            .collect(Collectors.joining(" ")))
                    .append(';');
            return true;
        }));

        assertThat(seen.toString()).isEqualTo("String;String;");
        assertThat(
                        scratch.rows(
                                "SELECT DISTINCT typeof(seen_at) AS a, typeof(order_date) AS b, typeof(orders_id) AS c FROM orders"))
                .containsExactly("VARCHAR | VARCHAR | VARCHAR");
        assertThat(scratch.rows("SELECT billing_postcode, seen_at FROM orders ORDER BY orders_id"))
                .containsExactly("05446 | 2025-12-18T08:51:00Z", "10001 | 2025-12-18T09:00:00Z");
    }

    @Test
    void what_is_empty_is_null_and_spaces_are_kept() {
        scratch.run(orders("id,a,b,c\n1,,\"\",Acme - Meta \n"));

        assertThat(scratch.rows("SELECT a IS NULL, b IS NULL, c || '.' FROM orders"))
                .containsExactly("true | true | Acme - Meta .");
    }

    @Test
    void a_column_whose_type_was_said_has_it() {
        scratch.run(orders("id,price,big,zip,nothing\n1,19.90,1,05446,\n")
                .column("id", bigint())
                .column("price", decimal(10, 2))
                .column("big", decimal())
                .column("nothing", bigint()));

        assertThat(scratch.columns("orders"))
                .containsExactly(
                        "id BIGINT", "price DECIMAL(10,2)", "big DECIMAL(38,0)", "zip VARCHAR", "nothing BIGINT");
    }

    @Test
    void a_file_of_another_day_may_have_more_columns_and_leave_some_out() {
        scratch.run(orders("id,zip,old\n1,05446,x\n"));

        LoadInfo second = scratch.run(orders("id,New One,zip\n2,,10001\n"));

        assertThat(second.schemaChanges()).hasSize(1);
        assertThat(scratch.columns("orders"))
                .containsExactly("id VARCHAR", "zip VARCHAR", "old VARCHAR", "new_one VARCHAR");
        assertThat(scratch.rows(EVERYTHING + "orders ORDER BY id"))
                .containsExactly("1 | 05446 | x | NULL", "2 | 10001 | NULL | NULL");
    }

    @Test
    void files_of_one_load_may_differ_in_their_columns() {
        scratch.file("day-1.csv", "id,a\n1,x\n");
        scratch.file("day-2.csv", "a,b,id\ny,,2\n");
        scratch.file("day-3.csv", "id,c\n");

        scratch.run(orders(folder.resolve("day-*.csv")));

        // a file without rows tells of no column
        assertThat(scratch.columns("orders")).containsExactly("id VARCHAR", "a VARCHAR", "b VARCHAR");
        assertThat(scratch.rows(EVERYTHING + "orders ORDER BY id")).containsExactly("1 | x | NULL", "2 | y | NULL");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "id,name\n", "id,name\r\n", "\ufeffid,name"})
    void a_file_without_rows_makes_nothing(String text) {
        assertThat(scratch.run(orders(text)).nothingNew()).isTrue();
    }

    @Test
    void a_row_of_another_length_is_refused_with_its_line() {
        Path file = scratch.file("orders.csv", "id,name\n1,a\n2\n");

        assertThatThrownBy(() -> scratch.run(orders(file)))
                .hasMessage("[SOURCE_UNREADABLE] " + file + ", line 3: 1 fields, but the first line names 2 (\"2\")."
                        + " Nothing of it was loaded. Correct the line, or name the delimiter with .option(\"delimiter\", ..)"
                        + " where it is another one."
                        + " Or keep such lines apart with .badRows(BadRows.REJECT) (--bad-rows reject).");
    }

    @Test
    void keys_without_a_value_are_refused() {
        assertThatThrownBy(() -> scratch.run(orders("id,name\n1,a\n,b\n").merge("id")))
                .hasMessage(
                        "[KEY_MISSING] merge into scratch.orders: 1 row has no value for key column 'id' (first: row"
                                + " 2). Fix the resource or drop such rows with .filter(..)."
                                + " Or keep such rows apart with .badRows(BadRows.REJECT) (--bad-rows reject).");
    }

    @Test
    void tabs_separate_too() {
        scratch.run(
                tsv("orders", scratch.file("orders.tsv", "id\tzip\n1\t05446\n")).option("all_text", "true"));

        assertThat(scratch.rows("SELECT id, zip FROM orders")).containsExactly("1 | 05446");
    }

    @Test
    void a_byte_order_mark_dots_and_carriage_returns_are_no_part_of_names_and_values() {
        scratch.run(orders("\ufeffredtrack.source_id,Click ID,Retries Left\r\n5f00,Acme - Meta ,\"a\r\nb\"\r\n"));

        assertThat(scratch.columns("orders"))
                .containsExactly("redtrack_source_id VARCHAR", "click_id VARCHAR", "retries_left VARCHAR");
        assertThat(scratch.rows("SELECT redtrack_source_id, click_id || '.', replace(retries_left, chr(13), '\\r')"
                        + " FROM orders"))
                .containsExactly("5f00 | Acme - Meta . | a\\r\nb");
    }

    @Test
    void a_thousand_columns_are_columns() {
        String names =
                IntStream.range(0, 1_000).mapToObj(column -> "c" + column).collect(Collectors.joining(","));
        String values = IntStream.range(0, 1_000)
                .mapToObj(column -> column % 2 == 0 ? "0" + column : "")
                .collect(Collectors.joining(","));

        scratch.run(orders(names + "\n" + values + "\n"));

        assertThat(scratch.columns("orders")).hasSize(1_000).allMatch(column -> column.endsWith(" VARCHAR"));
        assertThat(scratch.rows("SELECT c0, c1, c998, c999 FROM orders")).containsExactly("00 | NULL | 0998 | NULL");
    }
}
