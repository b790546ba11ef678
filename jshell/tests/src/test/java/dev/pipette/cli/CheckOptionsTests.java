package dev.pipette.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.cli.Cli.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks on the command line: what they say, and what {@code pipette pipeline} shows of them. */
class CheckOptionsTests {
    @TempDir
    Path folder;

    private Path orders;

    @BeforeEach
    void write() throws IOException {
        orders = Files.writeString(folder.resolve("orders.csv"), "id,amount\n1,5\n2,-1\n,3\n");
    }

    private Result load(String... options) {
        return with("load", orders, options);
    }

    private Result with(String command, Object object, String... options) {
        List<Object> words = new ArrayList<>(List.of(command, object));
        words.addAll(List.of("--into", "duckdb:" + folder.resolve("shop.duckdb"), "--home", folder.resolve("home")));
        words.addAll(List.of(options));
        return Cli.run(words.toArray());
    }

    private Result pipeline(String... words) {
        List<Object> all = new ArrayList<>(List.of("pipeline", "--home", folder.resolve("home"), "shop"));
        all.addAll(List.of(words));
        return Cli.run(all.toArray());
    }

    @Test
    void a_broken_check_fails_the_load_and_its_verdicts_are_shown() {
        Result refused = load("--check", "not-null:id", "--check", "range:amount=..10");

        assertThat(refused.exitCode()).isEqualTo(3);
        assertThat(refused.err())
                .contains("[CHECK_FAILED] 1 check of a load into shop_dataset failed, so that nothing of it was loaded:"
                        + " not_null(id) of orders: 1 violation: row 3 (id = NULL). Package ");
        assertThat(pipeline("checks").lines())
                .contains("2 verdicts, newest first")
                .anyMatch(line -> line.contains(" (not committed)")
                        && line.endsWith("not_null(id)           failed            1  row 3 (id = NULL)"));
        Result json = pipeline("checks", "--json");
        assertThat(json.json().at("/0/committed").asBoolean()).isFalse();
        assertThat(json.json().at("/0/result/verdict").asString()).isEqualTo("failed");
        assertThat(pipeline("trace").out()).contains("failed: not_null(id) of orders: 1 violation: row 3 (id = NULL)");
    }

    @Test
    void rejected_rows_are_counted_and_listed_and_warnings_are_notes() {
        Result loaded = load(
                "--reject",
                "not-null:id",
                "--reject",
                "range:amount=0..",
                "--warn",
                "row-count:5",
                "--max-rejects",
                "2");

        assertThat(loaded.err()).isEmpty();
        assertThat(loaded.lines())
                .anyMatch(line -> line.matches("table +rows +disposition +rejected"))
                .anyMatch(line -> line.matches("orders +1 +append +2"))
                .contains(
                        "  check rejected: not_null(id) of orders: 1 violation: row 3 (id = NULL)",
                        "  check rejected: range(amount, 0, ..) of orders: 1 violation: row 2 (amount = -1)",
                        "  check warned: row_count(5, ..) of orders: 1 violation: 3 rows arrive");
        Result csv = pipeline("rejects", "--table", "orders", "--rule", "not-null", "--format", "csv");
        assertThat(csv.lines())
                .hasSize(2)
                .startsWith(
                        "load_id,resource_name,table_name,row_number,kind,rule,message,content,place,inserted_at,replayed_by")
                .element(1)
                .asString()
                .contains(
                        ",orders,orders,3,check,not_null(id),not_null(id): id = NULL,\"{\"\"id\"\":null,\"\"amount\"\":3}\",\""
                                + orders + ", row 3\",");
        assertThat(pipeline("rejects", "--json").json())
                .hasSize(2)
                .element(0)
                .satisfies(row -> assertThat(row.at("/rule").asString()).isEqualTo("range(amount, 0, ..)"));
        assertThat(pipeline("rejects", "--table", "others").lines()).contains("0 rows");
        assertThat(pipeline("checks").lines()).contains("4 verdicts, newest first");
    }

    @Test
    void a_document_has_the_checks_and_what_was_rejected() {
        Result loaded = load("--reject", "not-null:id", "--json");

        assertThat(loaded.json().at("/packages/0/tables/0/rejected").asInt()).isEqualTo(1);
        assertThat(loaded.json().at("/packages/0/checks/0/check").asString()).isEqualTo("not_null(id)");
        assertThat(loaded.json().at("/packages/0/checks/0/verdict").asString()).isEqualTo("rejected");
    }

    @Test
    void lines_and_values_that_cannot_be_read_stop_the_load_or_are_listed() throws IOException {
        Files.writeString(orders, "id,amount\n1,5\n2\n3,many\n,3\n");

        assertThat(load("--type", "amount=bigint", "--bad-rows", "fail").err())
                .contains(", line 3: 1 fields, but the first line names 2 (\"2\").")
                .contains("Or keep such lines apart with --bad-rows reject.");
        Result plan = with("plan", orders, "--type", "amount=bigint", "--merge", "id", "--bad-rows", "reject");
        assertThat(plan.exitCode()).isZero();
        assertThat(plan.lines()).anyMatch(line -> line.matches("orders +1 +3"));

        Result loaded = load("--type", "amount=bigint", "--merge", "id", "--bad-rows", "REJECT", "--max-rejects", "3");

        assertThat(loaded.err()).isEmpty();
        assertThat(loaded.lines()).anyMatch(line -> line.matches("orders +1 +merge +3"));
        assertThat(pipeline("rejects", "--rule", "readable", "--format", "csv").lines())
                .element(1)
                .asString()
                .contains(",orders,1,line,readable,\"1 field, but the first line names 2\",\"\"\"2\"\"\",\"" + orders
                        + ", line 3\",");
        assertThat(pipeline("rejects", "--rule", "type", "--json")
                        .json()
                        .at("/0/rule")
                        .asString())
                .isEqualTo("type(amount, bigint)");
        assertThat(load("--bad-rows", "maybe").err()).contains("--bad-rows").contains("fail, reject");
    }

