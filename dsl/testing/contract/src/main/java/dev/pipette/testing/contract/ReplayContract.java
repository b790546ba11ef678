package dev.pipette.testing.contract;

import static dev.pipette.Pipette.date;
import static dev.pipette.Pipette.decimal;
import static dev.pipette.Pipette.localTimestamp;
import static dev.pipette.check.Checks.accepted;
import static dev.pipette.check.Checks.notNull;
import static dev.pipette.check.Checks.range;
import static dev.pipette.check.Checks.references;
import static dev.pipette.testing.contract.Trial.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.LoadInfo;
import dev.pipette.LoadInfo.TableLoad;
import dev.pipette.Pipeline;
import dev.pipette.Pipette;
import dev.pipette.Resource;
import dev.pipette.admin.RejectFilter;
import dev.pipette.admin.Replay;
import dev.pipette.check.BadRows;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.schema.Migration;
import dev.pipette.schema.Naming;
import dev.pipette.schema.SchemaContract;
import dev.pipette.spi.LoadStep;
import dev.pipette.testing.Crash;
import dev.pipette.testing.CrashAt;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rejected rows are loaded after all, each once, as the write disposition of their table says. */
interface ReplayContract {
    private static LoadInfo replay(Trial trial, Replay replay) {
        return trial.pipeline().admin().replay(replay);
    }

    private static Replay orders() {
        return Replay.of(RejectFilter.ALL.table("orders"));
    }

    private static List<String> open(Trial trial) {
        return trial.rows(
                "SELECT row_number FROM _pipette_rejects WHERE replayed_by IS NULL ORDER BY load_id, row_number");
    }

    @Test
    default void rows_with_a_corrected_value_are_loaded_and_marked(Trial trial) {
        trial.run(json("orders", "[{'id': 1, 'n': 5}, {'id': 2, 'n': -5, 'lines': [{'sku': 'a', 'tags': ['x', 'y']}]}]")
                .check(range("n", 0, null).reject()));

        LoadInfo info = replay(trial, orders().set("n", 7));

        assertThat(trial.rows("SELECT id, n FROM orders ORDER BY id")).containsExactly("1 | 5", "2 | 7");
        assertThat(trial.rows("SELECT sku FROM orders__lines")).containsExactly("a");
        assertThat(trial.rows("SELECT value FROM orders__lines__tags ORDER BY value"))
                .containsExactly("x", "y");
        assertThat(trial.rows("SELECT replayed_by FROM _pipette_rejects"))
                .containsExactly(info.packages().getFirst().loadId());
        assertThat(info.tables().getFirst().rows()).isEqualTo(1);
        assertThat(replay(trial, orders()).notes()).containsExactly("no rejected row waits for a replay");
        assertThat(trial.count("orders")).isEqualTo(2);
        assertThat(trial.columns("orders")).containsExactly("id", "n", "_dlt_load_id", "_dlt_id");
    }

    @Test
    default void an_expression_sees_the_columns_of_the_row(Trial trial) {
        trial.run(json("orders", "[{'id': 1, 'n': -5, 'name': 'a'}, {'id': 2, 'n': -6}, {'id': 3, 'n': 1}]")
                .check(range("n", 0, null).reject()));

        replay(trial, orders().setSql("n", "abs(n) + id").setSql("name", "coalesce(name, 'none')"));

        assertThat(trial.rows("SELECT id, n, name FROM orders ORDER BY id"))
                .containsExactly("1 | 6 | a", "2 | 8 | none", "3 | 1 | NULL");
    }

    @Test
    default void a_row_that_still_breaks_a_rule_stays_rejected(Trial trial) {
        trial.run(json("orders", "[{'id': 1, 'n': -5}, {'n': -1}, {'id': 3, 'n': 3}]")
                .check(notNull("id").reject(), range("n", 0, null).reject()));

        LoadInfo info = replay(trial, orders().set("n", 0));

        assertThat(trial.rows("SELECT id FROM orders ORDER BY id")).containsExactly("1", "3");
        assertThat(open(trial)).containsExactly("2");
        assertThat(trial.rows("SELECT message FROM _pipette_rejects WHERE replayed_by IS NULL"))
                .containsExactly("not_null(id): id = NULL; range(n, 0, ..): n = -1");
        TableLoad load = info.tables().getFirst();
        assertThat(load.rows()).isEqualTo(1);
        assertThat(load.rejected()).isEqualTo(1);
    }

