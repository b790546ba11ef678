package dev.pipette.cli;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pipette.Pipette;
import dev.pipette.RunContext;
import dev.pipette.admin.RunningScript;
import dev.pipette.cli.Cli.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Scripts of JShell code in {@code pipette run}; they run in this JVM, so what they say goes into files. */
class ScriptTests {
    /** For scripts that need no shell of their own: how they are read, and where they end. */
    private static @Nullable SnippetShell shell;

    @TempDir
    Path folder;

    @BeforeAll
    static void open_a_shell() throws IOException {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        shell = SnippetShell.open(new ScriptControl());
        Thread.currentThread().setContextClassLoader(before);
    }

    @AfterAll
    static void close_the_shell() {
        requireNonNull(shell).close();
    }

    /** Runs a script in the shell that tests share; returns the exit code that it asks for. */
    private static int read(String script) {
        return new ScriptRun(new ScriptFile("DAY", script), requireNonNull(shell)).toTheEnd();
    }

    /** What the command prints behind its name, with exit code 2. */
    private static void assertNotRead(String script, String told) {
        assertThatExceptionOfType(ScriptException.class)
                .isThrownBy(() -> read(script))
                .satisfies(problem -> {
                    assertThat(problem.getMessage() + "\n").isEqualToNormalizingNewlines(told);
                    assertThat(Problems.exitCode(problem)).isEqualTo(2);
                });
    }

    private Result run(String script, Object... arguments) throws IOException {
        List<Object> words = new ArrayList<>(List.of("run", write(script)));
        words.addAll(List.of(arguments));
        return Cli.run(words.toArray());
    }

    private Path write(String script) throws IOException {
        return Files.writeString(folder.resolve("day.jsh"), script);
    }

    private Path said() {
        return folder.resolve("said.txt");
    }

    /** What is told of a problem, in which DAY stands for the path of the script. */
    private void assertProblem(Result result, int exitCode, String told) {
        assertThat(result.err().replace(folder.resolve("day.jsh").toString(), "DAY"))
                .isEqualToNormalizingNewlines("pipette run: " + told);
        assertThat(result.exitCode()).isEqualTo(exitCode);
        assertThat(result.out()).isEmpty();
        assertThat(said()).doesNotExist();
    }

    @Test
    void a_script_loads_and_finds_its_arguments_and_the_imports_of_the_shell() throws IOException {
        Result result = run("""
                var p = pipeline("shop", duckdb(args[0] + "/shop.duckdb")).
                    home(Path.of(args[0], "home"))

                var info = p.run(resource("days").
                    rows(List.of(Map.of("day", LocalDate.of(2025, 12, 24)))))
                info
                int twice(int n) {

                    return n * 2;
                }
                String rows = p.dataset().query("SELECT day FROM days").toString(); int n = twice(21)
                Files.writeString(Path.of(args[0], "said.txt"), rows + n + info.tables().size())
                """, folder);

        assertThat(result.err()).startsWith("shop -> duckdb ");
        assertThat(result.out()).isEmpty();
        assertThat(result.exitCode()).isZero();
        assertThat(said()).hasContent("day\n----------\n2025-12-24\n1 row421");
    }

    @Test
    void a_line_that_begins_with_a_dot_goes_on_with_the_line_above() throws IOException {
        Result result = run("""
                var words = List.of("a", "b", "c") // of a list
                    // without the first

                    .stream()
                    .skip(1)
                    .toList()
                int n = words
                    .size(); int m = 40
                int size(List<String> some) {
                    return some
                        .size();
                }
                Files.writeString(Path.of(args[0], "said.txt"), words + " " + (n + m)
                    + size(words))
                """, folder);

        assertThat(result.err()).isEmpty();
        assertThat(result.exitCode()).isZero();
        assertThat(said()).hasContent("[b, c] 422");
    }

