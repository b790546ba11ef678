package dev.pipette.plan;

import static dev.pipette.plan.Plans.plan;
import static dev.pipette.plan.Plans.resource;
import static dev.pipette.plan.Plans.table;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.plan.PlannedColumn.Change;
import dev.pipette.plan.PlannedStatement.Purpose;
import dev.pipette.schema.WriteDisposition.Kind;
import dev.pipette.spi.Sampling;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlanTextTests {
    @Test
    void a_plan_is_read_from_the_sample_to_the_sql() {
        assertThat(Plans.whole().build().toString()).isEqualTo("""
                plan of shop -> duckdb shop.duckdb, dataset shop_dataset
                a sample: at most 1,000 rows, 10 seconds, 10 requests of each resource; all numbers are of the sample; nothing was written

                orders: the first 1,000 rows from orders.csv (12 files), merged by id
                  cursor day: 2025-12-23 -> 2025-12-24, as of the sample
                customers: the only row, appended

                table      inserted  updated  deleted  skipped
                ---------  --------  -------  -------  -------
                orders          987       12        1        1
                customers         1        0        0        0

                ~ table orders
                  ~ price  bigint -> double
                  + note   varchar
                    1 column stays as it is

                + table customers
                  + id  bigint not null

                refused: a run would stop, and load nothing:
                  orders: [LOAD_REFUSED] no right to write. Grant it.

                waits from an earlier run, is loaded first, and is not part of this plan:
                  package 1795994301.2017202

                notes:
                  the file has two headers

                SQL of the schema:
                  alter table orders add note varchar;

                SQL of the rows, which wait in "staged":
                  insert into "orders" (
                    .. 4 columns
                  )
                  select *
                  from "staged"."orders";""");
    }

    @Test
    void colors_are_put_around_the_same_text() {
        RunPlan plan = Plans.whole().build();

        String colored = plan.toColoredText();

        assertThat(colored)
                .contains("\u001b[1mplan of shop -> duckdb shop.duckdb, dataset shop_dataset\u001b[0m\n")
                .contains("\n\u001b[32m  + note   varchar\u001b[0m\n")
                .contains("\n\u001b[33m  ~ price  bigint -> double\u001b[0m\n")
                .contains("\n\u001b[31mrefused: a run would stop, and load nothing:\u001b[0m\n");
        assertThat(colored.replaceAll("\u001b\\[\\d+m", "")).isEqualTo(plan.toString());
    }

    @Test
    void a_plan_of_all_rows_says_so() {
        assertThat(plan().addResources(resource("orders").build()).build().toString())
                .isEqualTo("""
                plan of shop -> duckdb shop.duckdb, dataset shop_dataset
                the sample (at most 1,000 rows, 10 seconds, 10 requests of each resource) has all rows; nothing was written

                orders: all 3 rows from orders.csv, appended""");
    }

    @Test
    void a_resource_says_what_ended_its_sample() {
        assertThat(resource("a").endedBy(Sampling.Bound.TIME).build())
                .hasToString("a: 3 rows before the time was over from a.csv, appended");
        assertThat(resource("a")
                        .endedBy(Sampling.Bound.REQUESTS)
                        .requests(10)
                        .source("")
                        .build())
                .hasToString("a: 3 rows of the first 10 requests, appended");
        assertThat(resource("a").rows(0).disposition(Kind.REPLACE).build())
                .hasToString("a: nothing new from a.csv, in place of all rows of a");
    }

    @Test
    void a_backfill_leaves_its_cursor() {
        PlannedResource resource = resource("a")
                .cursor(new PlannedCursor(
                        "day",
                        Optional.of("2025-12-23"),
                        Optional.empty(),
                        Optional.of("from 2025-01-01 to 2025-02-01")))
                .build();

        assertThat(plan().addResources(resource).build().toString())
                .endsWith("\n  cursor day stays where it is: backfill from 2025-01-01 to 2025-02-01");
    }

    @Test
    void a_long_statement_is_cut_in_its_middle() {
        String sql =
                IntStream.rangeClosed(1, 30).mapToObj(line -> "line " + line).collect(Collectors.joining("\n"));

        String text = plan().addStatements(new PlannedStatement(Purpose.SCHEMA, "orders", sql))
                .build()
                .toString();

        assertThat(text).contains("  line 9\n    .. 17 more lines\n  line 27\n").endsWith("  line 30;");
    }

    @Test
    void data_cannot_command_the_terminal_nor_break_a_line() {
        String bad = "a\u001b[31m\nb\u202e";

        RunPlan plan = plan().addResources(resource(bad).build())
                .addTables(table(bad)
                        .columns(List.of(Plans.column(bad, bad, Change.NEW)))
                        .build())
                .addNotes(bad)
                .addWaiting(bad)
                .addStatements(new PlannedStatement(Purpose.ROWS, bad, bad))
                .build();

        assertThat(plan.toString())
                .doesNotContain("\u001b")
                .doesNotContain("\u202e")
                .contains("a\\u001b[31m\\nb\\u202e");
        assertThat(plan.toColoredText().replaceAll("\u001b\\[\\d+m", "")).doesNotContain("\u001b");
    }
}