    @Test
    default void a_rule_that_was_changed_counts_as_it_is_declared_now(Trial trial) {
        Resource orders = json("orders", "[{'id': 1, 'status': 'returned'}, {'id': 2, 'status': 'lost'}]");
        trial.run(orders.check(accepted("status", "open").reject()));

        replay(
                trial,
                orders().as(orders.check(accepted("status", "open", "returned").reject())));

        assertThat(trial.rows("SELECT id FROM orders")).containsExactly("1");
        trial.run(json("orders", "[{'id': 3, 'status': 'open'}]")
                .check(accepted("status", "open", "lost").reject()));
        replay(trial, orders());
        assertThat(trial.rows("SELECT id FROM orders ORDER BY id")).containsExactly("1", "2", "3");
    }

    @Test
    default void rows_are_replayed_when_what_they_refer_to_arrived(Trial trial) {
        trial.run(
                json("customers", "[{'id': 1}]"),
                json("orders", "[{'id': 1, 'c': 1}, {'id': 2, 'c': 2}]")
                        .check(references("c", "customers", "id").reject()));
        replay(trial, orders());
        assertThat(open(trial)).containsExactly("2");
        trial.run(json("customers", "[{'id': 2}]"));

        replay(trial, orders());

        assertThat(trial.rows("SELECT id FROM orders ORDER BY id")).containsExactly("1", "2");
        assertThat(open(trial)).isEmpty();
    }

    @Test
    default void a_merge_merges_and_newer_rows_stay(Trial trial) {
        Resource first = json("orders", "[{'id': 1, 'n': -1}, {'id': 2, 'n': -2}, {'id': 3, 'n': -3}]")
                .merge("id")
                .check(range("n", 0, null).reject());
        trial.run(json("orders", "[{'id': 1, 'n': 10}]").merge("id"));
        trial.run(first);
        trial.run(json("orders", "[{'id': 2, 'n': 20}]").merge("id"));

        LoadInfo info = replay(trial, orders().setSql("n", "abs(n)"));

        assertThat(trial.rows("SELECT id, n FROM orders ORDER BY id")).containsExactly("1 | 1", "2 | 20", "3 | 3");
        assertThat(open(trial)).containsExactly("2");
        assertThat(info.notes())
                .containsExactly(
                        "1 row of table orders stay rejected, because later loads brought or took away rows in their place. To load them all the same, add overtaken() (--overtaken)");
        replay(trial, orders().setSql("n", "abs(n)").overtaken());
        assertThat(trial.rows("SELECT id, n FROM orders ORDER BY id")).containsExactly("1 | 1", "2 | 2", "3 | 3");
        assertThat(open(trial)).isEmpty();
    }

    @Test
    default void rows_of_a_replace_join_the_others_until_the_table_is_replaced_again(Trial trial) {
        Resource orders = json("orders", "[{'id': 1, 'n': 1}, {'id': 2, 'n': -2}, {'id': 3, 'n': -3}]")
                .replace()
                .check(range("n", 0, null).reject());
        trial.run(orders);

        replay(trial, Replay.of(RejectFilter.ALL.rows(2)).set("n", 0));

        assertThat(trial.rows("SELECT id FROM orders ORDER BY id")).containsExactly("1", "2");
        replay(trial, orders().set("n", 0));
        assertThat(trial.rows("SELECT id FROM orders ORDER BY id")).containsExactly("1", "2", "3");
        trial.run(orders);
        trial.run(orders);
        replay(trial, orders().set("n", 0));
        assertThat(trial.rows("SELECT id FROM orders ORDER BY id")).containsExactly("1", "2", "3");
        assertThat(open(trial)).containsExactly("2", "3");
        assertThat(trial.rows("SELECT schema_name FROM _dlt_version ORDER BY version DESC"))
                .hasSize(1);
    }

