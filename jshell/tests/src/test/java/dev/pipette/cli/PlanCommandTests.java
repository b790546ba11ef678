package dev.pipette.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.cli.Cli.Result;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class PlanCommandTests {
    @TempDir
    Path folder;

    private Result pipette(Object... words) {
        List<Object> call = new ArrayList<>(List.of(words));
        call.addAll(List.of("--into", "duckdb:" + folder.resolve("shop.duckdb"), "--home", folder.resolve("home")));
        return Cli.run(call.toArray());
    }

    private Path write(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    /** The output with the folder of the test as {@code FOLDER}. */
    private String shown(Result result) {
        assertThat(result.err()).isEmpty();
        return result.out().replace(folder.toString(), "FOLDER");
    }

    @Test
    void a_plan_of_a_first_load_shows_the_table_and_makes_nothing() throws IOException {
        Path orders = write("orders.csv", "id,customer,paid\n1,Ada,true\n2,Grace,false\n");

        Result result = pipette("plan", orders, "--merge", "id");

        assertThat(result.exitCode()).isZero();
        assertThat(shown(result)).isEqualTo("""
                plan of shop -> duckdb FOLDER/shop.duckdb, dataset shop_dataset
                the sample (at most 1,000 rows, 10 seconds, 10 requests of each resource) has all rows; nothing was written

                orders: all 2 rows from FOLDER/orders.csv, merged by id

                table   inserted
                ------  --------
                orders         2

                + table orders
                  + id        bigint not null
                  + customer  varchar
                  + paid      boolean

                SQL of the schema:
                  create schema if not exists "shop"."shop_dataset";
                  create table "shop"."shop_dataset"."orders" (
                    "id" bigint not null,
                    "customer" varchar null,
                    "paid" boolean null,
                    "_dlt_load_id" varchar not null,
                    "_dlt_id" varchar not null
                  );

                SQL of the rows, which wait in "staged":
                  insert into "shop"."shop_dataset"."orders" (
                    .. 5 columns
                  )
                  select
                    .. 5 columns
                  from "staged"."orders";
                """);
        assertThat(folder.resolve("shop.duckdb")).doesNotExist();
        assertThat(folder.resolve("home")).doesNotExist();
    }

    @Test
    void a_plan_of_another_load_shows_what_changes() throws IOException {
        Path orders = write("orders.csv", "id,day,price\n1,2025-12-23,2\n2,2025-12-24,3\n");
        assertThat(pipette("load", orders, "--merge", "id", "--cursor", "day").exitCode())
                .isZero();
        write("orders.csv", "id,day,price,note\n2,2025-12-24,3.5,\n3,2025-12-25,1,gift\n");

        Result result = pipette("plan", orders, "--merge", "id", "--cursor", "day");

        assertThat(shown(result)).isEqualTo("""
                plan of shop -> duckdb FOLDER/shop.duckdb, dataset shop_dataset
                the sample (at most 1,000 rows, 10 seconds, 10 requests of each resource) has all rows; nothing was written

                orders: all 2 rows from FOLDER/orders.csv, merged by id
                  cursor day: 2025-12-24 -> 2025-12-25, as of the sample

                table   inserted  updated
                ------  --------  -------
                orders         1        1

                ~ table orders
                  ~ price  bigint -> double
                  + note   varchar
                    2 columns stay as they are

                SQL of the schema:
                  alter table "shop"."shop_dataset"."orders" add "note" varchar null;
                  alter table "shop"."shop_dataset"."orders" alter "price" set data type double;

                SQL of the rows, which wait in "staged":
                  create temporary table "staged"."matched" as
                  select
                    "_pipette_arriving"."_pipette_ordinal",
                    "shop"."shop_dataset"."orders"."_dlt_id" "old_id"
                  from "staged"."orders" "_pipette_arriving"
                    join "shop"."shop_dataset"."orders"
                      on "shop"."shop_dataset"."orders"."id" = "_pipette_arriving"."id";
                  delete from "shop"."shop_dataset"."orders"
                  where exists (
                    select 1 "one"
                    from "staged"."orders" "_pipette_arriving"
                    where "shop"."shop_dataset"."orders"."id" = "_pipette_arriving"."id"
                  );
                  insert into "shop"."shop_dataset"."orders" (
                    .. 6 columns
                  )
                  select
                    .. 6 columns
                  from "staged"."orders";
                """);
    }

    @Test
    void a_plan_of_a_load_that_would_be_refused_has_the_exit_code_of_the_load() throws IOException {
        Path orders = write("orders.csv", "id\n1\n");
        assertThat(pipette("load", orders, "--merge", "id").exitCode()).isZero();
        write("orders.csv", "id\nx1\n");

        Result plan = pipette("plan", orders, "--merge", "id");
        Result load = pipette("load", orders, "--merge", "id");

        String message =
                "[TYPE_MISMATCH] table shop_dataset.orders, key or cursor column 'id': the value 'x1' in row 1 is"
                        + " text and the column is bigint. Make them alike in the input, or change the type of the column at the"
                        + " destination.";
        assertThat(shown(plan)).isEqualTo("""
                plan of shop -> duckdb FOLDER/shop.duckdb, dataset shop_dataset
                the sample (at most 1,000 rows, 10 seconds, 10 requests of each resource) has all rows; nothing was written

                orders: the only row from FOLDER/orders.csv, merged by id

                refused: a run would stop, and load nothing:
                  orders: MESSAGE
                """.replace("MESSAGE", message));
        assertThat(load.err()).contains(message);
        assertThat(plan.exitCode()).isEqualTo(load.exitCode()).isEqualTo(ExitCodes.BAD_DATA);
    }

    @Test
    void a_document_is_all_that_json_prints() throws IOException {
        Path orders = write("orders.csv", "id\n1\n2\n3\n");

        JsonNode plan = pipette("plan", orders, "--sample-rows", "2", "--json").json();

        assertThat(plan.at("/status").asString()).isEqualTo("planned");
        assertThat(plan.at("/sample").toString())
                .isEqualTo("{\"rows\":2,\"seconds\":10.0,\"requests\":10,\"whole\":false}");
        assertThat(plan.at("/resources/0/ended_by").asString()).isEqualTo("rows");
        assertThat(plan.at("/tables/0/inserted").asInt()).isEqualTo(2);
        assertThat(plan.at("/sql/schema")).hasSize(2);
        assertThat(plan.at("/sql/bookkeeping")).hasSize(8);
    }

    @Test
    void quiet_leaves_the_exit_code() throws IOException {
        Path orders = write("orders.csv", "id\n1\n");

        assertThat(pipette("plan", orders, "--quiet")).isEqualTo(new Result(0, "", ""));
    }

    @Test
    void options_of_a_load_are_taken() throws IOException {
        Path day = write("day.json", "{\"rows\": [{\"a\": {\"b\": 1}, \"c\": 2}]}");

        Result result = pipette("plan", day, "--at", "rows", "--replace", "--table", "t", "--type", "c=text");

        assertThat(result.lines())
                .contains(
                        "t: the only row from " + day + ", in place of all rows of t",
                        "  + a__b  bigint",
                        "  + c     varchar");
    }

    @Test
    void options_of_files_mean_nothing_to_a_source_and_the_other_way_round() throws IOException {
        Path orders = write("orders.csv", "id\n1\n");

        assertThat(pipette("plan", "everflow", "--merge", "id", "--at", "x").err())
                .isEqualToIgnoringNewLines("pipette plan: [BAD_USAGE] --merge, --at are for files, and everflow is a"
                        + " source. Leave them out.");
        assertThat(pipette("plan", "everflow", "redtrack").err())
                .isEqualToIgnoringNewLines(
                        "pipette plan: [BAD_USAGE] one source is planned at a time, and everflow is followed by 'redtrack'.");
        assertThat(pipette("plan", orders, "--only", "x").err())
                .isEqualToIgnoringNewLines(
                        "pipette plan: [BAD_USAGE] --only is for a source, and " + orders + " is none. Leave it out.");
        assertThat(pipette("plan", orders, "--sample-rows", "0").err())
                .isEqualToIgnoringNewLines(
                        "pipette plan: [BAD_USAGE] a sample of 0 rows: a plan reads 1 to 10,000 rows.");
    }

    @Test
    void colors_are_for_terminals_whose_owner_wants_them() {
        assertThat(Screen.hasColors(true, Map.of("NO_COLOR", "")::get)).isTrue();
        assertThat(Screen.hasColors(true, Map.of("NO_COLOR", "1")::get)).isFalse();
        assertThat(Screen.hasColors(false, Map.of("NO_COLOR", "")::get)).isFalse();
    }

    @Test
    void only_colors_pass_the_screen() {
        StringWriter out = new StringWriter();

        Screen.of(new PrintWriter(out)).printColored("\u001b[32m+ a\u001b[0m\u001b[2K\u001b]0;title\u0007");

        assertThat(out).hasToString("\u001b[32m+ a\u001b[0m\\u001b[2K\\u001b]0;title\\u0007" + System.lineSeparator());
    }
}
