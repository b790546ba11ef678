package dev.pipette.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.cli.Cli.Result;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code sql -f FILE}, {@code sql -o FILE} and {@code show -o FILE}. */
class OutputFileTests {
    /** Where the database is loaded once, of which each test has a copy. */
    @TempDir
    static Path loaded;

    @TempDir
    Path folder;

    private String database = "";

    @BeforeAll
    static void load_rows() throws IOException {
        Path file = loaded.resolve("t.csv");
        StringBuilder rows = new StringBuilder("id,name\n");
        for (int id = 1; id <= 12; id++) {
            rows.append(id).append(",n").append(id).append('\n');
        }
        Files.writeString(file, rows);
        String into = "duckdb:" + loaded.resolve("d.duckdb");
        assertThat(Cli.run("load", file, "--into", into, "--home", loaded.resolve("home"), "--quiet")
                        .err())
                .isEmpty();
    }

    @BeforeEach
    void copy_the_database() throws IOException {
        database = "duckdb:" + Files.copy(loaded.resolve("d.duckdb"), folder.resolve("d.duckdb"));
        Files.createDirectories(folder.resolve("in"));
    }

    private Result sql(Object... arguments) {
        List<Object> all = new ArrayList<>(List.of("sql", database));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--home", folder.resolve("home")));
        return Cli.run(all.toArray());
    }