    @Test
    default void rows_of_groups_and_windows_join_those_of_their_load(Trial trial) {
        trial.run(
                json(
                                "grouped",
                                "[{'id': 1, 'd': 'a', 'n': 1}, {'id': 2, 'd': 'a', 'n': -2}, {'id': 3, 'd': 'b', 'n': -3}]")
                        .replaceMatching("d")
                        .check(range("n", 0, null).reject()),
                json("dated", "[{'id': 1, 'd': '2026-01-01', 'n': 1}, {'id': 2, 'd': '2026-01-01', 'n': -2}]")
                        .column("d", Pipette.date())
                        .replaceWhere("d", LocalDate.of(2026, 1, 1), LocalDate.of(2026, 1, 2))
                        .check(range("n", 0, null).reject()));

        replay(trial, Replay.of(RejectFilter.ALL).set("n", 0));

        assertThat(trial.rows("SELECT id, d FROM grouped ORDER BY id")).containsExactly("1 | a", "2 | a", "3 | b");
        assertThat(trial.rows("SELECT id, d FROM dated ORDER BY id"))
                .containsExactly("1 | 2026-01-01", "2 | 2026-01-01");
        assertThat(open(trial)).isEmpty();
    }

    @Test
    default void rows_that_a_contract_rejected_come_in_when_it_is_changed(Trial trial) {
        trial.run(json("orders", "[{'id': 1}]"));
        Resource orders = json("orders", "[{'id': 2, 'extra': 'x'}, {'id': 'three'}]");
        trial.run(orders.contract(SchemaContract.frozen()
                .columns(SchemaContract.Mode.DISCARD_ROW)
                .dataTypes(SchemaContract.Mode.DISCARD_ROW)));
        replay(trial, orders());
        assertThat(open(trial)).containsExactly("1", "2");

        replay(trial, Replay.of(RejectFilter.ALL.rows(2)).set("id", 3));
        replay(trial, orders().as(orders.contract(SchemaContract.evolving())));

        assertThat(trial.rows("SELECT id, extra FROM orders ORDER BY id"))
                .containsExactly("1 | NULL", "2 | x", "3 | NULL");
        assertThat(open(trial)).isEmpty();
    }

    @Test
    default void names_that_were_cut_are_found_again(Trial trial) {
        String head = "k".repeat(27); // so that PostgreSQL's limit cuts behind the next "__"
        String tagged = IntStream.range(0, 100)
                .mapToObj(number -> "inner_" + "x".repeat(40) + number)
                .filter(inner -> Naming.snakeCase(63)
                        .shorten(head + "__" + inner)
                        .substring(29)
                        .matches("[0-9].*"))
                .findFirst()
                .orElseThrow();
        String table = "a_name_that_goes_on_".repeat(5);
        String list = "lists_whose_name_goes_on_".repeat(4);
        String inside = "'" + list + "': [{'x': 1, '" + list + "': [{'x': 11, 'o': {'" + list + "': [{'x': 111}]}, '"
                + tagged + "': [2]}], '" + head + "': {'" + tagged + "': 3}}], 'tags': [{'" + list + "': ['t']}]";
        String row = "'" + head + "': {'" + tagged + "': 7}, " + inside + ", 'n': ";
        Resource rows = json(table, "[{" + row + "1}, {" + row + "-1}]");
        trial.run(rows.check(range("n", 0, null).reject()));
        List<String> sent = data(trial);

        replay(trial, Replay.of(RejectFilter.ALL).set("n", 1));

        assertThat(sent).hasSize(7);
        assertThat(data(trial)).isEqualTo(twice(sent));
    }

    @Test
    default void new_lists_whose_names_were_cut_get_their_tables_at_a_replay(Trial trial) {
        String list = "lists_whose_name_goes_on_".repeat(4);
        Resource rows = json("orders", "[{'id': 1, 'tags': [{'" + list + "': [{'" + list + "': ['t']}]}]}]");
        trial.run(rows);
        List<String> sent = data(trial);
        trial.pipeline().admin().drop("orders");
        trial.run(json("orders", "[{'id': 2}]"));
        trial.run(rows.contract(SchemaContract.frozen().tables(SchemaContract.Mode.DISCARD_ROW)));
        assertThat(open(trial)).hasSize(1);

        replay(trial, orders().as(rows.contract(SchemaContract.evolving())));

        trial.execute("DELETE FROM orders WHERE id = 2");
        assertThat(data(trial)).isEqualTo(sent);
    }

