package dev.pipette.testing.contract;

import static dev.pipette.check.Checks.range;
import static dev.pipette.testing.contract.Trial.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.LoadInfo;
import dev.pipette.LoadInfo.TableLoad;
import dev.pipette.Pipette;
import dev.pipette.Resource;
import dev.pipette.check.BadRows;
import dev.pipette.check.Check;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.incremental.FileState;
import dev.pipette.schema.SchemaContract;
import dev.pipette.spi.LoadStep;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** Rows that cannot be rows of the table are rejected where a resource asks for it, and all others are loaded. */
interface BadRowsContract {
    String REJECTS = "SELECT row_number, kind, rule, message, content FROM _pipette_rejects ORDER BY kind, row_number";

    private static Path file(Trial trial, String name, String content) throws IOException {
        return Files.writeString(trial.folder().resolve(name), content);
    }

    private static Resource csv(Path file) {
        return Pipette.csv("orders", file).badRows(BadRows.REJECT);
    }

    private static Resource ofAllTypes(String name, Path file) {
        return Pipette.resource(name)
                .files(
                        file.toString(),
                        Pipette.csvFormat().delimiter(";").quote("").decimalComma())
                .column("f", Pipette.float64())
                .column("d", Pipette.decimal(10, 2))
                .column("b", Pipette.bool())
                .column("dt", Pipette.date())
                .column("ts", Pipette.timestamp())
                .column("lt", Pipette.localTimestamp())
                .column("t", Pipette.time())
                .column("j", Pipette.jsonDocument())
                .column("x", Pipette.binary())
                .badRows(BadRows.REJECT);
    }

    private static TableLoad addUp(LoadInfo info, long arrived) {
        TableLoad load = info.tables().getFirst();
        assertThat(load.rows() + load.unchanged() + load.skipped() + load.rejected())
                .as("%s", load)
                .isEqualTo(arrived);
        return load;
    }

    @Test
    default void lines_of_csv_that_cannot_be_read_are_rejected_with_their_text_and_place(Trial trial)
            throws IOException {
        Path file = file(trial, "orders.csv", "id,name\r\n1,a\r\n2\r\n3,\"open\r\n4,b,c\r\n5,\"x\r\ny\"\r\n");

        LoadInfo info = trial.run(csv(file));

        assertThat(trial.rows("SELECT id, name FROM orders ORDER BY id")).containsExactly("1 | a", "5 | x\r\ny");
        assertThat(trial.rows("SELECT table_name, row_number, kind, rule, message, content, place FROM _pipette_rejects"
                        + " ORDER BY row_number"))
                .containsExactly(
                        "orders | 1 | line | readable | 1 field, but the first line names 2 | \"2\" | " + file
                                + ", line 3",
                        "orders | 2 | line | readable | a quoted field has no end | \"3,\\\"open\" | " + file
                                + ", line 4",
                        "orders | 3 | line | readable | 3 fields, but the first line names 2 | \"4,b,c\" | " + file
                                + ", line 5");
        assertThat(info.rejected()).isEqualTo(3);
        assertThat(addUp(info, 5).rows()).isEqualTo(2);
        assertThat(trial.rows("SELECT DISTINCT load_id, pipeline_name, resource_name FROM _pipette_rejects"))
                .containsExactly(trial.loadIds().getFirst() + " | contract | orders");
    }

    @Test
    default void without_the_choice_the_first_line_stops_the_load_and_names_the_way_out(Trial trial)
            throws IOException {
        Path csv = file(trial, "orders.csv", "id,name\n1,a\n2\n");
        Path jsonl = file(trial, "events.jsonl", "{\"id\": 1}\noops\n");

        assertThatThrownBy(() -> trial.run(Pipette.csv("orders", csv)))
                .hasMessageContaining(csv + ", line 3: 1 field")
                .hasMessageEndingWith("Or keep such lines apart with .badRows(BadRows.REJECT) (--bad-rows reject).");
        assertThatThrownBy(() -> trial.run(Pipette.jsonl("events", jsonl)))
                .hasMessageContaining(jsonl + ", line 2")
                .hasMessageEndingWith("Or keep such lines apart with .badRows(BadRows.REJECT) (--bad-rows reject).");
        assertThatThrownBy(
                        () -> trial.run(json("orders", "[{'id': 1}, {'n': 2}]").merge("id")))
                .hasMessageEndingWith("Or keep such rows apart with .badRows(BadRows.REJECT) (--bad-rows reject).");
        assertThatThrownBy(() -> trial.run(json("orders", "[{'id': 'x'}]").column("id", Pipette.bigint())))
                .hasMessageEndingWith("Or keep such rows apart with .badRows(BadRows.REJECT) (--bad-rows reject).");
        assertThat(trial.allTables()).doesNotContain("orders", "events");
    }