    @Test
    void what_each_run_of_a_script_did_is_told_on_standard_error() throws IOException {
        String script = """
                var p = pipeline("shop", duckdb(args[0] + "/shop.duckdb")).home(Path.of(args[0], "home"))
                p.run(resource("days").rows(List.of(Map.of("day", 1))))
                p.run(resource("weeks").rows(List.of(Map.of("week", 1), Map.of("week", 2))).replace())
                """;

        Result result = run(script, folder);
        Result quiet = Cli.run("run", "--quiet", write(script), folder);

        String summary = """
                shop -> duckdb FOLDER/shop.duckdb, dataset shop_dataset

                table  rows  disposition
                -----  ----  -----------
                days      1  append

                schema changes:
                  table days was made with 1 column

                load ID, TIME

                shop -> duckdb FOLDER/shop.duckdb, dataset shop_dataset

                table  rows  disposition
                -----  ----  -----------
                weeks     2  replace

                schema changes:
                  table weeks was made with 1 column

                load ID, TIME

                """;
        assertThat(result.err()
                        .replace(folder.toString(), "FOLDER")
                        .replaceAll("load [0-9.]+, [0-9.]+ m?s", "load ID, TIME"))
                .isEqualToNormalizingNewlines(summary);
        assertThat(result.out()).isEmpty();
        assertThat(quiet.exitCode()).isZero();
        assertThat(quiet.err()).isEmpty();
    }

    @Test
    void runs_of_a_script_are_traced_with_its_name_and_the_hash_of_its_bytes() throws IOException {
        Path script = write("""
                var p = pipeline("shop", duckdb(args[0] + "/shop.duckdb")).home(Path.of(args[0], "home"))
                p.run(resource("days").rows(List.of(Map.of("day", 1))))
                """);

        Result result = Cli.run("run", "--quiet", script, folder);
        Result trace = Cli.run("pipeline", "shop", "trace", "--json", "--home", folder.resolve("home"));

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(trace.json().path("script").path("name").asString()).isEqualTo(script.toString());
        assertThat(trace.json().path("script").path("sha256").asString())
                .isEqualTo(RunningScript.of(script).sha256());
        assertThat(RunContext.current().script()).isEmpty();
    }

    @Test
    void what_this_jvm_loads_after_a_script_is_told_to_nobody() throws IOException {
        Result result = run("int n = 1", folder);

        Pipette.pipeline("after", Pipette.duckdb(folder.resolve("after.duckdb")))
                .home(folder.resolve("home"))
                .run(Pipette.resource("days").rows(List.of(Map.of("day", 1))));

        assertThat(result.err()).isEmpty();
    }

    @Test
    void all_that_stands_behind_the_file_is_the_scripts_whatever_it_looks_like() throws IOException {
        Files.writeString(folder.resolve("words"), "these are not words of a command line");
        List<String> words = List.of(
                "--",
                folder.toString(),
                "--into",
                "duckdb:x",
                "--help",
                "-h",
                "--",
                "@" + folder.resolve("words"),
                "",
                "a b",
                "\"é\\\n");

        Result result =
                run("Files.writeString(Path.of(args[0], \"said.txt\"), String.join(\"|\", args))", words.toArray());

        assertThat(result.err()).isEmpty();
        assertThat(result.exitCode()).isZero();
        assertThat(said()).content().isEqualTo(String.join("|", words.subList(1, words.size())));
    }

    @Test
    void a_value_that_nobody_asked_for_is_not_made_a_text() throws IOException {
        Result result = run("""
                new Object() {
                    public String toString() {
                        throw new IllegalStateException("asked");
                    }
                }
                Object kept = new Object() { public String toString() { throw new IllegalStateException("asked"); } }
                """);

        assertThat(result.err()).isEmpty();
        assertThat(result.exitCode()).isZero();
    }

