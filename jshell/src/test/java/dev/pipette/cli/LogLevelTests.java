package dev.pipette.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.testing.child.ChildJava;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --log-level}, in a JVM of its own, because logging is set up once in each. */
class LogLevelTests {
    @TempDir
    Path folder;

    private String errors(String... options) throws IOException, InterruptedException {
        Files.writeString(folder.resolve("orders.csv"), "id\n1\n2\n");
        Process process = new ProcessBuilder(ChildJava.command(Main.class, options))
                .directory(folder.toFile())
                .redirectOutput(folder.resolve("out").toFile())
                .start();
        String errors = new String(process.getErrorStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(errors).isZero();
        return errors;
    }

    @Test
    void runs_are_logged_only_where_somebody_asks_for_it() throws Exception {
        assertThat(errors("load", "orders.csv", "--into", "duckdb:shop.duckdb", "--home", "home"))
                .isEmpty();

        List<String> lines = errors(
                        "load",
                        "orders.csv",
                        "--into",
                        "duckdb:shop.duckdb",
                        "--home",
                        "home",
                        "--replace",
                        "--log-level",
                        "info")
                .lines()
                .map(line -> line.replaceAll("\\d{10}\\.\\d+", "ID").replaceAll("\\d+ ms", "N ms"))
                .toList();
        assertThat(lines)
                .allSatisfy(
                        line -> assertThat(line)
                                .matches(
                                        "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}\\S+ \\[main] INFO dev\\.pipette\\.run - .*"))
                .extracting(line -> line.replaceFirst(".* - ", ""))
                .containsExactly(
                        "run of pipeline shop started",
                        "package ID: extract and normalize started",
                        "package ID: extract ended",
                        "package ID: normalize ended, the package is sealed",
                        "package ID: load started",
                        "package ID: load ended, the transaction is committed",
                        "run of pipeline shop finished after N ms: orders 2 rows");
    }
}
