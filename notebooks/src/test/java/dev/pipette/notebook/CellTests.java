package dev.pipette.notebook;

import static dev.pipette.notebook.Cells.ROWS;
import static dev.pipette.notebook.Cells.csv;
import static dev.pipette.notebook.Cells.failing;
import static dev.pipette.notebook.Cells.fine;
import static dev.pipette.notebook.Cells.lastCell;
import static dev.pipette.notebook.Cells.pipeline;
import static dev.pipette.notebook.Cells.queried;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.notebook.DrivenKernel.Ran;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a cell shows: its value and what it prints, or its error. */
@ExtendWith(SharedKernel.class)
class CellTests {
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
    void a_cell_ends_whatever_threads_it_has_started() {
        assertThat(fine("Thread.currentThread().getThreadGroup().getName()").text())
                .as("JShell waits for the threads of its own group, which may be those that a cell started")
                .isEqualTo("main");
        assertThat(
                        fine("var lasting = Thread.ofPlatform().daemon().start(java.util.concurrent.locks.LockSupport::park);\n"
                                        + "lasting.isAlive()")
                                .text())
                .isEqualTo("true");
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
                        + "[BAD_USAGE] dataset wrong_dataset has no table 'm'. It has: n.");
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
}