    private Result show(Object... arguments) {
        List<Object> all = new ArrayList<>(List.of("show", database, "t"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--home", folder.resolve("home")));
        return Cli.run(all.toArray());
    }

    private Result loadExported(Path file) {
        return Cli.run(
                "load",
                file,
                "--into",
                database,
                "--home",
                folder.resolve("home"),
                "--exclude",
                "_dlt_id,_dlt_load_id");
    }

    private List<String> files() throws IOException {
        try (var all = Files.list(folder)) {
            return all.map(path -> path.getFileName().toString())
                    .filter(name -> !List.of("in", "home", "d.duckdb").contains(name))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void the_ending_of_the_file_says_the_format() throws IOException {
        Path csv = folder.resolve("a.csv");
        Path json = folder.resolve("a.json");
        Path lines = folder.resolve("a.jsonl.gz");

        for (Path file : List.of(csv, json, lines)) {
            Result result = sql("SELECT id, name FROM t WHERE id < 3 ORDER BY id", "-o", file);
            assertThat(result.err() + result.out()).isEmpty();
            assertThat(result.exitCode()).isZero();
        }

        assertThat(csv).hasContent("id,name\n1,n1\n2,n2\n");
        assertThat(json).hasContent("[\n  {\"id\":1,\"name\":\"n1\"},\n  {\"id\":2,\"name\":\"n2\"}\n]\n");
        try (InputStream bytes = new GZIPInputStream(Files.newInputStream(lines))) {
            assertThat(new String(bytes.readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("{\"id\":1,\"name\":\"n1\"}\n{\"id\":2,\"name\":\"n2\"}\n");
        }
        assertThat(files()).containsExactly("a.csv", "a.json", "a.jsonl.gz");
    }

    @Test
    void a_parquet_file_of_a_table_holds_all_rows_and_can_be_loaded() throws IOException {
        Path file = folder.resolve("all.parquet");

        assertThat(show("-o", file).err()).isEmpty();

        assertThat(loadExported(file).exitCode()).isZero();
        assertThat(sql("SELECT count(*) AS n, sum(id) AS s, max(name) AS m FROM \"all\"", "--format", "jsonl")
                        .out())
                .isEqualToIgnoringNewLines("{\"n\":12,\"s\":78,\"m\":\"n9\"}");
        assertThat(files()).containsExactly("all.parquet");
    }

    @Test
    void show_writes_all_rows_and_at_most_as_many_as_the_limit() {
        assertThat(show("-o", folder.resolve("a.csv")).exitCode()).isZero();
        assertThat(show("-o", folder.resolve("b"), "--format", "csv", "--limit", 2)
                        .exitCode())
                .isZero();
        assertThat(show("-o", folder.resolve("c.parquet"), "--limit", 2).exitCode())
                .isZero();

        assertThat(folder.resolve("a.csv")).content().hasLineCount(13);
        assertThat(folder.resolve("b")).content().hasLineCount(3);
        assertThat(loadExported(folder.resolve("c.parquet")).out()).containsPattern("c +2  append");
    }

    @Test
    void a_file_that_exists_is_replaced_only_by_force() throws IOException {
        Path file = Files.writeString(folder.resolve("a.csv"), "mine");

        Result refused = sql("SELECT 1 AS one", "-o", file);
        assertThat(refused.exitCode()).isEqualTo(ExitCodes.BAD_USAGE);
        assertThat(refused.err())
                .isEqualToIgnoringNewLines("pipette sql: [BAD_USAGE] -o " + file
                        + ": the file exists. Choose another name, or replace it with --force.");
        assertThat(file).hasContent("mine");

        assertThat(sql("SELECT 1 AS one", "-o", file, "--force").err()).isEmpty();
        assertThat(file).hasContent("one\n1\n");
    }

    @Test
    void the_database_that_is_read_is_not_replaced_by_its_rows() throws IOException {
        Path own = folder.resolve("d.duckdb");
        Path link = Files.createSymbolicLink(folder.resolve("link.csv"), own);
        byte[] before = Files.readAllBytes(own);

        for (Path file : List.of(own, folder.resolve("in/../d.duckdb"), folder.resolve("d.duckdb.wal"), link)) {
            String reason = ": this is a file of the database that is read (" + own
                    + "), and --force does not replace it. Choose another name.";
            assertThat(sql("SELECT 1 AS one", "-o", file, "--format", "csv", "--force")
                            .err())
                    .isEqualToIgnoringNewLines("pipette sql: [BAD_USAGE] -o " + file + reason);
            assertThat(show("-o", file, "--format", "csv", "--force").err())
                    .isEqualToIgnoringNewLines("pipette show: [BAD_USAGE] -o " + file + reason);
        }
        assertThat(own).hasBinaryContent(before);
        assertThat(folder.resolve("d.duckdb.wal")).doesNotExist();
    }

    @Test
    void a_query_that_fails_leaves_the_old_file_and_nothing_else() throws IOException {
        Path file = Files.writeString(folder.resolve("a.parquet"), "mine");

        Result failed = sql("SELECT error('row ' || id) AS x FROM t", "-o", file, "--force");

        assertThat(failed.exitCode()).isNotZero();
        assertThat(failed.err()).contains("row 1");
        assertThat(file).hasContent("mine");
        assertThat(files()).containsExactly("a.parquet");
    }

    @Test
    void a_link_to_a_file_stays_a_link() throws IOException {
        Path file = Files.writeString(folder.resolve("a.csv"), "old");
        Path link = Files.createSymbolicLink(folder.resolve("link.csv"), file);

        assertThat(sql("SELECT 1 AS one", "-o", link, "--force").err()).isEmpty();

        assertThat(link).isSymbolicLink();
        assertThat(file).hasContent("one\n1\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "x.txt | the ending names no format. Say it with --format csv, --format json, jsonl or parquet.",
                "x.parquet.gz | parquet is compressed inside. Leave .gz out of the name.",
                "- | rows are printed on standard output without -o. Leave it out, and choose with --format.",
                "/dev/null | the ending names no format. Say it with --format csv, --format json, jsonl or parquet."
            })
    void what_cannot_be_written_is_refused_before_the_query_runs(String name, String reason) {
        assertThat(sql("no SQL at all", "-o", name).err())
                .isEqualToIgnoringNewLines("pipette sql: [BAD_USAGE] -o " + name + ": " + reason);
    }

    @Test
    void other_misuse_is_refused_too() {
        Path absent = folder.resolve("absent");

        assertThat(sql("SELECT 1", "-o", absent.resolve("a.csv")).err())
                .contains("-o " + absent.resolve("a.csv") + ": the folder " + absent
                        + " does not exist. Make it first, or correct the name.");
        assertThat(sql("SELECT 1", "-o", "/dev/null", "--format", "csv", "--force")
                        .err())
                .contains("-o /dev/null: it exists and is not a plain file. Choose another name.");
        assertThat(sql("SELECT 1", "-o", folder.resolve("a.csv"), "--format", "table")
                        .err())
                .contains(": a table is for people. Write csv, json, jsonl or parquet.");
        assertThat(sql("SELECT 1", "--force").err()).contains("--force belongs to -o FILE, and -o is missing.");
        assertThat(sql("SELECT 1", "--format", "parquet").err())
                .contains("parquet is not text and cannot be printed. Write it to a file with -o FILE.");
        assertThat(sql("DELETE FROM t", "--write", "-o", folder.resolve("a.csv"))
                        .err())
                .contains("-o is for queries, and --write runs statements. Leave one out.");
    }

    @Test
    void a_query_is_read_from_a_file_or_from_standard_input() throws IOException {
        Path file = Files.writeString(folder.resolve("q.sql"), "\uFEFF-- how many\nSELECT count(*) AS n\nFROM t;\n");

        assertThat(sql("-f", file, "--format", "csv").lines()).containsExactly("n", "12");
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream("SELECT 7 AS seven".getBytes(StandardCharsets.UTF_8)));
        try {
            assertThat(sql("-f", "-", "--format", "csv").lines()).containsExactly("seven", "7");
        } finally {
            System.setIn(before);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"SELECT 1; DELETE FROM t", "DELETE FROM t"})
    void a_file_holds_one_query_that_reads(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("q.sql"), text);

        assertThat(sql("-f", file).err()).isEqualTo(sql(text).err()).contains("refused the query: ");
        assertThat(sql("SELECT count(*) AS n FROM t", "--format", "csv").lines())
                .containsExactly("n", "12");
    }

    @Test
    void exactly_one_query_is_given() throws IOException {
        Path absent = folder.resolve("absent.sql");
        Path empty = Files.writeString(folder.resolve("empty.sql"), " \n");
        Path latin = Files.write(folder.resolve("latin.sql"), new byte[] {'-', '-', (byte) 0xE9});

        assertThat(sql().err())
                .contains(
                        "[BAD_USAGE] the query is missing. Type it as QUERY, in quotes, or name a file with -f FILE.");
        assertThat(sql("SELECT 1", "-f", absent).err())
                .contains("[BAD_USAGE] QUERY and -f " + absent + " are both given. Use one of them.");
        assertThat(sql("-f", absent).err()).contains("[SOURCE_MISSING] -f " + absent + ": there is no such file.");
        assertThat(sql("-f", empty).err()).contains("[BAD_USAGE] -f " + empty + ": " + empty + " holds no query.");
        assertThat(sql("-f", latin).err())
                .contains("[SOURCE_UNREADABLE] " + latin + " is not UTF-8 text. Save the query as UTF-8.");
    }
}