    /** The values of all tables but what Pipette adds to them. */
    private static List<String> data(Trial trial) {
        return trial.pipeline().dataset().tables().stream()
                .sorted()
                .flatMap(table -> trial
                        .rows("SELECT 'row'"
                                + trial.columns(table).stream()
                                        .filter(column -> !column.startsWith("_dlt"))
                                        .sorted()
                                        .map(column -> ", " + column)
                                        .collect(Collectors.joining())
                                + " FROM " + table)
                        .stream()
                        .map(row -> table + ": " + row))
                .toList();
    }

    private static List<String> twice(List<String> rows) {
        return rows.stream().flatMap(row -> Stream.of(row, row)).toList();
    }

    @Test
    default void values_of_all_types_are_loaded_as_they_were(Trial trial) {
        String row =
                "{'d': '2026-01-02', 'moment': '2026-01-02T03:04:05.123456Z', 'lt': '2026-01-02T03:04:05', 'x': 1.5, 'm': '12.30',"
                        + " 'big': 12345678901234567890, 'b': true, 'doc': {'a': [1, {'b': null}]}, 't': '2026-01-02', 'bin': 'AAEC', 'tm': '03:04:05',"
                        + " 'o': {'p': {'q': 1}}, 'lines': [{'moment': '2026-01-02T03:04:05Z', 'z': 1.25, 's': '1'}], 'n': ";
        trial.run(json("things", "[" + row + "1, 'id': 1}, " + row + "-1, 'id': 2}]")
                .column("d", Pipette.date())
                .column("moment", Pipette.timestamp())
                .column("lt", Pipette.localTimestamp())
                .column("m", Pipette.decimal(10, 2))
                .column("tm", Pipette.time())
                .column("bin", Pipette.binary())
                .column("t", Pipette.text())
                .column("doc", Pipette.jsonDocument())
                .check(range("n", 0, null).reject()));
        String columns = "SELECT d, moment, lt, x, m, big, b, doc, t, bin, tm, o__p__q FROM things WHERE id = ";
        List<String> types = trial.columns("things");

        replay(trial, Replay.of(RejectFilter.ALL).set("n", 1));

        assertThat(trial.rows(columns + 2)).isEqualTo(trial.rows(columns + 1)).hasSize(1);
        assertThat(trial.rows("SELECT DISTINCT moment, z, s FROM things__lines"))
                .hasSize(1);
        assertThat(trial.count("things__lines")).isEqualTo(2);
        assertThat(trial.columns("things")).isEqualTo(types);
    }

    @Test
    default void a_corrected_file_brings_back_the_rows_that_it_has(Trial trial) throws IOException {
        trial.run(json("orders", "[{'id': 1, 'n': -1}, {'id': 2, 'n': -2}, {'id': 3, 'n': -3}]")
                .check(range("n", 0, null).reject()));
        String loadId = trial.loadIds().getFirst();
        String place = "{\"load_id\": \"" + loadId + "\", \"resource_name\": \"orders\", \"table_name\": \"orders\","
                + " \"kind\": \"check\", \"row_number\": ";
        Path file = Files.writeString(
                trial.folder().resolve("fixed.jsonl"),
                place + "3, \"content\": {\"id\": 33, \"n\": 3}}\n" + place
                        + "1, \"content\": \"{\\\"id\\\": 11, \\\"n\\\": 1}\", \"rule\": \"r\"}\n");

        replay(trial, Replay.corrected(file));

        assertThat(trial.rows("SELECT id, n FROM orders ORDER BY id")).containsExactly("11 | 1", "33 | 3");
        assertThat(open(trial)).containsExactly("2");
        assertThatThrownBy(() -> replay(trial, Replay.corrected(file)))
                .isInstanceOfSatisfying(
                        PipetteException.class,
                        failed -> assertThat(failed.code()).isEqualTo(ErrorCode.BAD_USAGE))
                .hasMessageContaining("is no rejected row that waits for a replay");
        Path csv = Files.writeString(
                trial.folder().resolve("fixed.csv"),
                "load_id,resource_name,table_name,row_number,kind,content\n" + loadId
                        + ",orders,orders,2,check,\"{\"\"id\"\": 22, \"\"n\"\": 2}\"\n");
        replay(trial, Replay.corrected(csv));
        assertThat(trial.rows("SELECT id, n FROM orders ORDER BY id")).containsExactly("11 | 1", "22 | 2", "33 | 3");
    }

