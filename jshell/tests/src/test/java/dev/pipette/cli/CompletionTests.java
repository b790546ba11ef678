package dev.pipette.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The completion script in a real bash. */
class CompletionTests {
    @TempDir
    Path folder;

    private Path script = Path.of("completion.sh");

    @BeforeEach
    void print_the_script() throws IOException {
        Cli.Result result = Cli.run("completion", "bash");
        assertThat(result.err()).isEmpty();
        script = Files.writeString(folder.resolve("completion.sh"), result.out());
    }

    @Test
    void the_script_is_valid_and_loads_without_a_word() throws Exception {
        assertThat(bash("set -eu; bash -n " + script + " && . " + script + " && complete -p pipette"))
                .containsExactly("complete -o default -F _pipette_completion pipette");
    }

    @Test
    void zsh_gets_the_same_script_which_loads_what_bash_has_by_itself() {
        assertThat(Cli.run("completion", "zsh").out())
                .isEqualTo(Cli.run("completion", "bash").out())
                .contains("bashcompinit");
    }

    @ParameterizedTest
    @CsvSource({
        "pipette lo, load",
        "pipette do, doctor",
        "pipette ru, run",
        "pipette so, sources",
        "pipette run everflow --on, --only",
        "pipette run re, redtrack",
        "pipette sh, show shell",
        "pipette load day.csv --rep, --replace --replace-where --replace-matching",
        "pipette load day.csv --max-r, --max-rejects --max-reject-rate",
        "pipette load day.csv --bad-rows r, reject",
        "pipette pipeline shop re, retry rejects replay",
        "pipette schema ex, export",
        "pipette show --format c, csv",
        "pipette conf, config",
        "pipette config ex, explain",
        "pipette pro, promote",
        "pipette jobs back, backfill",
        "pipette promote orders.jsh --overlap s, skip",
        "pipette promote everflow --missed l, latest",
        "pipette completion z, zsh"
    })
    void words_are_completed(String line, String words) throws Exception {
        assertThat(completed(line)).containsExactlyInAnyOrder(words.split(" "));
    }

    private List<String> completed(String line) throws Exception {
        List<String> typed = List.of(line.split(" "));
        // compopt works only while bash itself completes
        return bash(". " + script + "; compopt() { :; }; COMP_WORDS=(" + line + "); COMP_CWORD=" + (typed.size() - 1)
                        + "; COMP_LINE='" + line + "'; COMP_POINT=" + line.length()
                        + "; _complete_pipette; printf '%s\\n' \"${COMPREPLY[@]}\"")
                .stream()
                .map(String::strip)
                .toList();
    }

    @Test
    void where_nothing_is_known_bash_takes_names_of_files() throws Exception {
        assertThat(completed("pipette run jshell/exam")).containsOnly("");
    }

    @Test
    void another_shell_is_bad_usage() {
        Cli.Result result = Cli.run("completion", "fish");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err())
                .startsWith("pipette completion: invalid value for SHELL: expected one of bash, zsh but was 'fish'.");
    }

    private static List<String> bash(String commands) throws Exception {
        Process process = new ProcessBuilder("bash", "-c", commands)
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output.lines().toList();
    }
}