    @Test
    default void a_file_without_a_bad_line_is_loaded_as_ever_and_makes_no_table_of_rejects(Trial trial)
            throws IOException {
        LoadInfo info = trial.run(csv(file(trial, "orders.csv", "id,name\n1,a\n")));

        assertThat(info.rejected()).isZero();
        assertThat(trial.allTables()).doesNotContain("_pipette_rejects");
    }

    @Test
    default void lines_of_json_are_rejected_in_each_of_several_files(Trial trial) throws IOException {
        file(trial, "a.jsonl", "{\"id\": 1, \"tags\": [\"x\"]}\n\n{\"id\": 2, \"id\": 3}\n{\"id\": 4");
        file(trial, "b.jsonl", "oops\n{\"id\": 5}\n");

        LoadInfo info = trial.run(Pipette.resource("orders")
                .files(trial.folder().resolve("*.jsonl").toString())
                .badRows(BadRows.REJECT));

        assertThat(trial.rows("SELECT id FROM orders ORDER BY id")).containsExactly("1", "5");
        assertThat(trial.rows("SELECT content, place FROM _pipette_rejects ORDER BY place"))
                .containsExactly(
                        "\"{\\\"id\\\": 2, \\\"id\\\": 3}\" | " + trial.folder().resolve("a.jsonl") + ", line 3",
                        "\"{\\\"id\\\": 4\" | " + trial.folder().resolve("a.jsonl") + ", line 4",
                        "\"oops\" | " + trial.folder().resolve("b.jsonl") + ", line 1");
        addUp(info, 5);
    }

    @Test
    default void a_file_of_which_no_line_can_be_read_is_committed_with_its_rejects(Trial trial) throws IOException {
        LoadInfo info = trial.run(csv(file(trial, "orders.csv", "id,name\n1\n2\n")));

        assertThat(info.nothingNew()).isFalse();
        assertThat(trial.count("_pipette_rejects")).isEqualTo(2);
        assertThat(addUp(info, 2).rejected()).isEqualTo(2);
        assertThat(trial.loadIds()).hasSize(1);
    }

    @Test
    default void lines_of_compressed_text_and_of_rows_that_code_sees_are_rejected(Trial trial) throws IOException {
        Path packed = trial.folder().resolve("orders.csv.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
            out.write("\uFEFFid,name\n1,a\n\n2\n3,b\n".getBytes(StandardCharsets.UTF_8));
        }
        Path plain = file(trial, "others.csv", "id,name\n1,a\n2\n3,b\n");

        trial.run(csv(packed), Pipette.csv("others", plain).map(row -> row).badRows(BadRows.REJECT));

        assertThat(trial.rows("SELECT id FROM orders ORDER BY id")).containsExactly("1", "3");
        assertThat(trial.rows("SELECT id FROM others ORDER BY id")).containsExactly("1", "3");
        assertThat(trial.rows("SELECT content, place FROM _pipette_rejects ORDER BY resource_name"))
                .containsExactly("\"2\" | " + packed + ", line 4", "\"2\" | " + plain + ", line 3");
    }

