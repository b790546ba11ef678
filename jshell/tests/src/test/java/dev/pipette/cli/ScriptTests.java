package dev.pipette.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.Pipette;
import dev.pipette.RunContext;
import dev.pipette.admin.RunningScript;
import dev.pipette.cli.Cli.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scripts of JShell code in {@code pipette run}. */
class ScriptTests {
    private final Path folder;
    private final ScriptFolder scripts;

    ScriptTests(@TempDir Path folder) {
        this.folder = folder;
        this.scripts = new ScriptFolder(folder);
    }

    @Test
    void a_script_loads_and_finds_its_arguments_and_the_imports_of_the_shell() throws IOException {
        Result result = scripts.run("""
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
        assertThat(scripts.said()).hasContent("day\n----------\n2025-12-24\n1 row421");
    }

    @Test
    void a_line_that_begins_with_a_dot_goes_on_with_the_line_above() throws IOException {
        Result result = scripts.run("""
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
        assertThat(scripts.said()).hasContent("[b, c] 422");
    }

    @Test
    void what_each_run_of_a_script_did_is_told_on_standard_error() throws IOException {
        String script = """
                var p = pipeline("shop", duckdb(args[0] + "/shop.duckdb")).home(Path.of(args[0], "home"))
                p.run(resource("days").rows(List.of(Map.of("day", 1))))
                p.run(resource("weeks").rows(List.of(Map.of("week", 1), Map.of("week", 2))).replace())
                """;

        Result result = scripts.run(script, folder);
        Result quiet = Cli.run("run", "--quiet", scripts.write(script), folder);

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
        Path script = scripts.write("""
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
        Result result = scripts.run("int n = 1", folder);

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

        Result result = scripts.run(
                "Files.writeString(Path.of(args[0], \"said.txt\"), String.join(\"|\", args))", words.toArray());

        assertThat(result.err()).isEmpty();
        assertThat(result.exitCode()).isZero();
        assertThat(scripts.said()).content().isEqualTo(String.join("|", words.subList(1, words.size())));
    }

    @Test
    void a_value_that_nobody_asked_for_is_not_made_a_text() throws IOException {
        Result result = scripts.run("""
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
    void the_exit_code_of_the_command_is_that_of_the_script() throws IOException {
        Result result = scripts.run("/exit 7\nthrow new IllegalStateException(\"continued\")\n");

        assertThat(result.err()).isEmpty();
        assertThat(result.exitCode()).isEqualTo(7);
    }

    @Test
    void the_thread_that_ran_a_script_is_as_it_was() throws IOException {
        ClassLoader before = Thread.currentThread().getContextClassLoader();

        scripts.run("var loader = Thread.currentThread().getContextClassLoader()\n");

        assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
    }

    @Test
    void nothing_to_run_is_no_error() throws IOException {
        assertThat(scripts.run("").exitCode()).isZero();
    }
}