    @Test
    default void a_line_waits_for_a_row_in_its_place(Trial trial) throws IOException {
        Path file = Files.writeString(trial.folder().resolve("orders.csv"), "id,n\n1,1\n2,2,2\n3,x\n");
        trial.run(Pipette.csv("orders", file).column("n", Pipette.bigint()).badRows(BadRows.REJECT));

        LoadInfo info = replay(trial, orders().set("n", 3));

        assertThat(trial.rows("SELECT id, n FROM orders ORDER BY id")).containsExactly("1 | 1", "3 | 3");
        assertThat(info.notes())
                .containsExactly("1 row of table orders could not be read. Replay a file with the corrected rows:"
                        + " corrected(..) (--from)");
        assertThat(trial.rows("SELECT kind, content FROM _pipette_rejects WHERE replayed_by IS NULL"))
                .containsExactly("line | \"2,2,2\"");
        Path fixed = Files.writeString(
                trial.folder().resolve("fixed.jsonl"),
                "{\"load_id\": \"" + trial.loadIds().getFirst()
                        + "\", \"resource_name\": \"orders\", \"table_name\": \"orders\", \"kind\": \"line\","
                        + " \"row_number\": 1, \"content\": {\"id\": 2, \"n\": 2}}\n");
        replay(trial, Replay.corrected(fixed));
        assertThat(trial.rows("SELECT id, n FROM orders ORDER BY id")).containsExactly("1 | 1", "2 | 2", "3 | 3");
        assertThat(open(trial)).isEmpty();
    }

    @Test
    default void rows_of_before_a_migration_land_in_the_columns_of_after_it(Trial trial) {
        trial.run(json("orders", "[{'id': 1, 'cust': '2026-01-01', 'n': 1}, {'id': 2, 'cust': '2026-01-02', 'n': -1}]")
                .column("cust", Pipette.date())
                .merge("id")
                .check(range("n", 0, null).reject()));
        trial.pipeline()
                .admin()
                .migrate(Migration.NONE
                        .andRename("orders.cust", "customer_since")
                        .andRename("orders.n", "amount")
                        .andRename("orders.id", "order_id"));

        replay(trial, orders().setSql("amount", "abs(amount)"));

        assertThat(trial.rows("SELECT order_id, customer_since, amount FROM orders ORDER BY order_id"))
                .containsExactly("1 | 2026-01-01 | 1", "2 | 2026-01-02 | 1");
        assertThat(trial.columns("orders")).hasSize(5);
    }

    @Test
    default void lines_are_not_kept_where_their_values_are_to_be_masked(Trial trial) throws IOException {
        Path file = Files.writeString(trial.folder().resolve("orders.csv"), "id,n\n1,1\n");

        assertThatThrownBy(() -> trial.run(
                        Pipette.csv("orders", file).mask("n", Pipette.nulls()).badRows(BadRows.REJECT)))
                .hasMessageContaining("would keep lines that cannot be read with the values that are to be masked");
    }

    @Test
    default void lines_of_two_files_are_two_rows(Trial trial) throws IOException {
        Files.writeString(trial.folder().resolve("a.csv"), "id,n\n1,1\n2,2,2\n");
        Files.writeString(trial.folder().resolve("b.csv"), "id,n\n3,3\n4,4,4\n");
        trial.run(Pipette.resource("orders")
                .files(trial.folder().resolve("*.csv").toString())
                .badRows(BadRows.REJECT));
        assertThat(trial.rows("SELECT row_number, content FROM _pipette_rejects ORDER BY row_number"))
                .containsExactly("1 | \"2,2,2\"", "2 | \"4,4,4\"");
        Path fixed = Files.writeString(
                trial.folder().resolve("fixed.jsonl"),
                "{\"load_id\": \"" + trial.loadIds().getFirst()
                        + "\", \"resource_name\": \"orders\", \"table_name\": \"orders\", \"kind\": \"line\","
                        + " \"row_number\": 2, \"content\": {\"id\": 4, \"n\": 4}}\n");

        replay(trial, Replay.corrected(fixed));

        assertThat(trial.rows("SELECT id FROM orders ORDER BY id")).containsExactly("1", "3", "4");
        assertThat(open(trial)).containsExactly("1");
    }

