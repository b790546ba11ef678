package dev.pipette.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.notebook.DrivenKernel.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A real kernel, asked by Jupyter's own client. */
@ExtendWith(SharedKernel.class)
class KernelTests {
    private static DrivenKernel kernel() {
        return SharedKernel.kernel();
    }

    private static Ran run(String code) {
        return kernel().run(code);
    }

    private static Ran fine(String code) {
        Ran ran = run(code);
        assertThat(ran.isOk()).as(ran.answer().toString()).isTrue();
        return ran;
    }

    private static String failing(String code) {
        Ran ran = run(code);
        assertThat(ran.isOk()).as(ran.answer().toString()).isFalse();
        return ran.error();
    }

    /** A pipeline in a variable, over a database of its own. */
    private static void pipeline(String name) {
        fine("var %1$s = pipeline(\"%1$s\", duckdb(\"%1$s.duckdb\"));".formatted(name));
    }

    private static final String ROWS =
            "resource(\"n\").rows(List.of(Map.of(\"id\", 1, \"name\", \"one\"), Map.of(\"id\", 2, \"name\", \"two\"))).append()";

    // cells

    @Test
    void a_cell_shows_the_value_of_its_last_expression() {
        Ran ran = fine(
                "int two = 2;\nint f(int x) {\n    return x * two;\n}\nSystem.out.println(\"printed\");\nf(20) + two");

        assertThat(ran.printed()).isEqualTo("printed\n");
        assertThat(ran.text()).isEqualTo("42");
    }

    @Test
    void declarations_assignments_and_calls_of_nothing_show_nothing() {
        assertThat(fine("int three = 3;").displayed("text/plain")).isEmpty();
        assertThat(fine("int four = 3;\nfour = 4").displayed("text/plain")).isEmpty();
        assertThat(fine("System.out.print(\"\")").displayed("text/plain")).isEmpty();
        assertThat(fine("three").text()).isEqualTo("3");
    }

    @Test
    void null_is_shown() {
        assertThat(fine("System.getProperty(\"pipette.nothing\")").text()).isEqualTo("null");
    }

    @Test
    void a_line_that_begins_with_a_dot_goes_on_with_the_line_above() {
        assertThat(fine("List.of(3, 1, 2)\n    .stream()\n    .sorted()\n    .toList()")
                        .text())
                .isEqualTo("[1, 2, 3]");
    }

    @Test
    void a_percent_sign_in_the_middle_of_an_expression_is_an_operator() {
        assertThat(fine("int seven = 7;\n(seven\n% seven)").text()).isEqualTo("0");
    }

    @Test
    void much_that_is_printed_arrives_whole_and_in_order() {
        Ran ran = fine("for (int i = 0; i < 30_000; i++) System.out.println(i);\n\"end\"");

        assertThat(ran.printed().lines()).hasSize(30_000).startsWith("0", "1").endsWith("29999");
        assertThat(ran.text()).isEqualTo("end");
    }

    @Test
    void letters_of_all_scripts_are_printed_and_shown() {
        Ran ran = fine("System.out.println(\"Zoë 東京 😀\");\n\"Zoë 東京 😀\"");

        assertThat(ran.printed()).isEqualTo("Zoë 東京 😀\n");
        assertThat(ran.text()).isEqualTo("Zoë 東京 😀");
    }

    // errors

    @Test
    void code_that_does_not_compile_is_shown_with_its_place() {
        assertThat(failing("int fine = 1;\nint broken = \"text\";")).isEqualTo("""
                        cell %d, line 2
                        incompatible types: java.lang.String cannot be converted to int.
                            int broken = "text";
                                         ^""".formatted(lastCell()));
    }

    @Test
    void a_cell_that_is_not_finished_is_called_a_cell() {
        assertThat(failing("int half(int x) {\n    return x")).isEqualTo("""
                        cell %d, line 1
                        what begins here is not finished where the cell ends: close its brackets, texts and comments.
                            int half(int x) {
                            ^""".formatted(lastCell()));
    }

    @Test
    void an_exception_is_one_message_and_its_stack_trace_is_shown_on_demand() {
        int declared = lastCell() + 2;
        fine("int divide(int x) {\n    return x / 0;\n}");

        assertThat(failing("\ndivide(1)"))
                .isEqualTo("cell " + declared + ", line 2 (called in cell " + (declared + 1) + ", line 2)\n"
                        + "ArithmeticException: / by zero\n"
                        + "%trace in a cell shows the stack trace.");
        assertThat(fine("%trace").text())
                .isEqualTo("java.lang.ArithmeticException: / by zero\n\tat script.divide(cell " + declared + ":2)\n"
                        + "\tat script.main(cell " + (declared + 1) + ":2)\n");
    }