    @Test
    default void of_many_files_each_rejected_line_names_its_own(Trial trial) throws IOException {
        for (int number = 10; number < 40; number++) {
            file(
                    trial,
                    "n" + number + ".csv",
                    "id,n\n" + number + ",1\n" + (number == 17 ? "17\n" : "") + number + ",2\n"
                            + (number == 33 ? "33,\"x\n33,3\n" : ""));
        }

        LoadInfo info = trial.run(Pipette.resource("orders")
                .files(trial.folder().resolve("n*.csv").toString())
                .badRows(BadRows.REJECT));

        assertThat(trial.count("orders")).isEqualTo(61);
        assertThat(trial.rows("SELECT content, place FROM _pipette_rejects ORDER BY place"))
                .containsExactly(
                        "\"17\" | " + trial.folder().resolve("n17.csv") + ", line 3",
                        "\"33,\\\"x\" | " + trial.folder().resolve("n33.csv") + ", line 4");
        addUp(info, 63);
    }

    @Test
    default void values_of_each_type_are_judged_alike_where_duckdb_and_where_code_reads_them(Trial trial)
            throws IOException {
        Path file = file(trial, "all.csv", """
                id;f;d;b;dt;ts;lt;t;j;x
                1;1,50;2,5;true;2026-01-02;2026-01-02T03:04:05Z;2026-01-02T03:04:05;03:04:05;{"a": 1};0x01
                2;x;;;;;;;;
                3;;many;;;;;;;
                4;;;maybe;;;;;;
                5;;;;2026-02-30;;;;;
                6;;;;;noon;;;;
                7;;;;;;noon;;;
                8;;;;;;;25:00;;
                9;;;;;;;;{a;
                10;;;;;;;;;%
                """);
        trial.run(ofAllTypes("plain", file), ofAllTypes("seen", file).map(row -> row));

        for (String table : List.of("plain", "seen")) {
            assertThat(trial.rows("SELECT id, f, d, b, dt, lt FROM " + table))
                    .as(table)
                    .containsExactly("1 | 1.5 | 2.50 | true | 2026-01-02 | 2026-01-02T03:04:05");
            assertThat(trial.rows("SELECT message FROM _pipette_rejects WHERE table_name = '" + table
                            + "' ORDER BY row_number"))
                    .as(table)
                    .containsExactly(
                            "type(f, double) = x",
                            "type(d, decimal(10,2)) = many",
                            "type(b, bool) = maybe",
                            "type(dt, date) = 2026-02-30",
                            "type(ts, timestamp) = noon",
                            "type(lt, local_timestamp) = noon",
                            "type(t, time) = 25:00",
                            "type(j, json) = {a",
                            "type(x, binary) = %");
        }
    }

    @Test
    default void a_value_that_is_not_of_the_declared_type_rejects_its_row(Trial trial) throws IOException {
        Path file = file(trial, "orders.csv", "id,price,day\n1,1.50,2026-01-02\n2,cheap,2026-01-03\n3,2.5,soon\n4,,\n");
        Resource orders = csv(file).column("price", Pipette.decimal(10, 2)).column("day", Pipette.date());

        LoadInfo info = trial.run(orders);

        assertThat(trial.rows("SELECT id, price, day FROM orders ORDER BY id"))
                .containsExactly("1 | 1.50 | 2026-01-02", "4 | NULL | NULL");
        assertThat(trial.rows(REJECTS))
                .containsExactly(
                        "2 | type | type(price, decimal(10,2)) | type(price, decimal(10,2)) = cheap |"
                                + " {\"id\":2,\"price\":\"cheap\",\"day\":\"2026-01-03\"}",
                        "3 | type | type(day, date) | type(day, date) = soon | {\"id\":3,\"price\":2.5,\"day\":\"soon\"}");
        assertThat(trial.columns("orders")).noneMatch(column -> column.contains("__v_"));
        addUp(info, 4);

        assertThat(trial.run(orders).rejected()).isEqualTo(2);
    }

