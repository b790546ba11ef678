package dev.pipette.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a shell answers, where lines come from a pipe: without a prompt, colors and progress. */
class ShellTests {
    @TempDir
    Path folder;

    private String pipeline() {
        return "pipeline(\"trial\", duckdb(\"" + folder.resolve("trial.duckdb") + "\")).home(Path.of(\""
                + folder.resolve("home") + "\"))";
    }

    @Test
    void values_print_themselves_and_have_names() {
        Shell.Result shell = Shell.piped(
                folder,
                "1 + 1",
                "$1 * 21",
                "\"a \\\"b\\\"\"",
                "'c'",
                "String none = null",
                "var p = " + pipeline(),
                "p.run(resource(\"cities\").rows(List.of(Map.of(\"id\", 1, \"name\", \"Oslo\"))).merge(\"id\"))",
                "p.dataset().query(\"SELECT id, name FROM cities\")",
                "int[] numbers = {1, 2}",
                "Stream.of(1)",
                "Optional.of(2)",
                "new Object()",
                "Runnable nothing = () -> {}",
                "numbers[0] = 7",
                "void f() { g(); }",
                "int g() { return 3; }",
                "record Point(int x, int y) {}",
                "int later");

        assertThat(shell.err()).isEmpty();
        assertThat(shell.out()).isEqualTo("""
                $1 ==> 2
                $2 ==> 42
                $3 ==> "a \\"b\\""
                $4 ==> 'c'
                none ==> null
                p ==> trial -> duckdb:FOLDER/trial.duckdb, dataset trial_dataset
                $5 ==> trial -> duckdb FOLDER/trial.duckdb | cities 1 row merged | TIME
                $6 ==>
                id  name
                --  ----
                 1  Oslo
                1 row
                numbers ==> [1, 2]
                $7 ==> a stream that is not read yet: read it once, with .toList()
                $8 ==> Optional of 2
                $9 ==> a value of Object
                nothing ==> a value of Runnable
                $10 ==> 7
                created method f(), which can be used once there is method g()
                created method g()
                created record Point
                declared later, a variable of type int
                """.replace("FOLDER", folder.toString()));
        assertThat(shell.exitCode()).isZero();
    }

    @Test
    void an_error_is_one_message_with_the_way_out_and_the_next_line_runs() {
        Shell.Result shell = Shell.piped(
                folder,
                "var p = " + pipeline(),
                "p.run(json(\"orders\", Path.of(\"/none/orders.json\")))",
                "int x = y + 1",
                "void fail() {",
                "  throw new IllegalStateException(\"no\", new java.io.IOException(\"disk\"));",
                "}",
                "fail()",
                "1 +",
                "  two",
                "3 + 4");

        assertThat(shell.err()).isEqualTo("""
                error: [SOURCE_MISSING] resource orders: there is no file /none/orders.json. Correct the path.
                  /trace shows the stack trace.
                error: cannot find symbol (symbol: variable y).
                    int x = y + 1
                            ^
                error in input 2, line 2, called in input 3, line 1: IllegalStateException: no
                  cause: IOException: disk
                  /trace shows the stack trace.
                error in line 2: cannot find symbol (symbol: variable two).
                      two
                      ^
                """);
        assertThat(shell.out()).endsWith("created method fail()\n$2 ==> 7\n");
    }

    @Test
    void a_stack_trace_comes_when_it_is_asked_for() {
        Shell.Result shell = Shell.piped(folder, "/trace", "int f() { return 1 / 0; }", "f()", "/trace");

        assertThat(shell.out()).isEqualTo("""
                There was no error yet.
                created method f()
                java.lang.ArithmeticException: / by zero
                \tat script.f(input 1:1)
                \tat script.main(input 2:1)
                """);
        assertThat(shell.err()).isEqualTo("""
                error in input 1, line 1, called in input 2, line 1: ArithmeticException: / by zero
                  /trace shows the stack trace.
                """);
    }

    @Test
    void a_line_that_begins_with_a_dot_continues_the_line_above_pasted_and_typed() {
        String[] lines = {
            "Resource orders = csv(\"orders\", Path.of(\"orders.csv\"))",
            "    // what is declared is not guessed",
            "    .column(\"zip\", text())              // zip codes",
            "    .merge(\"id\");",
            "var events = jsonl(\"events\", Path.of(\"events.jsonl\"))",
            "    .primaryKey(\"id\")",
            "    .replace()",
            "\"a b\"",
            "    .toUpperCase(java.util.Locale.ROOT)",
            "    .length()"
        };

        Shell.Result piped = Shell.piped(folder, lines);
        Shell.Result typed = Shell.typed(folder, lines);

        assertThat(piped.err() + typed.err()).isEmpty();
        assertThat(piped.out()).isEqualTo("""
                orders ==> orders (merge into orders, orders.csv)
                events ==> events (replace into events, events.jsonl)
                $1 ==> 3
                """);
        assertThat(typed.out()).isEqualTo("""
                orders ==> orders (append into orders, orders.csv)
                orders ==> orders (append into orders, orders.csv)
                orders ==> orders (merge into orders, orders.csv)
                events ==> events (append into events, events.jsonl)
                events ==> events (append into events, events.jsonl)
                events ==> events (replace into events, events.jsonl)
                $1 ==> "a b"
                $2 ==> "A B"
                $3 ==> 3
                """);
    }