    @Test
    void an_error_of_pipette_says_the_way_out_and_needs_no_trace() {
        pipeline("wrong");
        fine("wrong.run(" + ROWS + ")");

        assertThat(failing("wrong.dataset().table(\"m\")"))
                .isEqualTo("cell " + lastCell() + ", line 1\n"
                        + "[BAD_USAGE] dataset wrong_dataset has no table 'm'. Did you mean 'n'? It has: n.");
    }

    @Test
    void what_was_declared_before_a_problem_stays() {
        failing("int before = 5;\nint wrong = \"\";\nint after = 6;");

        assertThat(fine("before").text()).isEqualTo("5");
        assertThat(failing("after")).contains("cannot find symbol (symbol: variable after)");
    }

    @Test
    void an_error_of_the_jvm_leaves_the_kernel_alive() {
        assertThat(failing("int deep(int x) { return deep(x + 1) + 1; }\ndeep(1)"))
                .contains("StackOverflowError");
        assertThat(failing("throw new AssertionError(\"no\")")).contains("AssertionError: no");

        assertThat(fine("1 + 1").text()).isEqualTo("2");
    }

    @Test
    void secrets_are_shown_nowhere() {
        fine("var secret = dev.pipette.settings.Secret.of(\"swordfish-4711\");");

        assertThat(fine("\"it is swordfish-4711\"").text()).isEqualTo("it is ***");
        assertThat(failing("throw new IllegalStateException(\"swordfish-4711\")"))
                .contains("***")
                .doesNotContain("4711");
        assertThat(fine("%trace").text()).contains("***").doesNotContain("4711");
        Ran rows = fine("%%sql duckdb:" + queried() + "\nSELECT 'swordfish-4711' AS s");
        assertThat(rows.answer().toString()).doesNotContain("swordfish");
        assertThat(csv(rows)).isEqualTo("s\r\n***\r\n");
    }

    // magics

    @Test
    void a_magic_that_is_not_there_is_named_with_those_that_are() {
        assertThat(failing("%jar x.jar"))
                .isEqualTo(
                        "[BAD_USAGE] there is no magic %jar. Did you mean 'jars'? There are: %add, %classpath, %jars, %trace.");
        assertThat(failing("%%sqll\nSELECT 1"))
                .isEqualTo("[BAD_USAGE] there is no magic %%sqll. Did you mean 'sql'? There are: %%sql.");
    }

    @Test
    void jars_are_added_to_the_class_path() throws Exception {
        Path folder = SharedKernel.folder();
        Path classes = Files.createDirectories(folder.resolve("classes"));
        Path source = Files.writeString(
                classes.resolve("Added.java"),
                "package added; public class Added { public static int five() { return 5; } }");
        int compiled = javax.tools.ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-d", classes.toString(), source.toString());
        assertThat(compiled).isZero();

        assertThat(fine("%jars " + classes + "\nadded.Added.five()").text()).isEqualTo("5");
        assertThat(failing("%jars " + folder.resolve("none.jar")))
                .isEqualTo("[BAD_USAGE] there is no file " + folder.resolve("none.jar")
                        + ". Name a jar, a folder of classes, or FOLDER/*.jar.");
    }

    @Test
    void cells_have_the_assertions_of_the_test_kit() {
        pipeline("asserted");

        fine("assertThat(asserted.run(" + ROWS + ")).loaded(\"n\", 2);");
        assertThat(fine("assertThat(asserted.dataset()).table(\"n\").hasRowCount(2);")
                        .displayed("text/plain"))
                .isEmpty();
        assertThat(failing("assertThat(asserted.dataset()).table(\"n\").hasRowCount(3);"))
                .contains("AssertionError");
    }

    /** A database that is only queried. */
    private static String queried() {
        if (!Files.exists(SharedKernel.folder().resolve("work").resolve("queried.duckdb"))) {
            database("queried");
        }
        return "queried.duckdb";
    }

    /** A database that exists. */
    private static String database(String name) {
        pipeline(name);
        fine(name + ".run(" + ROWS + ");");
        return name + ".duckdb";
    }

    @Test
    void a_query_is_a_cell() {
        database("asked");

        Ran last = fine("%%sql\nSELECT id, name FROM n ORDER BY id");
        assertThat(last.text()).isEqualTo("""
                id  name
                --  ----
                 1  one
                 2  two
                2 rows""");
        assertThat(fine("%%sql asked\nSELECT count(*) AS c FROM n").text()).isEqualTo("c\n-\n2\n1 row");
        fine("var address = \"duckdb:asked.duckdb\";");
        assertThat(fine("%%sql address\nSELECT count(*) AS c FROM n").text()).isEqualTo("c\n-\n2\n1 row");
        assertThat(fine("%%sql duckdb:asked.duckdb\nSELECT count(*) AS c FROM n")
                        .text())
                .isEqualTo("c\n-\n2\n1 row");
    }