    @Test
    default void columns_may_be_called_like_those_of_the_rejects(Trial trial) {
        trial.run(json(
                        "orders",
                        "[{'id': 1, 'n': -1, 'kind': 'a', 'content': '{\\\"n\\\": 9}', 'row_number': 5, 'load_id': 'x'}]")
                .check(range("n", 0, null).reject()));

        replay(trial, orders().set("n", 1).setSql("kind", "upper(kind) || load_id || row_number"));

        assertThat(trial.rows("SELECT id, n, kind, content FROM orders")).containsExactly("1 | 1 | Ax5 | {\"n\": 9}");
    }

    @Test
    default void no_digit_is_lost_on_the_way(Trial trial) {
        String number = "1234567890123456789012345678.1234567891";
        trial.run(Pipette.resource("orders")
                .rows(List.of(
                        Map.of(
                                "id",
                                1,
                                "n",
                                1,
                                "m",
                                new BigDecimal(number),
                                "lines",
                                List.of(Map.of("m", new BigDecimal(number)))),
                        Map.of(
                                "id",
                                2,
                                "n",
                                -1,
                                "m",
                                new BigDecimal(number),
                                "lines",
                                List.of(Map.of("m", new BigDecimal(number))))))
                .check(range("n", 0, null).reject()));

        replay(trial, orders().set("n", 1).setSql("m", "m"));

        assertThat(trial.rows("SELECT DISTINCT m FROM orders")).containsExactly(number);
        assertThat(trial.rows("SELECT DISTINCT m FROM orders__lines")).containsExactly(number);
        assertThat(trial.count("orders__lines")).isEqualTo(2);
    }

    @Test
    default void a_row_that_was_confirmed_since_is_newer(Trial trial) {
        Resource orders = json("orders", "[{'id': 1, 'n': 5}]")
                .merge("id")
                .skipUnchanged()
                .check(range("n", 0, null).reject());
        trial.run(orders);
        trial.run(json("orders", "[{'id': 1, 'n': -6}]")
                .merge("id")
                .skipUnchanged()
                .check(range("n", 0, null).reject()));
        trial.run(orders);

        replay(trial, orders().setSql("n", "abs(n)"));

        assertThat(trial.rows("SELECT n FROM orders")).containsExactly("5");
        assertThat(open(trial)).hasSize(1);
    }

    @Test
    default void rows_that_a_constraint_would_refuse_stay_rejected(Trial trial) {
        trial.run(json("orders", "[{'id': 1, 'c': 'a'}, {'id': 2}, {'id': 1, 'c': 'b'}, {'id': 4}]")
                .column("c", Pipette.text().notNull())
                .column("id", Pipette.bigint().unique())
                .badRows(BadRows.REJECT));
        assertThat(open(trial)).containsExactly("2", "3", "4");

        replay(trial, Replay.of(RejectFilter.ALL.rows(2, 3)).set("c", "x"));

        assertThat(trial.rows("SELECT id, c FROM orders ORDER BY id")).containsExactly("1 | a", "2 | x");
        replay(trial, orders());
        assertThat(open(trial)).containsExactly("3", "4");
    }

    @Test
    default void a_value_that_is_not_of_its_type_is_a_text_for_expressions(Trial trial) {
        trial.run(json("orders", "[{'id': 1, 'm': '12,50'}, {'id': 2, 'm': '1.25'}]")
                .column("m", Pipette.decimal(10, 2))
                .badRows(BadRows.REJECT));

        replay(trial, orders().setSql("m", "replace(_raw.m, ',', '.')"));

        assertThat(trial.rows("SELECT id, m FROM orders ORDER BY id")).containsExactly("1 | 12.50", "2 | 1.25");
    }

    @Test
    default void documents_inside_lists_stay_documents(Trial trial) {
        trial.run(json(
                        "orders",
                        "[{'id': 1, 'n': 1, 'l': [{'a': {'x': [1]}}]}, {'id': 2, 'n': -1, 'l': [{'a': {'x': [12345678901234567890123]}}]}]")
                .maxNesting(1)
                .check(range("n", 0, null).reject()));
        List<String> tables = trial.allTables();

        replay(trial, orders().set("n", 1));

        assertThat(trial.allTables()).isEqualTo(tables);
        assertThat(trial.count("orders")).isEqualTo(2);
        assertThat(trial.rows("SELECT count(DISTINCT CAST(a AS VARCHAR)) FROM orders__l"))
                .containsExactly("2");
    }

