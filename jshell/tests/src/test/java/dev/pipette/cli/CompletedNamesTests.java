package dev.pipette.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names of this machine that a real bash completes: pipelines, load ids, destinations, columns, and files. */
class CompletedNamesTests {
    @TempDir
    Path folder;

    @BeforeEach
    void make_names() throws IOException {
        Files.writeString(
                folder.resolve("completion.sh"), Cli.run("completion", "bash").out());
        Files.createDirectories(folder.resolve("home/pipelines/shop/packages/17.5"));
        Files.createDirectories(folder.resolve("home/pipelines/shop/quarantine/16.5"));
        Files.createDirectories(folder.resolve("home/pipelines/quakes/packages/99.5"));
        Files.writeString(folder.resolve("pipette.toml"), "[destination.warehouse]\nurl = \"duckdb:w.duckdb\"\n");
        Files.writeString(folder.resolve("day.csv"), "\uFEFFid,\"Post Code\",name\r\n1,2,3\r\n");
        Files.writeString(folder.resolve("semi.csv"), "a;b\n1;2\n");
        try (OutputStream bytes = new GZIPOutputStream(Files.newOutputStream(folder.resolve("week.tsv.gz")))) {
            bytes.write("left\tright\n".getBytes(UTF_8));
        }
    }

    /** What bash offers behind the last word, and which options of its completion were changed. */
    private List<String> completed(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                "bash",
                "-c",
                ". ./completion.sh; compopt() { printf 'compopt %s\\n' \"$*\"; }; COMP_WORDS=(\"$@\");"
                        + " COMP_CWORD=$(($# - 1)); _pipette_completion; printf '%s\\n' \"${COMPREPLY[@]}\"",
                "bash",
                "pipette"));
        command.addAll(List.of(words));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().put("PIPETTE_HOME", folder.resolve("home").toString());
        Process bash = builder.start();
        String output = new String(bash.getInputStream().readAllBytes(), UTF_8);
        assertThat(bash.waitFor()).as(output).isZero();
        return output.lines()
                .filter(line -> !line.isBlank() && !line.equals("compopt +o default"))
                .toList();
    }

    @Test
    void pipelines_and_load_ids_are_those_of_the_working_folder() throws Exception {
        assertThat(completed("pipeline", "")).containsExactlyInAnyOrder("shop", "quakes");
        assertThat(completed("load", "day.csv", "--pipeline", "s")).containsExactly("shop");
        assertThat(completed("schema", "export", "q")).containsExactly("quakes");
        assertThat(completed("schema", "diff", "day.csv", "s")).containsExactly("shop");
        assertThat(completed("pipeline", "shop", "retry", "")).containsExactlyInAnyOrder("17.5", "16.5");
        assertThat(completed("sql", "package", ":", "9")).containsExactly("99.5");
        assertThat(completed("load", "--home", "absent", "--pipeline", "s")).containsExactly("compopt -o default");
    }

    @Test
    void destinations_are_those_of_the_settings() throws Exception {
        assertThat(completed("load", "day.csv", "--into", "")).containsExactly("warehouse", "duckdb:", "postgres:");
        assertThat(completed("show", "w")).containsExactly("warehouse");
        assertThat(completed("load", "--into", "=", "w")).containsExactly("warehouse");
        assertThat(completed("sql", "duck")).containsExactly("compopt -o nospace", "duckdb:");
    }

    @Test
    void columns_are_those_of_the_file_on_the_line() throws Exception {
        for (String option : List.of(
                "--merge",
                "--merge-key",
                "--replace-matching",
                "--hard-delete",
                "--dedup-sort",
                "--primary-key",
                "--cursor",
                "--columns",
                "--exclude",
                "--rename")) {
            assertThat(completed("load", "day.csv", option, ""))
                    .as(option)
                    .containsExactly("id", "Post\\ Code", "name");
        }
        assertThat(completed("load", "day.csv", "--merge", "id,n")).containsExactly("id,name");
        assertThat(completed("load", "'day*.csv'", "--cursor", "i")).containsExactly("id");
        assertThat(completed("load", "semi.csv", "--columns", "")).containsExactly("a", "b");
        assertThat(completed("load", "week.tsv.gz", "--columns", "")).containsExactly("left", "right");
    }

    @Test
    void formats_are_completed_also_behind_an_equals_sign() throws Exception {
        assertThat(completed("load", "day.csv", "--format", "j")).containsExactlyInAnyOrder("json", "jsonl");
        assertThat(completed("load", "--format", "=", "p")).containsExactly("parquet");
        assertThat(completed("load", "--missing", "e")).containsExactly("exclude");
    }

    @Test
    void files_are_left_to_bash() throws Exception {
        for (List<String> line : List.of(
                List.of("load", "da"),
                List.of("load", "--into", "duckdb", ":", "sh"),
                List.of("sql", "duckdb:x", "-f", "q"),
                List.of("show", "orders", "-o", "o"),
                List.of("load", "absent.csv", "--merge", ""))) {
            assertThat(completed(line.toArray(String[]::new)))
                    .as(line.toString())
                    .containsExactly("compopt -o default");
        }
    }

    @Test
    void a_name_that_could_run_something_is_quoted() throws Exception {
        Path evil = Files.writeString(folder.resolve("evil.csv"), "$(touch made),`touch made`,a b\n");

        assertThat(completed("load", evil.getFileName().toString(), "--merge", ""))
                .containsExactly("\\$\\(touch\\ made\\)", "\\`touch\\ made\\`", "a\\ b");
        assertThat(completed("load", "$(touch made).csv", "--merge", "")).containsExactly("compopt -o default");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(path -> path.getFileName().toString())).doesNotContain("made");
        }
    }
}
