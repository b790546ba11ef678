package dev.pipette.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.ZstdOutputStream;
import dev.pipette.cli.Cli.Result;
import dev.pipette.schema.StateDocument;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class LoadCommandTests {
    @TempDir
    Path folder;

    private String database = "";

    @BeforeEach
    void name_the_database() {
        database = "duckdb:" + folder.resolve("scratch.duckdb");
    }

    @Test
    void a_load_is_summed_up() throws IOException {
        Path file = write("day.json", "[{\"id\": 1, \"tags\": [\"a\", \"b\"]}, {\"id\": 2, \"tags\": []}]");

        Result result = load(file, "--merge", "id");

        assertThat(result.err()).isEmpty();
        assertThat(result.exitCode()).isZero();
        assertThat(result.lines())
                .contains("table      rows  disposition", "day           2  merge", "day__tags     2  merge");
        assertThat(result.lines().getFirst()).matches("scratch -> duckdb .*scratch\\.duckdb, dataset scratch_dataset");
        assertThat(result.lines()).contains("schema changes:");
        assertThat(result.lines().getLast()).matches("load \\d+\\.\\d+, [\\d.]+ m?s");
    }

    @Test
    void several_paths_are_loaded_into_one_table_in_their_order() throws IOException {
        Path second = write("b.csv", "id,name\n2,Grace\n");
        Path first = write("a.json", "[{\"id\": 1, \"name\": \"Ada\"}]");

        Result loaded = Cli.run(
                "load",
                second.toString(),
                first.toString(),
                second.toString(),
                "--table",
                "people",
                "--into",
                database);

        assertThat(loaded.err()).isEmpty();
        assertThat(loaded.lines()).contains("people     2  append");
    }

    @Test
    void the_way_out_of_a_reserved_name_works_on_the_command_line() throws IOException {
        Path file = write("day.csv", "id,_dlt_id\n1,x\n");

        Result refused = load(file);
        assertThat(refused.err())
                .isEqualToIgnoringNewLines("pipette load: [NAME_COLLISION] " + file
                        + ": its column '_dlt_id' becomes column _dlt_id, and names that begin with _dlt_ are Pipette's own."
                        + " Leave it out with --exclude _dlt_id, rename it in the file's first line, or with --rename"
                        + " OLD=NEW.");

        assertThat(load(file, "--rename", "_dlt_id=old_id", "--show").lines())
                .anyMatch(line -> line.startsWith("id  old_id"));
        assertThat(load(file, "--rename", "_dlt_id=id").err())
                .contains(
                        "[NAME_COLLISION] resource day: two columns have the name 'id' after --rename. Choose another new name.");
        assertThat(load(file, "--rename", "_dlt_id").err())
                .contains("[BAD_USAGE] --rename _dlt_id: write it like --rename OLD=NEW.");
    }

    @Test
    void a_second_load_tells_what_was_replaced() throws IOException {
        load(write("day.json", "[{\"id\": 1}, {\"id\": 2}]"), "--merge", "id");

        Result second = load(write("day.json", "[{\"id\": 2}, {\"id\": 3}]"), "--merge", "id");

        assertThat(second.lines()).contains("table  rows  disposition  updated", "day       2  merge              1");
        assertThat(count("day")).isEqualTo(3);
    }

    @Test
    void a_resource_that_two_sources_of_dlt_have_is_chosen_by_source() throws Exception {
        Path file = write("day.json", "[{\"id\": 1, \"at\": 10}]");
        load(file, "--cursor", "at");
        try (Connection dlt = DriverManager.getConnection("jdbc:" + database);
                Statement statement = dlt.createStatement()) {
            ResultSet rows = statement.executeQuery("SELECT state FROM scratch_dataset._dlt_pipeline_state");
            rows.next();
            StateDocument state = StateDocument.decode(rows.getString(1));
            StateDocument two = state.withResourceState("shop", "day", state.resourceState("scratch", "day"));
            statement.execute("UPDATE scratch_dataset._dlt_pipeline_state SET state = '" + two.encode() + "'");
        }

        Result ambiguous = load(file, "--cursor", "at");
        Result chosen = load(file, "--cursor", "at", "--source", "shop");

        assertThat(ambiguous.err())
                .contains(
                        "resource day is in 2 sources of pipeline scratch: scratch and shop.",
                        "Choose one: --source scratch.");
        assertThat(chosen.err()).isEmpty();
        assertThat(count("day")).isEqualTo(1);
    }

    @Test
    void the_first_rows_are_shown_where_asked() throws IOException {
        Path file = write("day.csv", "id,name\n1,a\n2,b\n3,c\n");

        Result all = load("--show", file);
        Result one = load(file, "--replace", "--show=1");

        assertThat(all.out()).contains("day:", "3 rows");
        assertThat(one.out()).contains("1 of 3 rows");
    }

    @Test
    void a_broken_line_is_told_in_one_sentence_without_the_words_of_the_reader() throws IOException {
        Path file = write("ragged.csv", "id,name\n1,a\n2,b,c\n");

        Result result = load(file);

        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(result.err())
                .isEqualToIgnoringNewLines("pipette load: [SOURCE_UNREADABLE] " + file
                        + ", line 3: more than 2 fields, but the first line names 2 (\"2,b,c\"). Nothing of it was loaded."
                        + " Correct the line, or name the delimiter with --delimiter where it is another one. If lines come"
                        + " before the line of names, leave them out with --skip-lines or --comment. If the first line is"
                        + " a row, declare it with --no-header."
                        + " Or keep such lines apart with --bad-rows reject.");
    }

    @Test
    void every_format_is_read() throws IOException {
        load(write("a.csv", "id\n1\n"), "--table", "rows");
        load(write("b.tsv", "id\tname\n2\tx\n"), "--table", "rows");
        load(write("c.jsonl", "{\"id\": 3}\n{\"id\": 4}\n"), "--table", "rows");
        load(write("d.json", "{\"data\": {\"items\": [{\"id\": 5}]}}"), "--at", "data.items", "--table", "rows");
        load(write("e.txt", "id;name\n6;y\n"), "--format", "csv", "--delimiter", ";", "--table", "rows");
        Path gzip = folder.resolve("f.ndjson.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(gzip))) {
            out.write("{\"id\": 7}\n".getBytes(UTF_8));
        }
        load(gzip, "--table", "rows");

        assertThat(query("SELECT id, name FROM rows ORDER BY id").out())
                .isEqualToIgnoringNewLines("id,name 1, 2,x 3, 4, 5, 6,y 7,".replace(' ', '\n'));
    }

    @Test
    void each_row_names_its_table() throws IOException {
        Path events = write("events.csv", "id,type\n1,click\n2,Sale Event\n3,click\n");

        Result result = load(events, "--table-by", "type", "--merge", "id");

        assertThat(result.out()).contains("click", "sale_event", "merge");
        assertThat(query("SELECT id FROM click ORDER BY id").out())
                .isEqualToIgnoringNewLines("id 1 3".replace(' ', '\n'));
        assertThat(query("SELECT id FROM sale_event").out()).isEqualToIgnoringNewLines("id 2".replace(' ', '\n'));
        assertThat(load(write("events.csv", "id,type\n4,\n"), "--table-by", "type")
                        .err())
                .isEqualToIgnoringNewLines(
                        "pipette load: [RESOURCE_FAILED] resource events, row 1: the row has no value in"
                                + " column 'type', which names its table. Give it one in the input, or drop such rows in the"
                                + " input.");
    }

    @Test
    void all_columns_may_be_kept_as_text() throws IOException {
        load(write("orders.csv", "id,zip,day,nothing\n1,10001,2025-12-18,\n"), "--all-text");

        assertThat(query("SELECT typeof(id) AS a, typeof(day) AS b, typeof(nothing) AS c, zip FROM orders")
                        .out())
                .isEqualToIgnoringNewLines("a,b,c,zip VARCHAR,VARCHAR,VARCHAR,10001".replace(' ', '\n'));
    }

    @Test
    void zstandard_is_read_in_all_its_frames() throws IOException {
        Path file = folder.resolve("orders.csv.zst");
        try (OutputStream out = Files.newOutputStream(file)) {
            for (String part : List.of("id,name\n1,a\n", "2,b\n")) {
                ByteArrayOutputStream frame = new ByteArrayOutputStream();
                try (OutputStream packed = new ZstdOutputStream(frame)) {
                    packed.write(part.getBytes(UTF_8));
                }
                out.write(frame.toByteArray());
            }
        }

        Result result = load(file);

        assertThat(result.err()).isEmpty();
        assertThat(query("SELECT id, name FROM orders ORDER BY id").lines()).containsExactly("id,name", "1,a", "2,b");
    }

    @Test
    void quiet_prints_nothing_and_what_is_asked_for() throws IOException {
        Path file = write("day.csv", "id\n1\n");

        Result quiet = load(file, "--quiet");
        Result shown = load(file, "--quiet", "--replace", "--show");
        Result document = load(file, "--quiet", "--json");

        assertThat(quiet.exitCode()).isZero();
        assertThat(quiet.out()).isEmpty();
        assertThat(quiet.err()).isEmpty();
        assertThat(shown.lines()).first().isEqualTo("day:");
        assertThat(shown.lines()).last().isEqualTo("1 row");
        assertThat(document.json().get("status").stringValue()).isEqualTo("loaded");
    }

    @Test
    void a_glob_loads_all_its_files_into_the_table_of_the_folder() throws IOException {
        Files.createDirectories(folder.resolve("orders"));
        write("orders/1.csv", "id\n1\n");
        write("orders/2.csv", "id\n2\n");

        Result result = load(folder + "/orders/*.csv");

        assertThat(result.err()).isEmpty();
        assertThat(count("orders")).isEqualTo(2);
    }

    @Test
    void types_nesting_and_limits_are_obeyed() throws IOException {
        Path csv = write("prices.csv", "zip,price\n75001,19.90\n05446,5.00\n");
        Path json = write("deep.json", "[{\"a\": {\"b\": 1}}, {\"a\": {\"b\": 2}}]");

        load(csv, "--type", "zip=text", "--type", "price=decimal(10,2)");
        load(json, "--max-nesting", "0", "--limit", "1");

        assertThat(query("SELECT typeof(zip) AS a, typeof(price) AS b, sum(price) AS c FROM prices GROUP BY ALL")
                        .out())
                .contains("VARCHAR,\"DECIMAL(10,2)\",24.90");
        assertThat(query("SELECT typeof(a) AS t, count(*) AS n FROM deep GROUP BY ALL")
                        .out())
                .contains("JSON,1");
    }

    @Test
    void rows_whose_keys_are_data_are_kept_whole_by_the_way_that_the_error_names() throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int row = 0; row < 12_001; row++) {
            lines.append("{\"id\": ").append(row).append(", \"k").append(row).append("\": 1}\n");
        }
        Path file = write("items.jsonl", lines.toString());

        assertThat(load(file).err()).endsWith("in a column 'row': --whole-rows row.\n");
        Result result = load(file, "--whole-rows", "row", "--merge", "id");

        assertThat(result.err()).isEmpty();
        assertThat(query("SELECT count(*) AS n, max(id) AS m, max(json_extract(\"row\", '$.k7')) AS k FROM items")
                        .lines())
                .last()
                .isEqualTo("12001,12000,1");
    }

    @Test
    void the_type_of_a_cursor_is_declared_behind_its_column() throws IOException {
        load(write("events.jsonl", "{\"v\": \"9\"}\n"), "--cursor", "v:integer");

        Result second = load(write("events.jsonl", "{\"v\": \"9\"}\n{\"v\": \"10\"}\n"), "--cursor", "v:integer");

        assertThat(second.err()).isEmpty();
        assertThat(load(write("events.jsonl", "{\"v\": \"11\"}\n"), "--cursor", "v:number")
                        .err())
                .isEqualToIgnoringNewLines(
                        "pipette load: [BAD_USAGE] --cursor v:number: a cursor has no type 'number'. Types"
                                + " are integer, decimal, timestamp, local_timestamp, date, text. After a column whose name has a"
                                + " colon, write its type: --cursor v:number:text.");
    }

    @Test
    void a_cursor_loads_only_what_is_new() throws IOException {
        load(write("events.jsonl", "{\"id\": 1}\n{\"id\": 2}\n"), "--cursor", "id");

        Result second = load(write("events.jsonl", "{\"id\": 2}\n{\"id\": 3}\n"), "--cursor", "id");

        assertThat(second.exitCode()).isZero();
        assertThat(query("SELECT id FROM events ORDER BY id").lines()).containsExactly("id", "1", "2", "3");
    }

    @Test
    void a_run_key_is_loaded_once() throws IOException {
        Path file = write("day.csv", "id\n1\n");

        load(file, "--run-key", "2025-12-24");
        Result second = load(file, "--run-key", "2025-12-24");

        assertThat(second.exitCode()).isZero();
        assertThat(second.out()).contains("nothing new");
        assertThat(count("day")).isEqualTo(1);
    }

    @Test
    void dataset_table_and_pipeline_can_be_named() throws IOException {
        Path file = write("day.csv", "id\n1\n");

        Result result = load(file, "--dataset", "crm", "--table", "days", "--pipeline", "nightly");

        assertThat(result.lines().getFirst()).startsWith("nightly -> ").endsWith(", dataset crm");
        assertThat(query("SELECT id FROM crm.days").lines()).containsExactly("id", "1");
    }

    @Test
    void json_is_one_document_and_nothing_else() throws IOException {
        Path file = write("day.json", "[{\"id\": 1, \"at\": \"2025-12-24T10:00:00Z\"}]");

        Result result = load(file, "--json", "--show");

        JsonNode document = result.json();
        assertThat(result.err()).isEmpty();
        assertThat(document.get("status").stringValue()).isEqualTo("loaded");
        assertThat(document.get("pipeline").stringValue()).isEqualTo("scratch");
        assertThat(document.get("dataset").stringValue()).isEqualTo("scratch_dataset");
        JsonNode table = document.at("/packages/0/tables/0");
        assertThat(table.get("table").stringValue()).isEqualTo("day");
        assertThat(table.get("parent").isNull()).isTrue();
        assertThat(table.get("disposition").stringValue()).isEqualTo("append");
        assertThat(table.get("rows").longValue()).isEqualTo(1);
        assertThat(document.at("/first_rows/day/0/id").longValue()).isEqualTo(1);
        assertThat(document.at("/first_rows/day/0/at").stringValue()).isEqualTo("2025-12-24T10:00:00Z");
        assertThat(document.get("duration_ms").isIntegralNumber()).isTrue();
    }

    @Test
    void a_failure_is_a_document_too_and_a_block_for_people() throws IOException {
        Path file = write("day.json", "[{\"id\": 1},");

        Result result = load(file, "--json");

        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(result.json().get("status").stringValue()).isEqualTo("failed");
        assertThat(result.json().get("exit_code").intValue()).isEqualTo(3);
        assertThat(result.json().at("/error/code").stringValue()).isEqualTo("SOURCE_UNREADABLE");
        assertThat(result.json().at("/error/message").stringValue()).contains(file + ", line 1, column ");
        assertThat(result.err()).startsWith("pipette load: [SOURCE_UNREADABLE] " + file);
    }

    @Test
    void bad_data_is_exit_code_3_and_the_message_stands_once() throws IOException {
        Path file = write("day.jsonl", "{\"id\": 1}\n{\"id\": }\n");

        Result result = load(file);

        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(result.out()).isEmpty();
        assertThat(result.err())
                .isEqualToIgnoringNewLines("pipette load: [SOURCE_UNREADABLE] " + file
                        + ", line 2, column 8: Unexpected character ('}' (code 125)): expected a value, in or after"
                        + " row 2, which begins in line 2. Correct the input there and run again."
                        + " Or keep such lines apart with --bad-rows reject.");
    }

    @Test
    void a_missing_file_is_exit_code_3() {
        Result result = load(folder.resolve("nothing.csv"));

        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(result.err()).startsWith("pipette load: [SOURCE_MISSING] ").contains("nothing.csv");
    }

    @Test
    void a_destination_that_cannot_be_opened_is_exit_code_4() throws IOException {
        Path file = write("day.csv", "id\n1\n");
        Path noDatabase = write("notes.duckdb", "this is no database ".repeat(1_000));

        Result result = Cli.run("load", file, "--into", "duckdb:" + noDatabase, "--home", folder.resolve("home"));

        assertThat(result.exitCode()).isEqualTo(4);
        assertThat(result.err())
                .startsWith("pipette load: [DESTINATION_FAILED] ")
                .contains("notes.duckdb");
    }

    @Test
    void the_stack_trace_is_printed_only_with_debug() throws IOException {
        Path file = write("day.json", "[");

        assertThat(load(file).err()).doesNotContain("\tat ");
        assertThat(load(file, "--debug").err()).contains("\tat dev.pipette");
    }

    @Test
    void the_shipped_earthquakes_are_loaded_whole() {
        Result result = load("data/earthquakes.json", "--at", "features", "--merge", "id");

        assertThat(result.err()).isEmpty();
        assertThat(result.lines())
                .anyMatch(line -> line.matches("earthquakes +1,707  merge"))
                .anyMatch(line -> line.matches("earthquakes__geometry__coordinates +5,121  merge"));
        assertThat(query("SELECT max(properties__mag) AS m, count(DISTINCT id) AS n FROM earthquakes")
                        .lines())
                .containsExactly("m,n", "6.4,1707");
    }

    @Test
    void the_shipped_countries_are_loaded_whole() {
        Result result = load("data/countries.json", "--merge", "cca3");

        assertThat(result.err()).isEmpty();
        assertThat(count("countries")).isEqualTo(250);
        assertThat(query("SELECT ccn3, flag FROM countries WHERE cca3 = 'ABW'").lines())
                .containsExactly("ccn3,flag", "533,🇦🇼");
    }

    private Result load(Object... arguments) {
        List<Object> all = new ArrayList<>(List.of("load", "--into", database, "--home", folder.resolve("home")));
        all.addAll(List.of(arguments));
        return Cli.run(all.toArray());
    }

    private Result query(String sql) {
        Result result = Cli.run("sql", database, sql, "--format", "csv");
        assertThat(result.err()).isEmpty();
        return result;
    }

    private long count(String table) {
        return Long.parseLong(
                query("SELECT count(*) AS n FROM " + table).lines().getLast());
    }

    private Path write(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }
}
