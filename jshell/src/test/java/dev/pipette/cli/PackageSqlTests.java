package dev.pipette.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.PipelineAdmin.PendingPackage;
import dev.pipette.Pipette;
import dev.pipette.cli.Cli.Result;
import dev.pipette.spi.LoadStep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackageSqlTests {
    @TempDir
    Path folder;

    @Test
    void a_package_that_waits_is_queried_by_the_command_that_pending_prints() throws IOException {
        Path home = folder.resolve("home");
        Path file = Files.writeString(folder.resolve("events.jsonl"), "{\"id\": 1, \"tags\": [\"a\", \"b\"]}\n");
        var pipeline = Pipette.pipeline("shop", Pipette.duckdb(folder.resolve("shop.duckdb")))
                .home(home)
                .listener((step, loadId) -> {
                    if (step == LoadStep.TRANSACTION_BEGUN) {
                        throw new IllegalStateException("the network is gone");
                    }
                });
        assertThatThrownBy(() -> pipeline.run(Pipette.jsonl("events", file)))
                .hasRootCauseMessage("the network is gone");
        PendingPackage waiting = pipeline.admin().pending().getFirst();

        assertThat(Cli.run("pipeline", "shop", "pending", "--home", home).out())
                .contains("pipette sql package:" + waiting.loadId() + " 'SELECT * FROM \"events\"' --home " + home);
        Result rows = Cli.run(
                "sql", "package:" + waiting.loadId(), "SELECT * FROM \"events\"", "--home", home, "--format", "csv");
        assertThat(rows.err()).isEmpty();
        assertThat(rows.lines()).containsExactly("id,_ordinal", "1,0");
        Result joined = Cli.run(
                "sql",
                "package:shop/" + waiting.loadId(),
                "SELECT e.id, t.value FROM events e JOIN events__tags t ON t._parent_ordinal = e._ordinal ORDER BY"
                        + " t._list_index",
                "--home",
                home,
                "--format",
                "csv");
        assertThat(joined.lines()).containsExactly("id,value", "1,a", "1,b");
    }

    @Test
    void a_package_that_is_not_there_is_a_wrong_call() {
        Result result = Cli.run("sql", "package:1.5", "SELECT 1", "--home", folder);

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err())
                .isEqualToIgnoringNewLines("pipette sql: [BAD_USAGE] the working folder " + folder
                        + " has no package '1.5' that waits, was quarantined or was kept. It has: none.");
    }
}