    @Test
    default void values_of_json_that_are_not_of_the_declared_type_reject_their_rows(Trial trial) {
        LoadInfo info = trial.run(json(
                        "orders",
                        "[{'id': 1, 'n': 5}, {'id': 2, 'n': 'x', 'l': [{'a': 1}]}, {'id': 3, 'n': true}, {'id': 4, 'n': 2.5},"
                                + " {'id': 5, 'n': '6'}, {'id': 6, 'n': 7.0}, {'id': 7, 'l': [{'a': 2}]}]")
                .column("n", Pipette.bigint())
                .badRows(BadRows.REJECT));

        assertThat(trial.rows("SELECT id, n FROM orders ORDER BY id"))
                .containsExactly("1 | 5", "5 | 6", "6 | 7", "7 | NULL");
        assertThat(trial.rows("SELECT a FROM orders__l")).containsExactly("2");
        assertThat(trial.rows("SELECT row_number, message FROM _pipette_rejects ORDER BY row_number"))
                .containsExactly("2 | type(n, bigint) = x", "3 | type(n, bigint) = true", "4 | type(n, bigint) = 2.5");
        assertThat(trial.columns("orders")).noneMatch(column -> column.contains("__v_"));
        addUp(info, 7);
    }

    @Test
    default void rows_without_a_key_or_a_required_value_and_those_that_repeat_a_key_are_rejected(Trial trial) {
        trial.run(json("merged", "[{'id': 1, 'n': 1}]").merge("id"));

        LoadInfo info = trial.run(
                json("merged", "[{'id': 1, 'n': 2}, {'n': 3}, {'id': null, 'n': 4}]")
                        .merge("id")
                        .badRows(BadRows.REJECT),
                json("added", "[{'id': 1, 'm': 'a'}, {'id': 1, 'm': 'b'}, {'id': 2, 'm': 'a'}, {'id': 3}, {'m': 'c'}]")
                        .primaryKey("id")
                        .column("m", Pipette.inferred().notNull().unique())
                        .tableHints(Pipette.tableHints().enforcePrimaryKey())
                        .badRows(BadRows.REJECT));

        assertThat(trial.rows("SELECT id, n FROM merged")).containsExactly("1 | 2");
        assertThat(trial.rows("SELECT id, m FROM added")).containsExactly("1 | a");
        assertThat(trial.rows("SELECT table_name, row_number, kind, message FROM _pipette_rejects"
                        + " ORDER BY table_name, row_number"))
                .containsExactly(
                        "added | 2 | key | unique(id): id = 1",
                        "added | 3 | key | unique(m): m = a",
                        "added | 4 | key | not_null(m): m = NULL",
                        "added | 5 | key | key(id): id = NULL",
                        "merged | 2 | key | key(id): id = NULL",
                        "merged | 3 | key | key(id): id = NULL");
        assertThat(info.rejected()).isEqualTo(6);

        trial.run(json("added", "[{'id': 1, 'm': 'z'}, {'id': 9, 'm': 'y'}]")
                .primaryKey("id")
                .column("m", Pipette.inferred().notNull().unique())
                .tableHints(Pipette.tableHints().enforcePrimaryKey())
                .badRows(BadRows.REJECT));

        assertThat(trial.rows("SELECT id FROM added ORDER BY id")).containsExactly("1", "9");
    }

    @Test
    default void a_key_that_does_not_fit_its_column_rejects_its_row(Trial trial) {
        trial.run(json("orders", "[{'id': 1, 'n': 1}]").merge("id"));

        trial.run(json("orders", "[{'id': 1, 'n': 2}, {'id': 'x', 'n': 3}]")
                .merge("id")
                .badRows(BadRows.REJECT));

        assertThat(trial.rows("SELECT id, n FROM orders")).containsExactly("1 | 2");
        assertThat(trial.rows(REJECTS))
                .containsExactly("2 | type | type(id, bigint) | type(id, bigint) = x | {\"id\":\"x\",\"n\":3}");
    }

    @Test
    default void all_kinds_of_rejects_count_for_the_limits(Trial trial) throws IOException {
        Path file = file(trial, "orders.csv", "id,n\n1,1\n2\n3,x\n,4\n5,-5\n6,6\n");
        Resource orders = csv(file)
                .column("n", Pipette.bigint())
                .primaryKey("id")
                .check(range("n", 0, null).reject());
        trial.run(json("others", "[{'id': 1}]"));
        List<String> before = trial.everything();

        assertThatThrownBy(() -> trial.run(orders.maxRejects(3).maxRejectRate(0.6)))
                .isInstanceOfSatisfying(
                        PipetteException.class,
                        failed -> assertThat(failed.code()).isEqualTo(ErrorCode.CHECK_FAILED))
                .hasMessageContaining("max_rejects(3) of orders: 4 violations: 4 of 6 rows are rejected;"
                        + " max_reject_rate(0.6) of orders: 4 violations: 4 of 6 rows are rejected");
        assertThat(trial.everything()).isEqualTo(before);

        LoadInfo info = trial.run(orders.maxRejects(4).maxRejectRate(0.7));

        assertThat(trial.rows("SELECT id FROM orders ORDER BY id")).containsExactly("1", "6");
        assertThat(trial.rows("SELECT kind FROM _pipette_rejects ORDER BY kind"))
                .containsExactly("check", "key", "line", "type");
        addUp(info, 6);
    }

