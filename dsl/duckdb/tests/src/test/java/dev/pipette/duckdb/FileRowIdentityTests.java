package dev.pipette.duckdb;

import static dev.pipette.Pipette.cursor;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.FileFormat;
import dev.pipette.LoadInfo;
import dev.pipette.Pipette;
import dev.pipette.Resource;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A row of a file is known by one digest, whoever reads the file: DuckDB by itself, or Java for code or a limit. */
class FileRowIdentityTests {
    private static final int ROWS = 60;

    @TempDir
    Path folder;

    private Scratch scratch;

    @BeforeEach
    void open() {
        scratch = new Scratch(folder);
    }

    /** A column of delimited text, by what its texts are. */
    private enum Texts {
        INTEGERS,
        SHORT_NUMBERS,
        POINTED_NUMBERS,
        ALIKE_NUMBERS,
        MIXED_NUMBERS,
        EXPONENTS,
        TRUTHS,
        DATES,
        INSTANTS,
        LOCAL_TIMESTAMPS,
        TIMES_OF_DAY,
        WORDS,
        GAPS;

        String text(SplittableRandom random) {
            int n = random.nextInt(1_000) - 300;
            int two = 10 + random.nextInt(50);
            String mark = random.nextBoolean() ? "T" : " ";
            String fraction = List.of("", ".5", ".500", ".000001").get(random.nextInt(4));
            return switch (this) {
                case INTEGERS -> n % 50 == 0 ? String.valueOf(Long.MAX_VALUE) : String.valueOf(n);
                case SHORT_NUMBERS -> n % 2 == 0 ? String.valueOf(n) : n + ".5";
                case POINTED_NUMBERS -> n + "." + n % 2 * n % 2 * 5;
                case ALIKE_NUMBERS -> n + "." + two;
                case MIXED_NUMBERS ->
                    List.of("1.10", "1.1", "007", "1e3", n + ".50").get(random.nextInt(5));
                case EXPONENTS ->
                    List.of("1e-05", "0.5", "1e+22", "NaN", "-inf").get(random.nextInt(5));
                case TRUTHS -> List.of("true", "TRUE", "False").get(random.nextInt(3));
                case DATES -> n == 0 ? "0044-03-15 (BC)" : "2025-01-" + (10 + random.nextInt(20));
                case INSTANTS ->
                    "2025-01-31" + mark + "06:" + two + ":00" + fraction
                            + List.of("Z", "+01", "-01:30").get(random.nextInt(3));
                case LOCAL_TIMESTAMPS -> "2025-03-30" + mark + "02:" + two + ":00" + fraction;
                case TIMES_OF_DAY -> "06:" + two + ":00" + fraction;
                case WORDS ->
                    List.of("a", "A \"b\"", "\u017c\uD83D\uDC18", " x ", "1:2", "a,b\nc")
                            .get(random.nextInt(6));
                case GAPS -> random.nextInt(3) > 0 ? "" : String.valueOf(n);
            };
        }
    }

    private Path csv(SplittableRandom random, boolean gaps) throws IOException {
        List<Texts> columns = new ArrayList<>(List.of(Texts.values()));
        StringBuilder text = new StringBuilder("at");
        columns.forEach(column -> text.append(",\"").append(column.name()).append(" of it\""));
        for (int row = 0; row < ROWS; row++) {
            text.append("\n7");
            for (Texts column : columns) {
                String value = !gaps || random.nextInt(8) > 0 ? column.text(random) : "";
                text.append(',').append('"').append(value.replace("\"", "\"\"")).append('"');
            }
        }
        return Files.writeString(folder.resolve("rows.csv"), text.append('\n').toString());
    }