    @Test
    void a_query_reads_only() {
        database("kept");

        assertThat(failing("%%sql kept\nDELETE FROM n")).contains("A query only reads");
        assertThat(failing("%%sql kept other\nSELECT 1"))
                .isEqualTo(
                        "[BAD_USAGE] %%sql takes one place to query, and there are: kept, other. Write the query in the"
                                + " lines below.");
        assertThat(failing("%%sql kept\n")).isEqualTo("[BAD_USAGE] %%sql has no query. Write it in the lines below.");
        fine("int aNumber = 1;");
        assertThat(failing("%%sql aNumber\nSELECT 1"))
                .isEqualTo(
                        "[BAD_USAGE] %%sql aNumber: that variable has the type Integer. Write one that holds a pipeline,"
                                + " a dataset, a destination or an address.");
    }

    // what is shown

    private static String csv(Ran ran) {
        Matcher link = Pattern.compile("href=\"data:text/csv;charset=utf-8;base64,([^\"]*)\"")
                .matcher(ran.html());
        assertThat(link.find()).as(ran.html()).isTrue();
        return new String(Base64.getDecoder().decode(link.group(1)), java.nio.charset.StandardCharsets.UTF_8);
    }

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

    // people at the notebook

    @Test
    void an_interrupt_stops_a_load_before_it_publishes_and_nothing_is_lost() {
        pipeline("slow");
        fine("""
                var endless = resource("n").rows(() -> Stream.iterate(1L, i -> i + 1).<Object>map(i -> {
                    try {
                        Thread.sleep(2);
                    } catch (InterruptedException stopped) {
                        throw new IllegalStateException(stopped);
                    }
                    return Map.of("id", i);
                }).iterator()).append();""");

        Ran stopped = kernel().interrupted("slow.run(endless)", "slow: extracting");

        assertThat(stopped.isOk()).isFalse();
        assertThat(stopped.error()).contains("[INTERRUPTED] ").doesNotContain("%trace");
        assertThat(stopped.printed())
                .as("what is logged would be the error once more")
                .isEmpty();
        assertThat(stopped.updates()).anyMatch(line -> line.matches("slow: extracting .*"));
        assertThat(stopped.updates().getLast()).matches("slow: stopped after \\d+ s");
        assertThat(fine("slow.admin().pending()").text()).isEqualTo("nothing is pending");
        fine("slow.run(" + ROWS + ");");
        assertThat(fine("slow.dataset().count(\"n\")").text()).isEqualTo("2");
    }

    @Test
    void an_interrupt_ends_a_loop_that_does_not_hear_of_it() {
        String told = "the cell was interrupted. What it declared and loaded before stays.";

        assertThat(interrupted("while (true);")).endsWith("\n" + told);
        assertThat(interrupted("while (true) System.out.println(\"x\");")).endsWith("\n" + told);
        assertThat(interrupted("Thread.sleep(30_000);")).endsWith("\n" + told);
        assertThat(interrupted("input(\"?\");")).endsWith("\n" + told);
        assertThat(interrupted("try { Thread.sleep(30_000); } catch (InterruptedException heard) {}\nSystem.exit(1);"))
                .endsWith("\n" + told);
        assertThat(fine("1 + 1").text()).isEqualTo("2");
    }

    private static String interrupted(String code) {
        return kernel().interrupted("System.out.println(\"begun\");\n" + code, "begun")
                .error();
    }

    @Test
    void a_cell_that_runs_does_not_hold_up_a_restart() {
        kernel().restartDuring("System.out.println(\"begun\");\nwhile (true);");

        assertThat(fine("1 + 1").text()).isEqualTo("2");
    }

    @Test
    void a_cell_asks_the_person() {
        Ran ran = kernel().run("input(\"name? \") + \"/\" + new Scanner(System.in).nextLine()", List.of("Zoë", "two"));

        assertThat(ran.printed()).isEqualTo("name? ");
        assertThat(ran.text()).isEqualTo("Zoë/two");
    }

    @Test
    void a_question_in_a_notebook_without_a_person_is_refused() {
        assertThat(failing("input(\"name? \")"))
                .endsWith(
                        "[BAD_USAGE] input(..) has nobody to ask: this notebook runs without a person. Read the value from"
                                + " settings.");
    }

    // editors

