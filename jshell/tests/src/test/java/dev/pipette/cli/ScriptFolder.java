package dev.pipette.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.cli.Cli.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs scripts of JShell code in a folder; they run in this JVM, so what they say goes into files. */
record ScriptFolder(Path folder) {
    /** Runs a script with its arguments, as a command of its own. */
    Result run(String script, Object... arguments) throws IOException {
        List<Object> words = new ArrayList<>(List.of("run", write(script)));
        words.addAll(List.of(arguments));
        return Cli.run(words.toArray());
    }

    Path write(String script) throws IOException {
        return Files.writeString(folder.resolve("day.jsh"), script);
    }

    /** Where scripts write what they say. */
    Path said() {
        return folder.resolve("said.txt");
    }

    /** What is told of a problem, in which DAY stands for the path of the script. */
    void assertProblem(Result result, int exitCode, String told) {
        assertThat(result.err().replace(folder.resolve("day.jsh").toString(), "DAY"))
                .isEqualToNormalizingNewlines("pipette run: " + told);
        assertThat(result.exitCode()).isEqualTo(exitCode);
        assertThat(result.out()).isEmpty();
        assertThat(said()).doesNotExist();
    }
}