    /** Values of each type that a flat Parquet file can have. */
    private Path parquet(long seed) throws SQLException {
        Map<String, String> columns = new LinkedHashMap<>();
        columns.put("at", "CAST(7 AS BIGINT)");
        String n = "(CAST(hash(i + " + seed + ") % 1000 AS BIGINT) - 300)";
        for (String type : List.of("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER")) {
            columns.put("A_" + type, "CAST(abs(" + n + ") % 100 AS " + type + ")");
        }
        columns.put("A_UBIGINT", "CAST(18446744073709551615 AS UBIGINT) - CAST(abs(" + n + ") AS UBIGINT)");
        columns.put("A_FLOAT", "CAST(" + n + " / 7 AS FLOAT)");
        columns.put(
                "A_DOUBLE",
                "CASE WHEN i % 5 = 0 THEN CAST('nan' AS DOUBLE) WHEN i % 3 = 0 THEN 1e22 ELSE " + n + " / 4 END");
        columns.put("MONEY", "CAST(" + n + " / 4 AS DECIMAL(12, 4))");
        columns.put("WIDE", "CAST(" + n + " AS DECIMAL(38, 0))");
        columns.put("A_BOOLEAN", n + " > 0");
        columns.put("DAY", "DATE '2025-01-01' + CAST(" + n + " AS INTEGER)");
        columns.put("CLOCK", "TIME '06:00:00.5' + INTERVAL (i) SECOND");
        String local = "TIMESTAMP '2025-03-30 02:30:00.000001' + INTERVAL (" + n + ") HOUR";
        columns.put("LOCAL", local);
        columns.put("SECONDS", "CAST(" + local + " AS TIMESTAMP_S)");
        columns.put("MILLIS", "CAST(" + local + " AS TIMESTAMP_MS)");
        columns.put("SEEN", "CAST(CAST(" + local + " AS VARCHAR) || '+00' AS TIMESTAMPTZ)");
        columns.put("BYTES", "encode('\u017c' || i)");
        columns.put("ID", "CAST(md5(CAST(i AS VARCHAR)) AS UUID)");
        columns.put("WORD", "list_value('1.10', '1.1', 'x', '2025-01-31T06:00:00Z')[1 + i % 4]");
        String selected = columns.entrySet().stream()
                .map(column -> "CASE WHEN i % 11 > 0 OR '" + column.getKey() + "' = 'at' THEN " + column.getValue()
                        + " END AS " + column.getKey())
                .collect(Collectors.joining(", "));
        Path file = folder.resolve("rows.parquet");
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("COPY (SELECT " + selected + " FROM range(" + ROWS + ") AS t(i)) TO " + "'" + file + "'"
                    + " (FORMAT parquet)");
        }
        return file;
    }

    private List<String> keys(String resource) {
        return scratch.rows("SELECT key FROM _pipette_boundary WHERE resource_name = '" + resource + "' ORDER BY key");
    }

    /** Loads a file in all ways, and sees that its rows are then known by the same keys. */
    private void assertOneIdentity(Function<String, Resource> file, UnaryOperator<Resource> steps) {
        scratch.run(Stream.of(
                        steps.apply(file.apply("moved")),
                        steps.apply(file.apply("kept").filter(row -> true)),
                        steps.apply(file.apply("limited")).limit(1_000_000),
                        steps.apply(file.apply("mapped").map(LinkedHashMap::new)))
                .map(resource -> resource.incremental(cursor("at", Long.class)))
                .toArray(Resource[]::new));
        List<String> moved = keys("moved");

        assertThat(moved).isNotEmpty();
        assertThat(keys("kept")).as("a file with a filter").isEqualTo(moved);
        assertThat(keys("limited")).as("a file with a limit").isEqualTo(moved);
        assertThat(keys("mapped")).as("a file with a map").isEqualTo(moved);
    }

    @Test
    void a_row_of_delimited_text_has_one_digest() throws IOException {
        Path file = csv(new SplittableRandom(1), true);

        assertOneIdentity(name -> Pipette.csv(name, file), UnaryOperator.identity());
    }

    @Test
    void a_row_of_parquet_has_one_digest() throws SQLException {
        Path file = parquet(1);

        assertOneIdentity(name -> Pipette.parquet(name, file), UnaryOperator.identity());
    }

    @Test
    void numbers_with_a_decimal_comma_have_one_digest() throws IOException {
        String rows = IntStream.range(0, ROWS)
                .mapToObj(row -> "7;" + row + ",50;1.234," + row)
                .collect(Collectors.joining("\n", "at;amount;big\n", "\n"));
        Path file = Files.writeString(folder.resolve("rows.csv"), rows);

        assertOneIdentity(
                name -> Pipette.csv(name, file)
                        .option(FileFormat.DELIMITER, ";")
                        .option(FileFormat.DECIMAL_COMMA, "true"),
                UnaryOperator.identity());
    }

    /** Columns that are chosen, renamed, declared and added are those of the row that is loaded. */
    @Test
    void the_digest_is_that_of_the_columns_that_are_loaded() throws IOException {
        Path file = csv(new SplittableRandom(4), true);

        assertOneIdentity(
                name -> Pipette.csv(name, file),
                resource -> resource.exclude("WORDS of it")
                        .rename("DATES of it", "A Day")
                        .column("ALIKE_NUMBERS of it", Pipette.decimal(10, 2))
                        .column("TRUTHS of it", Pipette.text())
                        .addColumn("shop", "it's")
                        .addColumn("price", new BigDecimal("1.50"))
                        .addColumn("since", Instant.parse("2025-01-31T06:00:00Z")));
    }

    @Test
    void a_row_that_code_changed_has_another_digest() throws IOException {
        Path file = Files.writeString(folder.resolve("rows.csv"), "at,id,word\n7,1,a\n7,2,\n");
        scratch.run(
                Pipette.csv("moved", file).incremental(cursor("at", Long.class)),
                Pipette.csv("changed", file)
                        .map(row -> {
                            row.computeIfPresent("word", (key, word) -> word + "!");
                            return row;
                        })
                        .incremental(cursor("at", Long.class)),
                Pipette.csv("without_gaps", file)
                        .map(row -> {
                            row.values().removeIf(Objects::isNull);
                            return row;
                        })
                        .incremental(cursor("at", Long.class)));
        List<String> moved = keys("moved");

        assertThat(moved).hasSize(2);
        assertThat(keys("changed")).hasSize(2).filteredOn(moved::contains).hasSize(1);
        assertThat(keys("without_gaps")).isEqualTo(moved);
    }

    /** Texts of a key that differ in their writing only are different keys of a file, whoever reads it. */
    @Test
    void a_key_has_one_digest() throws IOException {
        Path file = csv(new SplittableRandom(5), false);
        List<Texts> columns =
                Stream.of(Texts.values()).filter(column -> column != Texts.GAPS).toList();
        scratch.run(columns.stream()
                .flatMap(column -> Stream.of(
                        Pipette.csv("moved_" + column, file).primaryKey(column + " of it"),
                        Pipette.csv("kept_" + column, file)
                                .map(row -> {
                                    row.put("another", 1);
                                    return row;
                                })
                                .primaryKey(column + " of it")))
                .map(resource -> resource.incremental(cursor("at", Long.class)))
                .toArray(Resource[]::new));

        for (Texts column : columns) {
            assertThat(keys("kept_" + column)).as("%s", column).isNotEmpty().isEqualTo(keys("moved_" + column));
        }
    }

    /** The name that DuckDB's answer has for the identity is reserved, and a file may still have a column of that name. */
    @Test
    void a_column_of_a_reserved_name_can_be_renamed_by_code() {
        scratch.run(Pipette.csv("orders", scratch.file("orders.csv", "at,_pipette_identity,word\n7,x,a\n"))
                .map(row -> {
                    row.put("kept", row.remove("_pipette_identity"));
                    return row;
                })
                .incremental(cursor("at", Long.class)));

        assertThat(scratch.rows("SELECT kept, word FROM orders")).containsExactly("x | a");
    }

    private LoadInfo loaded(String csv, UnaryOperator<Resource> steps) {
        return scratch.run(steps.apply(Pipette.csv("orders", scratch.file("orders.csv", csv))
                .filter(row -> true)
                .incremental(cursor("at", Long.class))));
    }

    /** Earlier versions digested a whole row in Java where Java read it, and committed this digest. */
    @Test
    void rows_that_an_earlier_version_loaded_are_known() throws IOException {
        loaded("at,word\n7,a\n", UnaryOperator.identity());
        ByteArrayOutputStream row = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(row)) {
            text(out, 'k', "at");
            out.writeByte('n');
            out.writeLong(7);
            text(out, 'k', "word");
            text(out, 's', "a");
        }
        scratch.execute("UPDATE _pipette_boundary SET key = CAST(left(sha256('"
                + HexFormat.of().formatHex(row.toByteArray()).replaceAll("..", "\\\\x$0") + "'::BLOB), 32) AS UUID)");

        LoadInfo again = loaded("at,word\n7,a\n7,b\n", UnaryOperator.identity());

        assertThat(again.rows("orders")).isEqualTo(1);
        assertThat(scratch.rows("SELECT word FROM orders ORDER BY 1")).containsExactly("a", "b");
    }

    private static void text(DataOutputStream out, char kind, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeByte(kind);
        out.writeLong(bytes.length);
        out.write(bytes);
    }

    /** Earlier versions digested the key of a row that Java read as the package has it: a time as a number. */
    @Test
    void rows_whose_keys_an_earlier_version_committed_are_known() {
        UnaryOperator<Resource> keyed = resource -> resource.primaryKey("seen");
        loaded("at,seen\n7,2025-01-31T06:00:00\n", keyed);
        scratch.execute("UPDATE _pipette_boundary SET key = CAST(md5('7 seen=16:1738303200000000') AS" + " UUID)");

        LoadInfo again = loaded("at,seen\n7,2025-01-31T06:00:00\n7,2025-01-31T07:00:00\n", keyed);

        assertThat(again.rows("orders")).isEqualTo(1);
        assertThat(scratch.rows("SELECT count(*) FROM orders")).containsExactly("2");
    }
}