    @Test
    default void a_package_whose_rows_were_replayed_elsewhere_holds_nothing_up(Trial trial) {
        trial.run(
                json("orders", "[{'id': 1, 'n': -1}]").check(range("n", 0, null).reject()));
        Pipeline killed = trial.pipeline().listener(CrashAt.step(LoadStep.SEALED));
        assertThatThrownBy(() -> killed.admin().replay(orders().set("n", 0))).isInstanceOf(Crash.class);
        trial.execute("DELETE FROM _pipette_rejects");

        LoadInfo info = trial.run(json("others", "[{'id': 1}]"));

        assertThat(info.notes())
                .anyMatch(note -> note.contains("were replayed or discarded by somebody else meanwhile"));
        assertThat(trial.count("others")).isEqualTo(1);
        assertThat(trial.pipeline().admin().pending()).isEmpty();
    }

    @Test
    default void rows_of_a_table_that_was_dropped_keep_their_types(Trial trial) {
        Resource orders = json(
                        "orders",
                        "[{'id': 1, 'n': 1, 'moment': '2026-01-02T03:04:05Z', 'm': '1.50', 'l': [{'d': '2026-01-02'}]},"
                                + " {'id': 2, 'n': -2, 'moment': '2026-01-02T03:04:05Z', 'm': '2.50', 'l': [{'d': '2026-01-02'}]}]")
                .column("m", Pipette.decimal(10, 2))
                .check(range("n", 0, null).reject());
        trial.run(orders);
        List<String> types = types(trial, "orders", "id", "n", "moment", "m");
        String nested = trial.type("orders__l", "d");
        trial.pipeline().admin().drop("orders");

        replay(trial, orders().set("n", 7));

        assertThat(trial.rows("SELECT id, n, m FROM orders")).containsExactly("2 | 7 | 2.50");
        assertThat(types(trial, "orders", "id", "n", "moment", "m")).isEqualTo(types);
        assertThat(trial.type("orders__l", "d")).isEqualTo(nested);
    }

    private static List<String> types(Trial trial, String table, String... columns) {
        return Stream.of(columns).map(column -> trial.type(table, column)).toList();
    }

    @Test
    default void a_table_that_cannot_be_replayed_says_what_was_loaded_before_it(Trial trial) {
        trial.run(
                json("a", "[{'id': 1, 'n': -1}]").check(range("n", 0, null).reject()),
                json("b", "[{'id': 1, 'n': -1}]").check(range("n", 0, null).reject()));
        Pipeline failing = trial.pipeline().listener((step, loadId) -> {
            if (step == LoadStep.SEALED && trial.count("a") > 0) {
                trial.execute("DELETE FROM _pipette_rejects WHERE table_name = 'b'");
            }
        });

        assertThatThrownBy(
                        () -> failing.admin().replay(Replay.of(RejectFilter.ALL).set("n", 0)))
                .hasMessageContaining("rejected rows of table b were replayed or discarded by somebody else")
                .hasMessageEndingWith(
                        " Each table is replayed by a load of its own. Loaded before this one, and left there: 1"
                                + " row of table a (load " + trial.loadIds().getLast() + ").");

        assertThat(trial.count("a")).isEqualTo(1);
        assertThat(trial.count("b")).isZero();
    }

    @Test
    default void what_cannot_be_worked_out_loads_nothing(Trial trial) {
        trial.run(
                json("orders", "[{'id': 1, 'n': -1}]").check(range("n", 0, null).reject()));
        List<String> before = trial.everything();

        assertThatThrownBy(() -> replay(trial, orders().set("n", "many")))
                .hasMessageStartingWith(
                        "[BAD_USAGE] cannot correct the rejected rows of table orders: Conversion Error: Could not convert"
                                + " string 'many' to INT64");
        assertThatThrownBy(() -> replay(trial, orders().set("n", "1.5")))
                .hasMessage(
                        "[BAD_USAGE] cannot correct the rejected rows of table orders: '1.5' does not fit column n: it holds"
                                + " integers. Correct the value. Nothing was loaded.");
        assertThatThrownBy(() -> replay(trial, orders().setSql("n", "unnest([1, 2])")))
                .hasMessageContaining("an expression gives more or fewer rows than there are");
        assertThatThrownBy(() -> replay(trial, orders().setSql("n", "abs(m)")))
                .hasMessageContaining("Referenced column \"m\" not found");
        assertThat(trial.everything()).isEqualTo(before);
    }

