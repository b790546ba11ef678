package dev.pipette.notebook;

import static dev.pipette.notebook.Cells.ROWS;
import static dev.pipette.notebook.Cells.csv;
import static dev.pipette.notebook.Cells.database;
import static dev.pipette.notebook.Cells.fine;
import static dev.pipette.notebook.Cells.pipeline;
import static dev.pipette.notebook.Cells.queried;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.notebook.DrivenKernel.Ran;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How a real kernel shows tables, runs, schemas and charts. */
@ExtendWith(SharedKernel.class)
class ShownValuesTests {
    @Test
    void a_table_has_types_null_and_right_aligned_numbers_and_obeys_no_value() {
        String place = queried();

        Ran ran = fine("%%sql duckdb:" + place + "\nSELECT 1 AS a, NULL::varchar AS b,"
                + " '<script>alert(1)</script>' AS \"<b>c\", 1.50::decimal(9,2) AS d");

        assertThat(ran.html())
                .contains("<th style=\"text-align:right\">a<small>integer</small></th>")
                .contains("<td style=\"text-align:right\">1.50</td>")
                .contains("<td style=\"text-align:left\"><em>NULL</em></td>")
                .contains("&lt;b&gt;c<small>varchar</small>")
                .contains("&lt;script&gt;alert(1)&lt;/script&gt;")
                .contains("1 row, 4 columns")
                .doesNotContain("<script", "<b>", "http:", "https:");
        assertThat(csv(ran)).isEqualTo("a,b,<b>c,d\r\n1,,<script>alert(1)</script>,1.50\r\n");
    }

    @Test
    void a_long_table_is_paged_and_a_longer_one_is_counted() {
        String place = queried();

        assertThat(fine("%%sql duckdb:" + place + "\nSELECT * FROM range(45)").html())
                .contains("<summary>rows 21 to 40</summary>", "<summary>rows 41 to 45</summary>", "45 rows, 1 column");
        assertThat(fine("%%sql duckdb:" + place + "\nSELECT * FROM range(2500)").html())
                .contains("<summary>rows 981 to 1,000</summary>", "1,000 of 2,500 rows")
                .doesNotContain("rows 1,001");
    }

    @Test
    void a_long_text_is_cut_and_whole_in_its_tip() {
        String place = queried();

        assertThat(fine("%%sql duckdb:" + place + "\nSELECT repeat('x', 100) || '\"' AS t")
                        .html())
                .contains("title=\"" + "x".repeat(100) + "&quot;\">" + "x".repeat(59) + "…</td>");
    }

    @Test
    void a_run_shows_its_summary_once() {
        pipeline("once");

        Ran shown = fine("once.run(" + ROWS + ")");
        assertThat(shown.displayed("text/plain")).hasSize(1);
        assertThat(shown.text()).matches("once -> duckdb once\\.duckdb \\| n 2 rows appended \\| .*");
        assertThat(shown.html()).contains("<th style=\"text-align:right\">rows</th>", "schema changes");

        Ran quiet = fine("var info = once.run(" + ROWS + ");\nSystem.out.println(\"after\")");
        assertThat(quiet.text()).matches("once -> duckdb once\\.duckdb \\| n 2 rows appended \\| .*");
        assertThat(quiet.html()).contains("&#10003;").doesNotContain("<table");
    }

    @Test
    void state_schema_and_result_are_tables() {
        String place = database("looked");

        assertThat(fine("looked.admin().schema()").html()).contains("<h4>n</h4>", "bigint");
        assertThat(fine("looked.admin().trace()").html())
                .contains("<p>looked -&gt; duckdb looked.duckdb", ">committed<");
        assertThat(fine("looked.admin().state()").html()).contains("<p>state version 1</p>");
        assertThat(fine("looked.dataset().query(\"select 1 as one\").result()").html())
                .contains(">one<small>");
        assertThat(place).isEqualTo("looked.duckdb");
    }

    @Test
    void a_schema_is_also_a_diagram() {
        pipeline("nested");
        fine("nested.run(resource(\"a\").rows(List.of(Map.of(\"id\", 1, \"b\", List.of(1, 2)))).append());");

        Ran ran = fine("nested.admin().schema()");

        assertThat(ran.html())
                .contains(
                        "<svg ",
                        "<text x=\"8\" y=\"21\" text-anchor=\"start\" font-weight=\"bold\">a</text>",
                        ">a__b</text>")
                .contains("<path d=\"M270 17H295V17H320\"");
        assertThat(ran.text()).contains("a__b, nested in a");
    }

    @Test
    void a_chart_has_a_form_for_jupyterlab_a_picture_and_a_text() {
        database("drawn");

        Ran ran = fine("bar(drawn.dataset().query(\"SELECT name, id FROM n ORDER BY id\"), \"name\", \"id\")");

        assertThat(ran.text())
                .isEqualTo("id by name\none  ████████████████████ 1\ntwo  ████████████████████████████████████████ 2");
        assertThat(ran.displayed("image/png").getFirst()).startsWith("iVBOR");
        assertThat(ran.answer()
                        .at("/outputs/0/data/application~1vnd.vegalite.v5+json/mark")
                        .asString())
                .isEqualTo("bar");
    }

    @Test
    void a_value_is_displayed_before_the_cell_ends() {
        assertThat(fine("display(1);\ndisplay(\"two\");\n3").displayed("text/plain"))
                .containsExactly("1", "two", "3");
    }
}
