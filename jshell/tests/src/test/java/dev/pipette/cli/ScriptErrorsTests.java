package dev.pipette.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.cli.Cli.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code pipette run} prints where a script of JShell code cannot go on. */
class ScriptErrorsTests {
    private final Path folder;
    private final ScriptFolder scripts;

    ScriptErrorsTests(@TempDir Path folder) {
        this.folder = folder;
        this.scripts = new ScriptFolder(folder);
    }

    @Test
    void the_first_line_that_does_not_compile_ends_it_and_is_shown() throws IOException {
        scripts.assertProblem(scripts.run("""
                // a comment

                int one = 1

                /* and one
                   of two lines */
                String text = \"""
                    a text

                    of some lines\"""
                int add(int a, int b) {
                    return a + b;
                } // behind it

                int three = add(one, 2); int four = three +
                    nothing;
                Files.writeString(Path.of(args[0], "said.txt"), "went on")
                """, folder), 2, """
                DAY:16: cannot find symbol (symbol: variable nothing).
                        nothing;
                        ^
                """);
    }

    @Test
    void an_exception_ends_it_and_is_told_with_its_line_and_its_root_cause_once() throws IOException {
        scripts.assertProblem(scripts.run("""

                // a comment
                int orders(int day) {
                    if (day == 0) {
                        // a day without orders
                        throw new IllegalStateException("no orders", new IOException("the disk is full"));
                    }
                    return orders(day - 1);
                }

                int a = 1; int b = a +
                    orders(2);
                Files.writeString(Path.of(args[0], "said.txt"), "went on")
                """, folder), 1, """
                DAY:6 (called in line 12): IllegalStateException: no orders
                  cause: IOException: the disk is full
                """);
    }

    @Test
    void an_exception_without_a_message_is_told_by_its_name() throws IOException {
        scripts.assertProblem(
                scripts.run("\n\nthrow new java.util.NoSuchElementException()\n"),
                1,
                "DAY:3: NoSuchElementException\n");
    }

    @Test
    void an_error_of_pipette_is_what_it_is_in_other_commands() throws IOException {
        Path missing = folder.resolve("orders.json");
        Path noDatabase = Files.writeString(folder.resolve("notes.duckdb"), "this is no database ".repeat(1_000));
        String script = """
                var p = pipeline("shop", duckdb(args[0])).home(Path.of(args[1]))
                p.run(json("orders", Path.of(args[2])))
                Files.writeString(Path.of(args[1]).resolveSibling("said.txt"), "went on")
                """;

        scripts.assertProblem(
                scripts.run(script, folder.resolve("shop.duckdb"), folder.resolve("home"), missing),
                3,
                "DAY:2: [SOURCE_MISSING] resource orders: there is no file " + missing + ". Correct the path.\n");
        Files.writeString(missing, "[]");
        assertThat(scripts.run(script, noDatabase, folder.resolve("home"), missing)
                        .exitCode())
                .isEqualTo(4);
    }

    @Test
    void an_error_in_the_code_of_a_resource_is_told_with_its_own_line() throws IOException {
        scripts.assertProblem(
                scripts.run("""
                var p = pipeline("shop", duckdb(args[0] + "/shop.duckdb")).home(Path.of(args[0], "home"))
                var orders = resource("orders").
                    rows(List.of(Map.of("id", 1), Map.of("id", 2))).
                    map(row -> {
                        if (row.get("id").equals(2)) {
                            throw new IllegalArgumentException("two is bad");
                        }
                        return row;
                    })

                p.run(orders)
                """, folder),
                3,
                "DAY:6 (called in line 11): [RESOURCE_FAILED] resource orders failed after 2 rows:"
                        + " IllegalArgumentException: two is bad. Nothing of the run was loaded.\n");
    }

