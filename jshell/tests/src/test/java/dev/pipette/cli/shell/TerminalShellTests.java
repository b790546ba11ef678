package dev.pipette.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shell at a terminal: greeting, editing, progress and interrupts. */
class TerminalShellTests {
    private static final String CTRL_C = "\003";
    private static final String CTRL_D = "\004";
    private static final String UP = "\020";

    @TempDir
    Path folder;

    /** The files and folders of the lines to try, in the folder of the test. */
    private String here(String line) {
        return line.replace("duckdb(\"", "duckdb(\"" + folder + "/")
                .replaceFirst("(duckdb\\(\"[^\"]*\"\\))\\)$", "$1).home(Path.of(\"" + folder + "/home\"))");
    }

    @Test
    void the_greeting_says_in_five_lines_what_to_try_and_that_runs() throws Exception {
        try (TestTerminal terminal = new TestTerminal(folder)) {
            String greeting = terminal.until("pipette> ");

            assertThat(greeting.lines()).hasSize(6);
            assertThat(greeting)
                    .contains("Try:\n  " + String.join("\n  ", InteractiveShell.TO_TRY) + "\nTab completes");
            assertThat(terminal.enter(here(InteractiveShell.TO_TRY.get(0)))).startsWith("p ==> trial -> duckdb:");
            assertThat(Shell.withoutTimes(terminal.enter(InteractiveShell.TO_TRY.get(1))))
                    .endsWith("trial -> duckdb " + folder + "/trial.duckdb | cities 1 row merged | TIME\n")
                    .doesNotContain("==>");
            assertThat(terminal.enter(InteractiveShell.TO_TRY.get(2))).contains("$2 ==>\n", "Oslo", "1 row\n");
            assertThat(terminal.enter("\"\\033[31mred\"")).endsWith("==> \"\\u001b[31mred\"\n");
            assertThat(terminal.enter("p.run(resource(\"cities\").rows(List.of()).merge(\"id\"))"))
                    .contains("| nothing new |");
            terminal.type(CTRL_D);
            assertThat(terminal.exitCode()).isZero();
        }
    }

    @Test
    void tab_completes_and_explains_and_pasted_lines_are_one_input() throws Exception {
        Path data = Files.createDirectories(folder.resolve("data"));
        Files.writeString(data.resolve("earthquakes.json"), "[]");
        try (TestTerminal terminal = new TestTerminal(folder)) {
            terminal.until("pipette> ");
            assertThat(terminal.enter("var name = \"abc\"")).isEqualTo("name ==> \"abc\"\n");
            terminal.type("name.toUpp\t");
            terminal.until("toUpperCase(");
            terminal.type("\t");
            terminal.until("String String.toUpperCase(Locale locale)");
            terminal.until("pipette> ");
            assertThat(terminal.enter(")")).isEqualTo("$1 ==> \"ABC\"\n");
            terminal.type("Files.size(Path.of(\"" + data + "/ear\t");
            terminal.until("earthquakes.json");
            assertThat(terminal.enter("\"))")).isEqualTo("$2 ==> 2\n");
            terminal.type("/hel\t");
            terminal.until("/help ");
            assertThat(terminal.enter("")).contains("/exit [CODE]", "Ctrl-C stops what runs");

            String marked =
                    "Resource orders = csv(\"orders\", Path.of(\"orders.csv\"))\n    .merge(\"id\");\n1 +\n  1\n";
            terminal.type("\033[200~" + marked + "\033[201~");
            assertThat(terminal.enter("")).endsWith("orders ==> orders (merge into orders, orders.csv)\n$3 ==> 2\n");
            terminal.type(marked.replace('\n', '\r'));
            assertThat(terminal.until("$4 ==> 2")).contains("orders ==> orders (merge into orders, orders.csv)\n");
            terminal.until("pipette> ");

            terminal.type(UP + UP);
            assertThat(terminal.enter("")).contains("$5 ==> 2");
            assertThat(terminal.enter("\"password\".length()")).contains("$6 ==> 8");
            assertThat(terminal.enter("/exi 3")).isEmpty();
        } catch (AssertionError ended) {
            if (!String.valueOf(ended.getMessage()).startsWith("[the shell, which showed")) {
                throw ended;
            }
        }
        assertThat(folder.resolve("home/shell-history"))
                .content()
                .contains("name.toUpperCase()", "orders.csv")
                .doesNotContain("password");
    }

    @Test
    void ctrl_c_clears_a_line_ends_a_loop_and_stops_a_load_before_it_publishes() throws Exception {
        try (TestTerminal terminal = new TestTerminal(folder)) {
            terminal.until("pipette> ");
            terminal.type("var p = oops" + CTRL_C);
            terminal.until("pipette> ");
            terminal.enter(here("var p = pipeline(\"slow\", duckdb(\"slow.duckdb\"))"));
            terminal.enter("var begun = new java.util.concurrent.CountDownLatch(1)");
            terminal.enter(
                    "var numbers = resource(\"numbers\").stream(context -> Stream.iterate(1, i -> { begun.countDown();"
                            + " return i + 1; }).map(i -> Map.of(\"id\", i)))");
            terminal.type("p.run(numbers)\r");
            terminal.until("extracting");
            terminal.type(CTRL_C);
            String stopped = terminal.until("pipette> ");

            assertThat(stopped).contains("error: [INTERRUPTED]").doesNotContain("/trace");
            assertThat(folder.resolve("slow.duckdb")).doesNotExist();
            String runs = "pipette.test." + folder.getFileName();
            terminal.type("while (true) { System.setProperty(\"" + runs + "\", \"\"); }\r");
            while (System.getProperty(runs) == null) {
                Thread.onSpinWait();
            }
            terminal.type(CTRL_C);
            assertThat(terminal.until("pipette> "))
                    .contains("interrupted: What was declared and loaded before stays.\n");
            System.clearProperty(runs);
            terminal.type("exit\r");
            assertThat(terminal.exitCode()).isZero();
        }
    }
}