    @Test
    default void a_value_is_not_rounded_or_cut_to_fit_its_column(Trial trial) {
        trial.run(json("orders", "[{'id': 1, 'n': -1, 'price': 1, 'day': '2025-12-24', 'at': '2025-12-24T06:00:00'}]")
                .column("price", decimal(10, 2))
                .column("day", date())
                .column("at", localTimestamp())
                .check(range("n", 0, null).reject()));

        assertThatThrownBy(() -> replay(trial, orders().set("n", 1).set("price", "3.14159")))
                .hasMessageContaining("'3.14159' does not fit column price: it holds 2 digits after the point");
        assertThatThrownBy(() -> replay(trial, orders().set("n", 1).set("day", "2025-12-25T06:00:00")))
                .hasMessageContaining("'2025-12-25T06:00:00' does not fit column day: it holds dates without a time");
        assertThatThrownBy(() -> replay(trial, orders().set("n", 1).set("at", "2025-12-25T06:00:00.1234567")))
                .hasMessageContaining("'2025-12-25T06:00:00.1234567' does not fit column at: it holds microseconds");

        replay(trial, orders().set("n", 1).set("price", "3.1400").set("at", "2025-12-25T06:00:00.1234560"));

        assertThat(trial.count("orders")).isEqualTo(1);
    }

    @Test
    default void rows_that_somebody_discarded_meanwhile_are_not_loaded(Trial trial) {
        trial.run(json("orders", "[{'id': 1, 'n': -1}, {'id': 2, 'n': -2}]")
                .check(range("n", 0, null).reject()));
        Pipeline discarding = trial.pipeline().listener((step, loadId) -> {
            if (step == LoadStep.SEALED) {
                trial.execute("DELETE FROM _pipette_rejects WHERE row_number = 2");
            }
        });

        assertThatThrownBy(() -> discarding.admin().replay(orders().set("n", 0)))
                .hasMessageContaining(
                        "1 of 2 rejected rows of table orders were replayed or discarded by somebody else");

        assertThat(trial.count("orders")).isZero();
        assertThat(open(trial)).containsExactly("1");
    }

    @Test
    default void rejected_rows_are_deleted_by_choice(Trial trial) {
        trial.run(json("orders", "[{'id': 1, 'n': -1}, {'n': 2}]")
                .check(range("n", 0, null).reject(), notNull("id").reject()));

        assertThat(trial.pipeline().admin().countRejects(RejectFilter.ALL.rule("range")))
                .isEqualTo(1);
        assertThat(trial.pipeline().admin().discardRejects(RejectFilter.ALL.rule("range")))
                .isEqualTo(1);

        assertThat(trial.rows("SELECT rule FROM _pipette_rejects")).containsExactly("not_null(id)");
    }

    @ParameterizedTest
    @EnumSource(
            value = LoadStep.class,
            names = {"SEALED", "ROWS_STAGED", "ROWS_APPLIED", "BOOKKEEPING_WRITTEN", "COMMITTED", "MARKED"})
    default void rows_are_replayed_once_wherever_the_process_is_killed(LoadStep step, Trial trial) {
        Resource orders = json("orders", "[{'id': 1, 'n': 1}, {'id': 2, 'n': -2}]");
        trial.run(orders.check(range("n", 0, null).reject()));
        Pipeline killed = trial.pipeline().listener(CrashAt.step(step));

        assertThatThrownBy(() -> killed.admin().replay(orders().set("n", 0))).isInstanceOf(Crash.class);
        trial.run(json("others", "[{'id': 1}]"));
        replay(trial, orders().set("n", 0));

        assertThat(trial.rows("SELECT id FROM orders ORDER BY id")).containsExactly("1", "2");
        assertThat(open(trial)).isEmpty();
        assertThat(trial.count("_pipette_rejects")).isEqualTo(1);
    }
}
