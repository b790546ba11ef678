package dev.pipette.plan;

import static dev.pipette.plan.Plans.plan;
import static dev.pipette.plan.Plans.resource;
import static dev.pipette.plan.Plans.table;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.error.ErrorCode;
import dev.pipette.plan.PlannedColumn.Change;
import dev.pipette.plan.PlannedStatement.Purpose;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlanHtmlTests {
    @Test
    void a_plan_is_one_fragment_that_needs_nothing_else() {
        String html = Plans.whole().build().toHtml();

        assertThat(html)
                .startsWith("<div class=\"pipette-plan\">\n<p><strong>plan of shop -&gt; duckdb shop.duckdb, dataset"
                        + " shop_dataset</strong><br>a sample: at most 1,000 rows")
                .endsWith("</details>\n</div>\n")
                .contains("<li>orders: the first 1,000 rows from orders.csv (12 files), merged by id; cursor day:"
                        + " 2025-12-23 -&gt; 2025-12-24, as of the sample</li>\n")
                .contains(
                        "<tr style=\"background:#e6ffec;color:#1f2328;text-align:left\"><td>+</td><td style=\"text-align:left\">note</td>"
                                + "<td style=\"text-align:left\">varchar</td></tr>\n")
                .contains("<td style=\"text-align:left\">bigint -&gt; double</td>")
                .contains("<li>orders: [LOAD_REFUSED] no right to write. Grant it.</li>")
                .contains(
                        "<details><summary>SQL of the schema</summary>\n<pre>alter table orders add note varchar;</pre>");
        assertThat(html.toLowerCase(java.util.Locale.ROOT))
                .doesNotContain("<script", "http", "src=", "href", "@import");
    }

    @Test
    void what_comes_from_data_is_escaped_wherever_it_is() {
        String bad = "<img src=x onerror=alert(1)>&\"'";

        String html = plan().pipelineName(bad)
                .dataset(bad)
                .addResources(resource(bad)
                        .cursor(new PlannedCursor(bad, Optional.of(bad), Optional.of(bad), Optional.empty()))
                        .build())
                .addTables(table(bad)
                        .columns(List.of(Plans.column(bad, bad, Change.NEW), Plans.column(bad, bad, Change.WIDENED)))
                        .build())
                .addStatements(new PlannedStatement(Purpose.SCHEMA, bad, bad))
                .addStatements(new PlannedStatement(Purpose.ROWS, bad, bad))
                .addRefusals(new PlannedRefusal(Optional.of(bad), ErrorCode.ROW_REFUSED, bad))
                .addNotes(bad)
                .addWaiting(bad)
                .build()
                .toHtml();

        assertThat(html).doesNotContain("<img").contains("&lt;img src=x onerror=alert(1)&gt;&amp;&quot;&#39;");
    }
}