    @Test
    void the_first_line_that_does_not_compile_ends_it_and_is_shown() throws IOException {
        assertProblem(run("""
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
        assertProblem(run("""

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
        assertProblem(run("\n\nthrow new java.util.NoSuchElementException()\n"), 1, "DAY:3: NoSuchElementException\n");
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

        assertProblem(
                run(script, folder.resolve("shop.duckdb"), folder.resolve("home"), missing),
                3,
                "DAY:2: [SOURCE_MISSING] resource orders: there is no file " + missing + ". Correct the path.\n");
        Files.writeString(missing, "[]");
        assertThat(run(script, noDatabase, folder.resolve("home"), missing).exitCode())
                .isEqualTo(4);
    }

    @Test
    void an_error_in_the_code_of_a_resource_is_told_with_its_own_line() throws IOException {
        assertProblem(
                run("""
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
        assertProblem(run("""
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
        assertProblem(run("class Order extends Paper {}\n"), 2, """
                DAY:1: there is no class Paper here. Declare it above.
                    class Order extends Paper {}
                                        ^
                """);
    }

    @Test
    void a_declaration_that_a_later_one_breaks_is_an_error() throws IOException {
        assertProblem(run("""
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

    @ParameterizedTest
    @ValueSource(strings = {"void pay() {", "int n =", "var text = \"\"\"\n  words", "/* a comment", "List.of(1,\n  2"})
    void what_has_no_end_is_told_where_it_begins(String open) {
        String first = open.lines().findFirst().orElseThrow();

        assertNotRead(
                "int one = 1\n\n" + open + "\n\n",
                "DAY:3: what begins here is not finished where the file ends: close its brackets, texts and comments.\n"
                        + "    " + first + "\n    ^\n");
    }

    @ParameterizedTest
    @CsvSource({"/exit, 0", "'/exit  code + 1 // so', 4", "/exit -1, -1"})
    void exit_ends_it_with_a_code(String exit, int code) {
        assertThat(read("int code = 3\n// now\n" + exit + "\nthrow new IllegalStateException(\"continued\")\n"))
                .isEqualTo(code);
    }

    @Test
    void the_exit_code_of_the_command_is_that_of_the_script() throws IOException {
        Result result = run("/exit 7\nthrow new IllegalStateException(\"continued\")\n");

        assertThat(result.err()).isEmpty();
        assertThat(result.exitCode()).isEqualTo(7);
    }

    @Test
    void a_code_that_is_no_number_is_an_error() {
        assertNotRead("/exit \"a\"\n", """
                DAY:1: incompatible types: java.lang.String cannot be converted to int.
                    /exit "a"
                          ^
                """);
    }

    @Test
    void other_commands_of_the_shell_are_refused_and_divisions_are_none() {
        assertNotRead("""
                int six = 12
                / 2
                """, """
                DAY:2: / is a command of an interactive shell; of these, a script has /exit only. Leave it out.
                    / 2
                    ^
                """);
        assertNotRead("""
                int six = 12 /
                    2
                /open other.jsh
                """, """
                DAY:3: /open is a command of an interactive shell; of these, a script has /exit only. Leave it out.
                    /open other.jsh
                    ^
                """);
    }

    @Test
    void secrets_are_in_no_error() throws IOException {
        assertProblem(run("postgres(\"jdbc:postgresql://me:hunter1@db/shop\").password(\"hunter2\").open()\n"), 2, """
                DAY:1: incompatible types: java.lang.String cannot be converted to dev.pipette.settings.Secret.
                    postgres("***").password("***").open()
                """);

        Result thrown = Cli.run(
                "run",
                "--debug",
                write("throw new IllegalStateException(\"no: password=hunter3\", new Error(\"token: hunter4\"))"));

        assertThat(thrown.err())
                .contains("IllegalStateException: no: password=***", "token: ***", "\tat script.main(")
                .doesNotContain("hunter");
    }

    @Test
    void a_stack_trace_has_the_lines_of_the_script() throws IOException {
        Path script = write("""
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
        Result windows = run("\uFEFFint a = 1\r\n\r\nString s = \"\"\"\r\n    é\r\n    \"\"\"\r\nint b = c\r\n");

        assertProblem(windows, 2, """
                DAY:6: cannot find symbol (symbol: variable c).
                    int b = c
                            ^
                """);
        assertThat(windows.err().replace(System.lineSeparator(), "\n")).doesNotContain("\r");
        assertProblem(run("int a = 1\rint b = c\r"), 2, """
                DAY:2: cannot find symbol (symbol: variable c).
                    int b = c
                            ^
                """);
    }

    @Test
    void nothing_to_run_is_no_error() throws IOException {
        assertThat(run("").exitCode()).isZero();
        assertThat(read("\n// nothing\n")).isZero();
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
                        + " is not a file that can be read. Name a .jsh or .java file.");
        assertThat(Cli.run("run", latin).err())
                .isEqualToIgnoringNewLines("pipette run: [BAD_USAGE] " + latin
                        + " is not written in UTF-8. Save it as UTF-8 and run it again.");
        assertThat(Cli.run("run", "none.jsh").err())
                .contains("there is no file " + Path.of("none.jsh").toAbsolutePath());
    }

    @Test
    void the_thread_that_ran_a_script_is_as_it_was() throws IOException {
        ClassLoader before = Thread.currentThread().getContextClassLoader();

        run("var loader = Thread.currentThread().getContextClassLoader()\n");

        assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
    }
}
