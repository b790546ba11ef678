package dev.pipette.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.cli.Cli.Result;
import dev.pipette.testing.http.FakeHttp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs and sources that load an interval of time, as a scheduled job runs them. */
class IntervalOptionTests {
    private static final String DAY = "2025-12-24/P1D";

    private static final String SAYS = """
            record Said(String interval, LocalDate from, Instant to, int attempt) {}
            var said = new Said(run.interval().toString(), run.interval().fromDate(), param("to", Instant.class), run.attempt());
            Files.writeString(Path.of(args[0], "said.txt"), said.toString());
            """;

    private final Path folder;
    private final ScriptFolder scripts;

    IntervalOptionTests(@TempDir Path folder) {
        this.folder = folder;
        this.scripts = new ScriptFolder(folder);
    }

    @Test
    void a_script_reads_the_interval_that_was_given_in_one_of_two_ways() throws IOException {
        Path script = scripts.write(SAYS);
        String said = "Said[interval=2025-12-24T00:00:00-05:00/2025-12-25T00:00:00-05:00, from=2025-12-24,"
                + " to=2025-12-25T05:00:00Z, attempt=1]";

        Result byInterval = Cli.run("run", "--interval", "2025-12-24T00:00:00-05:00/P1D", script, folder);
        assertThat(byInterval.err()).isEmpty();
        assertThat(scripts.said()).hasContent(said);
        Files.delete(scripts.said());
        Result byParameters = Cli.run(
                "run",
                "--param",
                "from=2025-12-24T00:00:00-05:00",
                "--param",
                "to=2025-12-25T00:00:00-05:00",
                script,
                folder);
        assertThat(byParameters.err()).isEmpty();
        assertThat(scripts.said()).hasContent(said);
    }

    @Test
    void a_script_that_needs_an_interval_says_how_to_give_it_one() throws IOException {
        Result none = scripts.run(SAYS, folder);

        assertThat(none.exitCode()).isEqualTo(2);
        assertThat(none.err())
                .contains(
                        "[BAD_USAGE] run.interval(): this run has no interval, which a scheduled job gives to each of its"
                                + " runs. By hand, give it one: pipette run --param from=2025-12-24 --param to=2025-12-25 FILE");
        assertThat(Cli.run("run", "--help-script", folder.resolve("day.jsh")).out())
                .isEqualToNormalizingNewlines("""
                parameter  type     default            description
                ---------  -------  -----------------  ---------------------------------------------
                to         Instant  (has to be given)
                from       time     (has to be given)  the begin of the interval: --interval FROM/TO

                Give them before the file: pipette run --param NAME=VALUE %s
                """.formatted(folder.resolve("day.jsh")));
    }

    @Test
    void what_contradicts_an_interval_is_refused() throws IOException {
        Path script = scripts.write(SAYS);

        assertThat(Cli.run("run", "--interval", DAY, "--param", "to=2025-12-26", script, folder)
                        .err())
                .isEqualToNormalizingNewlines(
                        "pipette run: [BAD_USAGE] --interval gives the parameters from and to, and"
                                + " --param to=2025-12-26 gives to as well. Leave one of them out.\n");
        assertThat(Cli.run("run", "--interval", "2025-12-24", script, folder).err())
                .startsWith(
                        "pipette run: invalid value for option '--interval': '2025-12-24' is not an interval. Write its begin and its end like"
                                + " 2025-12-24/2025-12-25 or");
        assertThat(scripts.said()).doesNotExist();
    }

    @Test
    void a_program_with_a_run_key_loads_each_of_its_runs_once() throws IOException {
        Path script = scripts.write("""
                var p = pipeline("shop", duckdb(args[0] + "/shop.duckdb")).home(Path.of(args[0], args[1]))
                p.run(resource("orders").rows(List.of(Map.of("id", 1))))
                p.run(resource("orders").rows(List.of(Map.of("id", 2))))
                """);

        for (String home : new String[] {"home", "home", "fresh"}) {
            assertThat(Cli.run("run", "--run-key", "noon", "--quiet", script, folder, home))
                    .isEqualTo(new Result(0, "", ""));
        }

        String sql = "SELECT id FROM shop_dataset.orders ORDER BY id";
        assertThat(Cli.run("sql", "duckdb:" + folder.resolve("shop.duckdb"), sql, "--format", "csv")
                        .lines())
                .containsExactly("id", "1", "2");
    }

    @Test
    void a_plan_of_a_script_has_its_interval() throws IOException {
        Path script = scripts.write("""
                var p = pipeline("shop", duckdb(args[0] + "/shop.duckdb")).home(Path.of(args[0], "home"))
                p.run(resource("day_" + run.interval().fromDate()).rows(List.of(Map.of("id", 1))))
                """);

        assertThat(Cli.run("plan", "--interval", DAY, script, folder).out()).contains("day_2025_12_24");
    }

    @Test
    void a_source_loads_the_part_of_its_cursors() throws IOException {
        try (FakeHttp api = FakeHttp.start()) {
            Files.writeString(
                    folder.resolve(".env"), "REDTRACK_API_KEY=test-key\nREDTRACK_BASE_URL=" + api.baseUrl() + "\n");
            api.get("/report").json("""
                    [{"date": "2025-12-17", "source": "Demo", "source_alias": "demo", "source_id": "5f01", "clicks": 10,
                      "conversions": 1, "cost": 2.5}]""");

            Result day = source("2025-12-17T00:00:00-05:00/P1D");
            assertThat(day.err()).isEmpty();
            assertThat(day.out()).contains("daily_spend     1  merge");
            api.assertThat()
                    .requests("/report")
                    .request(1)
                    .hasQuery("date_from", "2025-12-17")
                    .hasQuery("date_to", "2025-12-17");
            assertThat(Cli.run("pipeline", "redtrack", "trace", "--home", folder.resolve("home"))
                            .out())
                    .contains("\ninterval 2025-12-17T00:00:00-05:00/2025-12-18T00:00:00-05:00\n");

            assertThat(source("2025-12-17T06:00Z/PT1H").err())
                    .isEqualToNormalizingNewlines(
                            "pipette run: [BAD_USAGE] daily_spend of source redtrack has no part for"
                                    + " 2025-12-17T06:00:00Z/2025-12-17T07:00:00Z: its cursor compares dates, and the interval"
                                    + " is shorter than a day. Load days, like 2025-12-24/2025-12-25.\n");
            assertThat(source(DAY, "--from", "2025-12-17").err())
                    .isEqualToNormalizingNewlines(
                            "pipette run: [BAD_USAGE] --interval says which part is loaded, and --from"
                                    + " says it as well. Leave one of them out.\n");
        }
    }

    private Result source(String interval, String... more) {
        Object[] words = {
            "run",
            "redtrack",
            "--only",
            "daily_spend",
            "--interval",
            interval,
            "--into",
            "duckdb:" + folder.resolve("shop.duckdb"),
            "--home",
            folder.resolve("home"),
            "--project",
            folder
        };
        Object[] all = Stream.concat(Stream.of(words), Stream.of(more)).toArray();
        return Cli.run(all);
    }
}