    @Test
    void a_plan_shows_the_checks_that_will_run() {
        Result plan = with("plan", orders, "--check", "not-null:id", "--warn", "row-count:5");

        assertThat(plan.lines()).contains("  check not_null(id): fail", "  check row_count(5, ..): warn");
        assertThat(with("plan", orders, "--check", "not-null:id", "--json")
                        .json()
                        .at("/resources/0/checks/0")
                        .asString())
                .isEqualTo("not_null(id): fail");
    }

    @Test
    void what_is_not_a_check_or_does_not_go_together_is_refused_in_words_of_the_command() {
        assertThat(load("--check", "id").err())
                .contains("[BAD_USAGE] 'id' is not a check. Write one of not-null:COLUMN, unique:COLUMN,.., ");
        assertThat(load("--reject", "row-count:1").err())
                .contains(
                        "check row_count(1, ..) rejects no rows: it is about all of them together, and no single row breaks it."
                                + " Say --check or --warn.");
        assertThat(load("--warn", "row-count:5").err()).isEmpty();
        assertThat(pipeline("info", "--rule", "x").err())
                .contains("--rule belongs to rejects, replay and discard-rejects, and 'info' is asked for.");
        assertThat(pipeline("rejects", "--format", "parquet").err())
                .contains("parquet is not text and cannot be printed. Use csv, json or jsonl, or query the table"
                        + " _pipette_rejects with 'pipette sql -o FILE'.");
    }

    @Test
    void rejected_rows_are_replayed_with_values_or_from_what_was_printed() throws IOException {
        load("--reject", "not-null:id", "--reject", "range:amount=0..");

        Result replayed = pipeline("replay", "--rule", "range", "--set-sql", "amount=abs(amount)");
        assertThat(replayed.err()).isEmpty();
        assertThat(replayed.lines()).anyMatch(line -> line.matches("orders +1 +append"));
        assertThat(pipeline("replay", "--rule", "range").lines())
                .anyMatch(line -> line.contains("no rejected row waits for a replay"));
        assertThat(pipeline("rejects", "--format", "csv").lines()).hasSize(2);
        assertThat(pipeline("rejects", "--replayed", "--format", "csv").lines()).hasSize(2);
        assertThat(pipeline("replay", "--set", "idd=1").err())
                .contains(
                        "cannot correct the rejected rows of table orders: there is no column 'idd'. There are: id, amount.");
        Path fixed = folder.resolve("fixed.jsonl");
        Files.writeString(
                fixed,
                pipeline("rejects", "--rule", "not-null", "--format", "jsonl")
                        .out()
                        .replace("\\\"id\\\":null", "\\\"id\\\":3"));
        assertThat(pipeline("replay", "--from", fixed.toString()).lines())
                .anyMatch(line -> line.matches("orders +1 +append"));
        assertThat(Cli.run(
                                "sql",
                                "duckdb:" + folder.resolve("shop.duckdb"),
                                "SELECT id, amount FROM shop_dataset.orders ORDER BY id",
                                "--format",
                                "csv",
                                "--home",
                                folder.resolve("home"))
                        .lines())
                .contains("2,1", "3,3");
        assertThat(pipeline("replay", "--set", "amount").err())
                .contains("--set amount names no column. Write it like --set status=open.");
        assertThat(pipeline("info", "--from", "x").err())
                .contains("--from belongs to replay, and 'info' is asked for.");
    }

    @Test
    void rejected_rows_are_counted_before_they_are_deleted() {
        load("--reject", "not-null:id", "--reject", "range:amount=0..");

        assertThat(pipeline("discard-rejects", "--rule", "range").lines())
                .containsExactly("would delete 1 rejected row. Add --yes to delete.");
        assertThat(pipeline("discard-rejects", "--replayed").lines())
                .containsExactly("would delete 0 rejected rows. Add --yes to delete.");
        assertThat(pipeline("discard-rejects", "--rule", "range", "--yes").lines())
                .containsExactly("deleted 1 rejected row");
        assertThat(pipeline("discard-rejects", "--yes", "--json")
                        .json()
                        .at("/deleted")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void a_pipeline_without_checks_has_none() {
        assertThat(load().err()).isEmpty();

        assertThat(pipeline("checks").lines()).containsExactly("no checks");
        assertThat(pipeline("rejects", "--format", "csv").lines())
                .containsExactly(
                        "load_id,resource_name,table_name,row_number,kind,rule,message,content,place,inserted_at,replayed_by");
        assertThat(pipeline("rejects", "--json").json()).isEmpty();
    }
}