    @Test
    void where_a_call_would_mean_something_else_in_a_file_it_is_not_guessed() {
        Shell.Result typed = Shell.typed(
                folder,
                "int one = 1;",
                ".toString()",
                "\"a\" + \"b\"",
                ".length()",
                "one++; int x = y",
                ".toString()",
                "one");

        assertThat(typed.out()).isEqualTo("one ==> 1\n$1 ==> \"ab\"\n$2 ==> 1\none ==> 2\n");
        assertThat(typed.err()).isEqualTo("""
                error: illegal start of expression.
                    .toString()
                    ^
                error: illegal start of expression.
                    .length()
                    ^
                error: cannot find symbol (symbol: variable y).
                    one++; int x = y
                                   ^
                error: illegal start of expression.
                    .toString()
                    ^
                """);
    }

    @Test
    void the_commands_that_people_know_from_jshell_work_or_say_what_does() throws IOException {
        Path saved = folder.resolve("saved.jsh");
        Path script = Files.writeString(folder.resolve("three.jsh"), "int three = 3\n");

        Shell.Result shell = Shell.piped(
                folder,
                "int one = 1",
                "oops",
                "String twice(int number) {",
                "  return \"twice \" + number;",
                "}",
                "/list",
                "/vars",
                "/open " + script,
                "three",
                "/2",
                "/!",
                "/save " + saved,
                "/save " + saved,
                "/drop one",
                "one",
                "/edit",
                "/lst",
                "/e",
                "/open none.jsh",
                "/env",
                "/reset",
                "/list",
                "three",
                "/exit 3 + 4",
                "not reached");

        assertThat(shell.out()).isEqualTo("""
                one ==> 1
                created method twice(int)
                   1 : int one = 1
                   2 : String twice(int number) {
                         return "twice " + number;
                       }
                int one = 1
                three ==> 3
                String twice(int number) {
                  return "twice " + number;
                }
                created method twice(int)
                String twice(int number) {
                  return "twice " + number;
                }
                created method twice(int)
                5 inputs written. Run them with: pipette run FOLDER/saved.jsh
                Pipette, its libraries and the JDK. /add and /jar add more; so do --add and --jar of 'pipette shell'.
                All that was declared is forgotten. What was loaded stays.
                """.replace("FOLDER", folder.toString()));
        assertThat(shell.err()).isEqualTo("""
                error: cannot find symbol (symbol: variable oops).
                    oops
                    ^
                error: [BAD_USAGE] there is a file FOLDER/saved.jsh already, and it stays as it is. Name another one, or delete it.
                error: cannot find symbol (symbol: variable one).
                    one
                    ^
                error: [BAD_USAGE] there is no /edit here. Edit a file with your editor, and run it with /open FILE. The arrow keys bring inputs back, whole.
                error: [BAD_USAGE] there is no command /lst. Did you mean '/list'? /help lists the commands.
                error: [BAD_USAGE] /e may be /env or /exit: type one more letter.
                error: [BAD_USAGE] there is no file HERE/none.jsh to read. Correct the path.
                error: cannot find symbol (symbol: variable three).
                    three
                    ^
                """.replace("FOLDER", folder.toString())
                .replace("HERE", Path.of("").toAbsolutePath().toString()));
        assertThat(saved).content().startsWith("int one = 1\nString twice(int number) {\n  return");
        assertThat(shell.exitCode()).isEqualTo(7);
    }

    @Test
    void what_ran_above_an_error_is_saved() {
        Path saved = folder.resolve("saved.jsh");

        Shell.piped(folder, "int a = 1; int b = 1 / 0;", "int c = a", "/save " + saved);

        assertThat(saved).content().isEqualTo("int a = 1;\nint c = a\n");
    }

    @Test
    void a_call_of_a_method_that_waits_for_another_one_names_that() {
        Shell.Result shell = Shell.piped(folder, "int f() { return g() + 1; }", "f()");

        assertThat(shell.err())
                .contains("[BAD_USAGE] f needs method g(), which is not declared yet. Declare it first.");
    }

    @Test
    void scripts_run_first_and_one_that_exits_ends_the_shell() throws IOException {
        Path first = Files.writeString(folder.resolve("first.jsh"), "int one = 1\n");
        Path broken = Files.writeString(folder.resolve("broken.jsh"), "int two = 2\nint x = y\nint three = 3\n");
        Path last = Files.writeString(folder.resolve("last.jsh"), "/exit one + two");

        Shell.Result stays = Shell.run(folder, List.of(first, broken), new StringReader("one + two\n"));
        Shell.Result ends = Shell.run(folder, List.of(first, broken, last), new StringReader("not reached\n"));

        assertThat(stays.out()).isEqualTo("$1 ==> 3\n");
        assertThat(stays.err()).isEqualTo("""
                error in BROKEN:2: cannot find symbol (symbol: variable y).
                    int x = y
                            ^
                  The code below it did not run.
                """.replace("BROKEN", broken.toString()));
        assertThat(ends.exitCode()).isEqualTo(3);
        assertThat(ends.out()).isEmpty();
    }

    @Test
    void secrets_are_masked_and_control_characters_are_escapes() {
        Shell.Result shell = Shell.piped(
                folder,
                "var token = dev.pipette.settings.Secret.of(\"hunter2-hunter2\")",
                "\"say hunter2-hunter2\"",
                "throw new IllegalStateException(\"hunter2-hunter2 \\033[2J\")");

        assertThat(shell.out()).isEqualTo("token ==> ***\n$1 ==> \"say ***\"\n");
        assertThat(shell.err()).startsWith("error: IllegalStateException: *** \\u001b[2J\n");
    }
}