    @Test
    void code_is_completed_at_the_cursor_also_behind_other_snippets() {
        pipeline("completed");

        assertThat(words(kernel().about("int x = 1;\ncompleted.data", "complete")))
                .contains("dataset()", "datasetName(");
        assertThat(words(kernel().about(
                                "import java.util.function.*;\nint g() { return 1; }\ncompleted.data", "complete")))
                .contains("dataset()");
        assertThat(words(kernel().about("completed\n    .data", "complete"))).contains("dataset()");
        assertThat(words(kernel().about("\"😀\".isEm", "complete"))).containsExactly("isEmpty()");
        assertThat(kernel().about("\"😀\".isEm", "complete")
                        .path("cursor_start")
                        .asInt())
                .isEqualTo(4);
        assertThat(words(kernel().about("%j", "complete"))).containsExactly("%jars");
        assertThat(words(kernel().about("%%", "complete"))).containsExactly("%%sql");
    }

    private static List<String> words(tools.jackson.databind.JsonNode reply) {
        return reply.path("matches").valueStream().map(word -> word.asString()).toList();
    }

    @Test
    void what_is_at_the_cursor_is_explained() {
        pipeline("inspected");

        assertThat(explained("import java.util.function.*;\ninspected.dataset"))
                .isEqualTo("Dataset Pipeline.dataset()\nThe tables that this pipeline loads, for reading. Opens nothing"
                        + " before rows are read.");
        assertThat(explained("int x = 1;\ninspected.dataset")).startsWith("Dataset Pipeline.dataset()\nThe tables");
        assertThat(explained("\"a\".strip")).startsWith("String String.strip()");
        assertThat(kernel().about("nothingOfThisName", "inspect").path("found").asBoolean())
                .isFalse();
    }

    @Test
    void javadoc_of_a_library_is_taken_from_the_sources_beside_its_jar() throws Exception {
        String source = """
                package library;
                /** A shop. */
                public class Shop {
                    /** Its {@code name}. */
                    public static final String NAME = "corner";
                    public Shop(int size) {}
                    /** Sells something. <p>Not more than there is. */
                    public <T> java.util.List<T> sell(java.util.List<? extends T> things, int... prices) {
                        return List.copyOf(things);
                    }
                    /** One of many. */
                    public void sell(String thing) {}
                }
                """.replace("List.copyOf", "java.util.List.copyOf");
        Path folder = Files.createDirectories(SharedKernel.folder().resolve("library"));
        Path file = Files.createDirectories(folder.resolve("library")).resolve("Shop.java");
        Files.writeString(file, source);
        int compiled = javax.tools.ToolProvider.getSystemJavaCompiler().run(null, null, null, file.toString());
        assertThat(compiled).isZero();
        Path jar = jar(folder, "shop-1.0.jar", "library/Shop.class");
        jar(folder, "shop-1.0-sources.jar", "library/Shop.java");
        fine("%jars " + jar + "\nvar corner = new library.Shop(3);");

        assertThat(explained("corner.sell"))
                .contains("Shop.sell(String")
                .contains("\nOne of many.")
                .contains("\nSells something.\nNot more than there is.");
        assertThat(explained("library.Shop.NAME")).endsWith("\nIts name.");
        assertThat(explained("library.Shop")).endsWith("library.Shop\nA shop.");
        assertThat(explained("new library.Shop(")).startsWith("library.Shop").doesNotContain("A shop");
    }

    private static Path jar(Path folder, String name, String entry) throws IOException {
        Path jar = folder.resolve(name);
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            zip.putNextEntry(new ZipEntry(entry));
            Files.copy(folder.resolve(entry), zip);
        }
        return jar;
    }

    private static String explained(String code) {
        return kernel().about(code, "inspect").path("data").path("text/plain").asString();
    }

    @Test
    void a_console_knows_whether_code_is_whole() {
        assertThat(kernel().about("int x = 1;", "is_complete").path("status").asString())
                .isEqualTo("complete");
        assertThat(kernel().about("int f() {", "is_complete").path("status").asString())
                .isEqualTo("incomplete");
    }

    @Test
    void the_kernel_says_what_it_is() {
        assertThat(kernel().info().path("implementation").asString()).isEqualTo("pipette");
        assertThat(kernel().info().path("language_info").path("name").asString())
                .isEqualTo("java");
    }

    /** The number of the cell that ran last, as the messages have it. */
    private static int lastCell() {
        String place = failing("int lastCell = \"\";");
        Matcher number = Pattern.compile("cell (\\d+)").matcher(place);
        assertThat(number.find()).isTrue();
        return Integer.parseInt(number.group(1)) - 1;
    }
}