    @Test
    default void reading_ends_where_more_lines_cannot_be_read_than_may(Trial trial) throws IOException {
        Path csv = file(trial, "orders.csv", "id,name\n" + "1\n".repeat(20_000));
        Path jsonl = file(trial, "events.jsonl", "oops\n".repeat(20_000));

        assertThatThrownBy(() -> trial.run(csv(csv).maxRejects(2)))
                .hasMessage("[CHECK_FAILED] resource orders: more than 2 rows are rejected (max_rejects(2)), so that"
                        + " reading ended and nothing of it was loaded: " + csv
                        + ", line 2: 1 field, but the first line names 2; " + csv
                        + ", line 3: 1 field, but the first line names 2; " + csv
                        + ", line 4: 1 field, but the first line names 2. Correct the lines, or allow more with"
                        + " .maxRejects(..) (--max-rejects).");
        assertThatThrownBy(() -> trial.run(
                        Pipette.jsonl("events", jsonl).badRows(BadRows.REJECT).maxRejects(0)))
                .hasMessageStartingWith(
                        "[CHECK_FAILED] resource events: more than 0 rows are rejected (max_rejects(0)), so that"
                                + " reading ended and nothing of it was loaded: " + jsonl
                                + ", line 1: column 1: Unrecognized");
    }

    @Test
    default void a_table_is_not_emptied_for_a_load_of_which_nothing_can_be_loaded(Trial trial) throws IOException {
        trial.run(
                json("orders", "[{'id': 1, 'name': 'a'}]"),
                json("checked", "[{'id': 1}]"),
                json("days", "[{'id': 1, 'd': 5}]"));
        Path file = file(trial, "orders.csv", "id,name\n1\n2\n");
        Resource replaced = csv(file).replace();
        Resource checked = json("checked", "[{'id': -1}]")
                .replace()
                .check(range("id", 0, null).reject());
        Resource window = json("days", "[{'id': -1, 'd': 5}]")
                .replaceWhere("d", 1, 10)
                .check(range("id", 0, null).reject());

        assertThatThrownBy(() -> trial.run(replaced, checked, window))
                .hasMessageContaining(
                        "some_rows_loaded of orders: 2 violations: all 2 rows that arrive are rejected, and those that are there"
                                + " would be taken away for them. Correct the rows, or allow it with maxRejectRate(1)"
                                + " (--max-reject-rate 1)")
                .hasMessageContaining("some_rows_loaded of checked: 1 violation: the only row that arrives is rejected")
                .hasMessageContaining("some_rows_loaded of days: 1 violation: ");

        assertThat(trial.count("orders") + trial.count("checked") + trial.count("days"))
                .isEqualTo(3);
        trial.run(replaced.maxRejectRate(1), checked.maxRejectRate(1), window.maxRejectRate(1));
        assertThat(trial.count("orders") + trial.count("checked") + trial.count("days"))
                .isZero();
        assertThat(trial.count("_pipette_rejects")).isEqualTo(4);
        trial.run(csv(file(trial, "orders.csv", "id,name\n")).replace());
    }

