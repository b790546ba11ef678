package dev.pipette.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.cli.Cli.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackfillTests {
    @TempDir
    Path folder;

    private Path file = Path.of("orders.csv");

    @BeforeEach
    void write_orders() throws IOException {
        file = Files.writeString(folder.resolve("orders.csv"), """
                id,updated_at
                1,2024-12-31T23:00:00Z
                2,2025-01-01T00:00:00Z
                3,2025-02-01T00:00:00Z
                """);
    }

    @Test
    void a_backfill_loads_the_rows_between_two_values() {
        Result result = load("--cursor", "updated_at", "--from", "2025-01-01", "--to", "2025-02-01", "--json");

        assertThat(result.err()).isEmpty();
        assertThat(result.json().at("/packages/0/tables/0/rows").longValue()).isEqualTo(1);
    }

    @Test
    void a_backfill_wants_a_cursor_and_both_ends() {
        String problem =
                "pipette load: [BAD_USAGE] a backfill needs --cursor, --from and --to, and %s is missing. Write"
                        + " it like --cursor updated_at --from 2025-01-01 --to 2025-02-01.";

        assertThat(load("--from", "2025-01-01", "--to", "2025-02-01").err())
                .isEqualToIgnoringNewLines(problem.formatted("--cursor"));
        assertThat(load("--cursor", "updated_at", "--to", "2025-02-01").err())
                .isEqualToIgnoringNewLines(problem.formatted("--from"));
        assertThat(load("--cursor", "updated_at", "--from", "2025-02-01").err())
                .isEqualToIgnoringNewLines(problem.formatted("--to"));
    }

    @Test
    void a_backfill_that_ends_before_it_begins_is_a_wrong_call() {
        Result result = load("--cursor", "updated_at", "--from", "2025-02-01", "--to", "2025-01-01");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err())
                .isEqualToIgnoringNewLines(
                        "pipette load: [BAD_USAGE] a backfill from 2025-02-01 to 2025-01-01 of cursor"
                                + " 'updated_at' ends before it begins. Swap the two.");
    }

    private Result load(String... options) {
        List<Object> all = new ArrayList<>(List.of("load", file, "--into", "duckdb:" + folder.resolve("shop.duckdb")));
        all.addAll(List.of("--home", folder.resolve("home").toString()));
        all.addAll(List.of(options));
        return Cli.run(all.toArray());
    }
}
