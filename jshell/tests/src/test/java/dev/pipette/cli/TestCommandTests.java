package dev.pipette.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.cli.Cli.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The test cells of scripts. */
class TestCommandTests {
    private static final String SET_UP = """
            int days = param("days", 2)
            var p = pipeline("shop", duckdb("FOLDER/prod.duckdb")).home(Path.of("FOLDER/home"))
            p.run(resource("orders").rows(IntStream.range(0, days).mapToObj(n -> Map.of("id", n)).toList()))

            """;

    @TempDir
    Path folder;

    private Path script(String text) throws IOException {
        return Files.writeString(folder.resolve("day.jsh"), (SET_UP + text).replace("FOLDER", folder.toString()));
    }

    private String shown(String text) {
        return text.replace(folder.toString(), "DIR").replaceAll("(?m) +$", "");
    }

    @Test
    void each_test_cell_is_a_test_and_the_cells_before_it_are_its_set_up() throws IOException {
        Path script = script("""
                // %% [markdown]
                // text

                // %% test all days are there
                assertThat(p.dataset().table("orders")).hasSize(days);

                // %%
                int twice = days * 2

                // %% test a wrong number
                assertThat(p.dataset().query("SELECT count(*) FROM orders"))
                    .hasSize(3);

                // %% test
                assertThat(twice).isEqualTo(4);
                int n = none;
                """);

        Result result = Cli.run("test", script);

        assertThat(shown(result.out())).isEqualTo("""
                passed  all days are there
                FAILED  a wrong number
                        DIR/day.jsh:16: AssertionError:
                        Expected size: 3 but was: 1 in:

                        count_star()
                        ------------
                                   2
                        1 row
                FAILED  line 18
                        DIR/day.jsh:20: cannot find symbol (symbol: variable none).
                            int n = none;
                                    ^

                3 tests, 2 failed
                """);
        assertThat(result.err()).isEmpty();
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(folder.resolve("prod.duckdb")).doesNotExist();
        assertThat(folder.resolve("home")).doesNotExist();
    }

    @Test
    void a_set_up_that_fails_fails_the_tests_after_it() throws IOException {
        Path script = script("""
                // %% test fine
                assertThat(days).isEqualTo(5);

                // %%
                throw new IllegalStateException("broken");

                // %% test one
                assertThat(1).isEqualTo(1);

                // %% test two
                assertThat(1).isEqualTo(1);
                """);

        Result result = Cli.run("test", "--param", "days=5", script);

        assertThat(shown(result.out())).isEqualTo("""
                passed  fine
                FAILED  one
                        DIR/day.jsh:9: IllegalStateException: broken
                FAILED  two
                        not run, because the set-up of a test above failed.

                3 tests, 2 failed
                """);
        assertThat(result.exitCode()).isEqualTo(1);
    }

    @Test
    void a_run_leaves_test_cells_out_and_names_the_same_lines() throws IOException {
        Path script = script("""
                // %% test all days are there
                assertThat(p.dataset().table("orders")).hasSize(days);

                // %%
                throw new IllegalStateException("here");
                """);

        Result result = Cli.run("run", "--quiet", script);

        assertThat(shown(result.err())).isEqualTo("pipette run: DIR/day.jsh:9: IllegalStateException: here\n");
    }

    @Test
    void the_methods_of_a_test_cell_in_a_java_file_are_called() throws IOException {
        Path program = Files.writeString(folder.resolve("Day.java"), """
                import static dev.pipette.Pipette.*;
                import static dev.pipette.testing.PipetteAssertions.*;

                int twice(int n) {
                    return 2 * n;
                }

                void main() {
                    IO.println(twice(21));
                }

                // %% test numbers are doubled
                void doubled() {
                    assertThat(twice(2)).isEqualTo(4);
                }

                // %% test numbers are not doubled
                void not_doubled() {
                    assertThat(twice(2)).isEqualTo(2);
                }
                """);

        Result result = Cli.run("test", program);

        assertThat(shown(result.out())).isEqualTo("""
                passed  numbers are doubled
                FAILED  numbers are not doubled
                        DIR/Day.java:19 (called in line 17): AssertionFailedError:
                        expected: 2
                         but was: 4

                2 tests, 1 failed
                """);
    }

    @Test
    void what_has_no_tests_is_refused() throws IOException {
        assertThat(shown(Cli.run("test", script("")).err()))
                .isEqualTo(
                        "pipette test: [BAD_USAGE] DIR/day.jsh has no test cells. One begins with a line like this: // %%"
                                + " test each row has a name\n");
        assertThat(Cli.run("test", "day.csv").err())
                .isEqualTo("pipette test: [BAD_USAGE] day.csv is not a file that ends in .jsh or .java.\n");
    }
}