    @Test
    default void the_limits_are_those_of_all_steps_of_a_run(Trial trial) throws IOException {
        for (int number = 1; number <= 4; number++) {
            file(trial, number + ".csv", "id,n\n" + number + ",1\n" + number + "\n-" + number + ",1\n");
        }
        Resource orders = Pipette.resource("orders")
                .files(trial.folder().resolve("*.csv").toString(), Pipette.csvFormat(), FileState.ledger())
                .commitEvery(1)
                .badRows(BadRows.REJECT)
                .check(range("id", 0, null).reject());

        assertThatThrownBy(() -> trial.run(orders.maxRejects(5)))
                .hasMessageContaining(
                        "max_rejects(5) of orders: 6 violations: 6 of 9 rows are rejected, 4 of them in the steps of"
                                + " the run that are committed");
        assertThatThrownBy(() -> trial.run(orders.maxRejects(1).check(range("n", 0, null))))
                .hasMessageContaining("max_rejects(1) of orders: 2 violations: 2 of 3 rows are rejected");
        assertThat(trial.rows("SELECT id FROM orders ORDER BY id")).containsExactly("1", "2");
        trial.run(orders.maxRejects(4));
        assertThat(trial.rows("SELECT id FROM orders ORDER BY id")).containsExactly("1", "2", "3", "4");
    }

    @Test
    default void rows_of_a_file_with_rejected_lines_and_of_a_packed_file_name_their_place(Trial trial)
            throws IOException {
        Path file = file(trial, "orders.csv", "id,n\n1,1\n2\n3,x\n");
        Path packed = trial.folder().resolve("others.csv.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
            out.write("id,n\n1,1\n3,x\n".getBytes(StandardCharsets.UTF_8));
        }

        trial.run(
                csv(file).column("n", Pipette.bigint()),
                Pipette.csv("others", packed).column("n", Pipette.bigint()).badRows(BadRows.REJECT));

        assertThat(trial.rows("SELECT kind, place FROM _pipette_rejects ORDER BY resource_name, kind"))
                .containsExactly(
                        "line | " + file + ", line 3",
                        "type | " + file + ", readable row 2",
                        "type | " + packed + ", row 2");
    }

    @Test
    default void rows_of_files_that_java_reads_name_their_place(Trial trial) throws IOException {
        Path one = file(trial, "a.jsonl", "{'id': 1, 'n': 1}\n{'id': 2, 'n': -1}\n".replace('\'', '"'));
        Path other = file(
                trial,
                "b.jsonl",
                "{'id': 3, 'n': 9}\noops\n{'id': 4, 'n': -1, 'list': [{'x': 1}]}\n".replace('\'', '"'));
        Path mapped = file(trial, "c.csv", "id,n\n5,9\n6,-1\n");
        Path document = file(trial, "d.json", "[{'id': 7, 'n': 0}, {'id': 8, 'n': -1}]".replace('\'', '"'));
        Check positive = range("n", 0, null).reject();

        trial.run(
                Pipette.resource("lines")
                        .files(trial.folder().resolve("*.jsonl").toString())
                        .filter(row -> !Integer.valueOf(1).equals(row.get("id")))
                        .badRows(BadRows.REJECT)
                        .check(positive),
                Pipette.csv("mapped", mapped).map(row -> row).check(positive),
                Pipette.json("document", document).check(positive));

        assertThat(trial.rows("SELECT kind, place FROM _pipette_rejects ORDER BY place"))
                .containsExactly(
                        "check | " + one + ", row 2",
                        "line | " + other + ", line 2",
                        "check | " + other + ", readable row 2",
                        "check | " + mapped + ", row 2",
                        "check | " + document + ", row 2");
    }

    @Test
    default void a_row_that_a_contract_rejects_names_its_place(Trial trial) throws IOException {
        trial.run(Pipette.jsonl("orders", file(trial, "a.jsonl", "{\"id\": 1}\n")));
        Path file = file(trial, "b.jsonl", "{\"id\": 2}\n{\"id\": 3, \"extra\": 1}\n");

        trial.run(Pipette.jsonl("orders", file)
                .contract(SchemaContract.evolving().columns(SchemaContract.Mode.DISCARD_ROW)));

        assertThat(trial.rows("SELECT kind, place FROM _pipette_rejects"))
                .containsExactly("contract | " + file + ", row 2");
        assertThat(trial.columns("orders")).doesNotContain("_pipette_place");

        Path later = file(trial, "c.jsonl", "{\"id\": 4, \"extra\": 1}\n");
        trial.run(Pipette.jsonl("orders", later));

        assertThat(trial.rows("SELECT place FROM _pipette_rejects ORDER BY place"))
                .containsExactly(file + ", row 2", later + ", row 1");
    }