    @Test
    void what_jshell_would_wait_for_is_an_error() throws IOException {
        scripts.assertProblem(scripts.run("""
                int total(int n) {
                    int all = n;
                    return tax(all);
                }
                int tax(int n) { return n; }
                """), 2, """
                DAY:3: there is no method tax(int) here. Declare it above.
                        return tax(all);
                               ^
                """);
        scripts.assertProblem(scripts.run("class Order extends Paper {}\n"), 2, """
                DAY:1: there is no class Paper here. Declare it above.
                    class Order extends Paper {}
                                        ^
                """);
    }

    @Test
    void a_declaration_that_a_later_one_breaks_is_an_error() throws IOException {
        scripts.assertProblem(scripts.run("""
                int rate = 1
                int twice() { return rate * 2; }

                String rate = "a"
                """), 2, """
                DAY:2: bad operand types for binary operator '*' (first type: java.lang.String, second type: int), since\
                 line 4 declares it again.
                    int twice() { return rate * 2; }
                                              ^
                """);
    }

    @Test
    void secrets_are_in_no_error() throws IOException {
        scripts.assertProblem(
                scripts.run("postgres(\"jdbc:postgresql://me:hunter1@db/shop\").password(\"hunter2\").open()\n"),
                2,
                """
                DAY:1: incompatible types: java.lang.String cannot be converted to dev.pipette.settings.Secret.
                    postgres("***").password("***").open()
                """);

        Result thrown = Cli.run(
                "run",
                "--debug",
                scripts.write(
                        "throw new IllegalStateException(\"no: password=hunter3\", new Error(\"token: hunter4\"))"));

        assertThat(thrown.err())
                .contains("IllegalStateException: no: password=***", "token: ***", "\tat script.main(")
                .doesNotContain("hunter");
    }

    @Test
    void a_stack_trace_has_the_lines_of_the_script() throws IOException {
        Path script = scripts.write("""
                int fail(int n) {
                    throw new IllegalStateException("failed");
                }

                fail(1)
                """);

        assertThat(Cli.run("run", "--debug", script).err())
                .contains("\tat script.fail(" + script + ":2)", "\tat script.main(" + script + ":5)")
                .doesNotContain("REPL", "ScriptRun");
    }

    @Test
    void line_ends_and_a_mark_of_other_systems_are_understood() throws IOException {
        Result windows =
                scripts.run("\uFEFFint a = 1\r\n\r\nString s = \"\"\"\r\n    é\r\n    \"\"\"\r\nint b = c\r\n");

        scripts.assertProblem(windows, 2, """
                DAY:6: cannot find symbol (symbol: variable c).
                    int b = c
                            ^
                """);
        assertThat(windows.err().replace(System.lineSeparator(), "\n")).doesNotContain("\r");
        scripts.assertProblem(scripts.run("int a = 1\rint b = c\r"), 2, """
                DAY:2: cannot find symbol (symbol: variable c).
                    int b = c
                            ^
                """);
    }

    @Test
    void a_file_that_cannot_be_run_is_told_by_its_full_path() throws IOException {
        Path none = folder.resolve("none.jsh");
        Path directory = Files.createDirectory(folder.resolve("scripts.jsh"));
        Path latin = Files.write(folder.resolve("latin.jsh"), new byte[] {'/', '/', (byte) 0xE9});

        assertThat(Cli.run("run", none).err())
                .isEqualToIgnoringNewLines("pipette run: [BAD_USAGE] there is no file " + none + ". Correct the path.");
        assertThat(Cli.run("run", directory).err())
                .isEqualToIgnoringNewLines("pipette run: [BAD_USAGE] " + directory
                        + " is not a file that can be read. Name a .jsh, .java or .yaml file.");
        assertThat(Cli.run("run", latin).err())
                .isEqualToIgnoringNewLines("pipette run: [BAD_USAGE] " + latin
                        + " is not written in UTF-8. Save it as UTF-8 and run it again.");
        assertThat(Cli.run("run", "none.jsh").err())
                .contains("there is no file " + Path.of("none.jsh").toAbsolutePath());
    }
}
