package dev.pipette.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.cli.Cli.Result;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program as another scheduler than Pipette's own runs it: one occurrence of a job, which counts once. */
class JobIdentityTests {
    private static final String HOUR = "2025-12-24T06:00:00-05:00/PT1H";

    private static final String APPENDS = """
            var shop = pipeline("shop", duckdb(args[0] + "/shop.duckdb")).home(Path.of(args[0], "home"));
            shop.run(resource("hours").rows(List.of(Map.of("job", run.job().orElse("none")))));
            """;

    private final Path folder;
    private final ScriptFolder scripts;

    JobIdentityTests(@TempDir Path folder) {
        this.folder = folder;
        this.scripts = new ScriptFolder(folder);
    }

    private Result runJob(Object... words) {
        Object[] all = new Object[words.length + 3];
        all[0] = "run";
        all[1] = "--job";
        all[2] = "orders";
        System.arraycopy(words, 0, all, 3, words.length);
        return Cli.run(all);
    }

    @Test
    void an_occurrence_that_is_run_again_counts_once() throws IOException {
        Path script = scripts.write(APPENDS);

        assertThat(runJob("--interval", HOUR, script, folder)).returns(0, Result::exitCode);
        assertThat(runJob("--interval", HOUR, script, folder)).returns(0, Result::exitCode);
        assertThat(runJob("--interval", "2025-12-24T07:00:00-05:00/PT1H", script, folder))
                .returns(0, Result::exitCode);

        assertThat(Cli.run(
                                "sql",
                                "duckdb:" + folder + "/shop.duckdb",
                                "SELECT count(*) AS n, max(job) AS job FROM hours")
                        .out())
                .contains("2  orders");
    }

    @Test
    void the_exit_code_says_whether_to_try_again() throws IOException {
        Path failing = scripts.write("throw new IllegalStateException(\"the API is away\");\n");
        assertThat(runJob("--interval", HOUR, failing)).returns(75, Result::exitCode);

        Path wrong =
                scripts.write("pipeline(\"shop\", duckdb(args[0] + \"/shop.duckdb\")).home(Path.of(args[0], \"home\"))"
                        + ".run(json(\"orders\", Path.of(args[0], \"none.json\")));\n");
        assertThat(runJob("--interval", HOUR, wrong, folder)).returns(3, Result::exitCode);

        Path incomplete = scripts.write("int days = ;\n");
        assertThat(runJob("--interval", HOUR, incomplete)).returns(2, Result::exitCode);
    }

    @Test
    void the_newest_interval_of_a_schedule_can_be_named() throws IOException {
        Path script = scripts.write("Files.writeString(Path.of(args[0], \"said.txt\"), run.interval().toString());\n");

        Result ran = runJob("--interval", "last:15 * * * *@America/New_York@2025-12-24T12:20:00Z", script, folder);

        assertThat(ran).returns(0, Result::exitCode);
        assertThat(scripts.said()).hasContent("2025-12-24T06:15:00-05:00/2025-12-24T07:15:00-05:00");
    }

    @Test
    void words_that_do_not_go_together_are_refused() throws IOException {
        Path script = scripts.write(APPENDS);

        assertThat(runJob(script).err())
                .isEqualToNormalizingNewlines(
                        "pipette run: [BAD_USAGE] --job orders needs the interval of the occurrence."
                                + " Add --interval FROM/TO, like --interval 2025-12-24/2025-12-25.\n");
        assertThat(Cli.run("run", "--occurrence", HOUR, script).err())
                .isEqualToNormalizingNewlines(
                        "pipette run: [BAD_USAGE] --occurrence is an occurrence of a job, and --job is"
                                + " missing. Add --job NAME.\n");
        assertThat(runJob("--occurrence", HOUR, "--interval", HOUR, script).err())
                .isEqualToNormalizingNewlines(
                        "pipette run: [BAD_USAGE] --occurrence and --interval both name the interval."
                                + " Leave one of them out: --interval also decides what is loaded.\n");
        assertThat(runJob("--interval", HOUR, "--run-key", "mine", script).err())
                .isEqualToNormalizingNewlines("pipette run: [BAD_USAGE] --job makes the run key of the interval, and"
                        + " --run-key mine gives another one. Leave one of them out.\n");
    }
}