    @Test
    default void with_a_cursor_a_line_is_rejected_once(Trial trial) throws IOException {
        Path file = file(trial, "orders.csv", "id,at\n1,5\n2\n");
        Resource orders =
                csv(file).incremental(Pipette.cursor("at", Long.class)).maxRejects(1);
        trial.run(orders);
        file(trial, "orders.csv", "id,at\n1,5\n2\n3,6\n4\n");

        LoadInfo info = trial.run(orders);

        assertThat(trial.rows("SELECT id FROM orders ORDER BY id")).containsExactly("1", "3");
        assertThat(trial.rows("SELECT content FROM _pipette_rejects ORDER BY content"))
                .containsExactly("\"2\"", "\"4\"");
        assertThat(info.rejected()).isEqualTo(1);
        assertThat(trial.run(orders).rejected()).isZero();
        assertThat(trial.count("_pipette_rejects")).isEqualTo(2);
    }

    @Test
    default void with_a_ledger_a_file_with_rejected_lines_is_finished(Trial trial) throws IOException {
        file(trial, "a.csv", "id,n\n1,1\n2\n");
        Resource orders = Pipette.resource("orders")
                .files(trial.folder().resolve("*.csv").toString(), Pipette.csvFormat(), FileState.ledger())
                .badRows(BadRows.REJECT);
        trial.run(orders);
        file(trial, "b.csv", "id,n\n3\n4,4\n");

        LoadInfo info = trial.run(orders);

        assertThat(trial.rows("SELECT id, _row_id FROM orders ORDER BY id")).containsExactly("1 | 0", "4 | 0");
        assertThat(info.rejected()).isEqualTo(1);
        assertThat(trial.count("_pipette_rejects")).isEqualTo(2);
        assertThat(trial.run(orders).nothingNew()).isTrue();
        assertThat(trial.rows("SELECT row_count FROM _pipette_files"))
                .hasSize(2)
                .containsOnly("1");
    }

    @Test
    default void a_load_in_steps_rejects_the_lines_of_each_file_with_its_step(Trial trial) throws IOException {
        for (int number = 1; number <= 3; number++) {
            file(trial, "n" + number + ".csv", "id,n\n" + number + ",1\n" + number + "\n");
        }

        LoadInfo info = trial.run(Pipette.resource("orders")
                .files(trial.folder().resolve("*.csv").toString(), Pipette.csvFormat(), FileState.ledger())
                .badRows(BadRows.REJECT)
                .commitEvery(1));

        assertThat(info.packages()).hasSize(3);
        assertThat(trial.rows("SELECT content FROM _pipette_rejects ORDER BY load_id"))
                .containsExactly("\"1\"", "\"2\"", "\"3\"");
    }

    @Test
    default void a_run_that_dies_has_rejected_each_line_once_when_it_is_repeated(Trial trial) throws IOException {
        Path file = file(trial, "orders.csv", "id,n\n1,1\n2\n3,x\n");
        Resource orders = csv(file).column("n", Pipette.bigint());
        trial.crash(LoadStep.BOOKKEEPING_WRITTEN, orders);
        assertThat(trial.count("_pipette_rejects")).isZero();

        trial.run(orders);

        assertThat(trial.rows("SELECT id FROM orders")).containsExactly("1");
        assertThat(trial.rows("SELECT kind FROM _pipette_rejects ORDER BY kind"))
                .containsExactly("line", "type");
        trial.crash(LoadStep.COMMITTED, orders);
        trial.run(orders);
        assertThat(trial.count("_pipette_rejects")).isEqualTo(4);
    }

    @Test
    default void a_plan_of_lines_that_were_rejected_before_rejects_none(Trial trial) throws IOException {
        Path file = Files.writeString(trial.folder().resolve("orders.csv"), "id,at\n1,1\n2,2,2\n3,3\n");
        Resource orders = Pipette.csv("orders", file)
                .incremental(Pipette.cursor("at", Long.class))
                .badRows(BadRows.REJECT);
        trial.run(orders);

        var plan = trial.pipeline().plan(orders);

        assertThat(plan.refusals()).isEmpty();
        trial.run(orders);
        assertThat(trial.count("_pipette_rejects")).isEqualTo(1);
    }

