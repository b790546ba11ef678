package dev.pipette.cli;

import static dev.pipette.Pipette.resource;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.Pipeline;
import dev.pipette.admin.PipelineAdmin.PendingPackage;
import dev.pipette.cli.Cli.Result;
import dev.pipette.spi.LoadStep;
import dev.pipette.testing.CrashAt;
import dev.pipette.testing.LoadTest;
import dev.pipette.testing.Workspace;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

@LoadTest
class PackageSqlTests {
    @Test
    void a_package_that_waits_is_queried_by_the_command_that_pending_prints(Pipeline pipeline) {
        CrashAt.step(LoadStep.TRANSACTION_BEGUN)
                .whileRunning(pipeline, resource("events").json("[{\"id\": 1, \"tags\": [\"a\", \"b\"]}]"));
        PendingPackage waiting = pipeline.admin().pending().getFirst();
        Path home = pipeline.home();

        assertThat(Cli.run("pipeline", "test", "pending", "--home", home).out())
                .contains("pipette sql package:" + waiting.loadId() + " 'SELECT * FROM \"events\"' --home " + home);
        Result rows = Cli.run(
                "sql", "package:" + waiting.loadId(), "SELECT * FROM \"events\"", "--home", home, "--format", "csv");
        assertThat(rows.err()).isEmpty();
        assertThat(rows.lines()).containsExactly("id,_ordinal", "1,0");
        Result joined = Cli.run(
                "sql",
                "package:test/" + waiting.loadId(),
                "SELECT e.id, t.value FROM events e JOIN events__tags t ON t._parent_ordinal = e._ordinal ORDER BY"
                        + " t._list_index",
                "--home",
                home,
                "--format",
                "csv");
        assertThat(joined.lines()).containsExactly("id,value", "1,a", "1,b");
    }

    @Test
    void a_package_that_is_not_there_is_a_wrong_call(Workspace workspace) {
        Path folder = workspace.folder();

        Result result = Cli.run("sql", "package:1.5", "SELECT 1", "--home", folder);

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err())
                .isEqualToIgnoringNewLines("pipette sql: [BAD_USAGE] the working folder " + folder
                        + " has no package '1.5' that waits, was quarantined or was kept. It has: none.");
    }
}