    @Test
    default void a_plan_counts_what_a_load_would_reject_and_changes_nothing(Trial trial) throws IOException {
        Path file = file(trial, "orders.csv", "id,n\n1,1\n2\n3,x\n");

        var plan = trial.pipeline().plan(csv(file).column("n", Pipette.bigint()));

        assertThat(plan.refusals()).isEmpty();
        assertThat(plan.tables().getFirst().rejected()).isEqualTo(2);
        assertThat(trial.allTables()).isEmpty();
    }

    @Test
    default void rows_that_choose_their_tables_are_loaded_beside_rejected_lines(Trial trial) throws IOException {
        Path file = file(trial, "events.jsonl", "{\"kind\": \"a\", \"id\": 1}\noops\n{\"kind\": \"b\", \"id\": 2}\n");

        LoadInfo info = trial.run(Pipette.jsonl("events", file).tableBy("kind").badRows(BadRows.REJECT));

        assertThat(trial.rows("SELECT id FROM a")).containsExactly("1");
        assertThat(trial.rows("SELECT id FROM b")).containsExactly("2");
        assertThat(trial.rows("SELECT table_name, content FROM _pipette_rejects"))
                .containsExactly("events | \"oops\"");
        assertThat(info.rejected()).isEqualTo(1);
        assertThat(trial.allTables()).doesNotContain("events");
    }

    @Test
    default void where_a_missing_row_is_taken_for_a_gone_one_nothing_is_rejected(Trial trial) {
        assertThatThrownBy(() -> json("orders", "[{'id': 1}]")
                        .merge(Pipette.snapshot("id"))
                        .badRows(BadRows.REJECT))
                .hasMessage(
                        "[BAD_USAGE] resource orders cannot reject bad rows: its write disposition takes a row that does"
                                + " not arrive for one that is gone, so that the row would be deleted. Leave"
                                + " .badRows(BadRows.REJECT) (--bad-rows reject) out.");
    }

    @Test
    default void a_damaged_file_has_the_rows_of_the_file_without_its_damage(Trial trial) throws IOException {
        for (int seed = 1; seed <= Integer.getInteger("pipette.trials", 4); seed++) {
            Random random = new Random(seed);
            StringBuilder all = new StringBuilder("id,t,n\n");
            StringBuilder readable = new StringBuilder(all);
            List<String> bad = new ArrayList<>();
            for (int id = 1; id <= 3_000; id++) {
                String good = id + "," + (random.nextBoolean() ? "\"a,\n\"\"b\"" : "c") + "," + random.nextInt(9);
                String line = switch (random.nextInt(40)) {
                    case 0 -> id + ",x";
                    case 1 -> good + ",y";
                    case 2 -> id + ",\"z";
                    case 3 -> id + ",\"z\"z,1";
                    default -> good;
                };
                all.append(line).append('\n');
                if (line.equals(good)) {
                    readable.append(good).append('\n');
                } else {
                    bad.add(line);
                }
            }
            Resource damaged = csv(file(trial, "damaged.csv", all.toString())).table("damaged" + seed);
            Resource clean = Pipette.csv("clean", file(trial, "clean.csv", readable.toString()))
                    .table("clean" + seed);

            LoadInfo info = trial.run(damaged, clean);

            assertThat(trial.rows("SELECT id, t, n FROM damaged" + seed + " ORDER BY id"))
                    .isEqualTo(trial.rows("SELECT id, t, n FROM clean" + seed + " ORDER BY id"));
            assertThat(trial.rows("SELECT content FROM _pipette_rejects WHERE table_name = 'damaged" + seed
                            + "' ORDER BY row_number"))
                    .isEqualTo(bad.stream()
                            .map(line -> '"' + line.replace("\"", "\\\"").replace("\n", "\\n") + '"')
                            .toList());
            addUp(info, 3_000);
        }
    }
}
