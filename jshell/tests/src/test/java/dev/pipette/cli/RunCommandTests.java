package dev.pipette.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.cli.Cli.Result;
import dev.pipette.testing.http.Answer;
import dev.pipette.testing.http.FakeHttp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class RunCommandTests {
    @TempDir
    Path folder;

    @AutoClose
    final FakeHttp api = FakeHttp.start();

    @BeforeEach
    void write_settings() throws IOException {
        Files.writeString(
                folder.resolve(".env"), "REDTRACK_API_KEY=test-key\nREDTRACK_BASE_URL=" + api.baseUrl() + "\n");
        api.get("/report").json("""
                [{"date": "2025-12-17", "source": "Demo", "source_alias": "demo", "source_id": "5f01", "clicks": 10,
                  "conversions": 1, "cost": 2.5}]""");
    }

    private Result run(Object... words) {
        List<Object> all = new ArrayList<>(List.of("run"));
        all.addAll(List.of(words));
        all.addAll(List.of(
                "--into",
                "duckdb:" + folder.resolve("shop.duckdb"),
                "--home",
                folder.resolve("home"),
                "--project",
                folder));
        return Cli.run(all.toArray());
    }

    private String rows(String sql) {
        return Cli.run(
                        "sql",
                        "duckdb:" + folder.resolve("shop.duckdb"),
                        sql,
                        "--format",
                        "csv",
                        "--home",
                        folder.resolve("home"))
                .out();
    }

    @Test
    void a_source_is_loaded_by_its_name_into_a_dataset_of_its_name() {
        Result result = run("redtrack", "--from", "2025-12-01", "--to", "2025-12-18");

        assertThat(result.err()).isEmpty();
        assertThat(result.exitCode()).isZero();
        assertThat(result.lines().getFirst())
                .startsWith("redtrack -> duckdb " + folder)
                .endsWith(", dataset redtrack");
        assertThat(result.out()).contains("daily_spend     1  merge");
        assertThat(rows("SELECT date, cost FROM redtrack.daily_spend")).contains("2025-12-17", "2.5");
        api.assertThat()
                .requests("/report")
                .request(1)
                .hasQuery("date_from", "2025-12-01")
                .hasQuery("date_to", "2025-12-17");
    }

    @Test
    void a_file_of_the_current_folder_that_sends_a_secret_elsewhere_is_noted() throws IOException {
        Files.writeString(folder.resolve(".env"), "REDTRACK_BASE_URL=" + api.baseUrl() + "\n");
        Files.createDirectories(folder.resolve("home"));
        Files.writeString(folder.resolve("home/secrets.toml"), "REDTRACK_API_KEY = 'test-key'\n");

        Result result = run("redtrack", "--from", "2025-12-01", "--to", "2025-12-18");

        assertThat(result.exitCode()).isZero();
        assertThat(result.lines())
                .containsOnlyOnce("  redtrack: a file of the current folder decides where its secrets are sent:"
                        + " REDTRACK_BASE_URL in " + folder.resolve(".env") + ", line 1");
    }

    @Test
    void options_that_all_loads_have_mean_the_same() {
        Result first = run("redtrack", "--only", "daily_spend", "--dataset", "spend", "--run-key", "today", "--json");
        Result second = run("redtrack", "--only", "daily_spend", "--dataset", "spend", "--run-key", "today", "--quiet");

        JsonNode document = first.json();
        assertThat(document.path("status").stringValue()).isEqualTo("loaded");
        assertThat(document.path("dataset").stringValue()).isEqualTo("spend");
        assertThat(second.out()).isEmpty();
        assertThat(second.exitCode()).isZero();
        api.assertThat().requests("/report").hasRequestCount(1);
    }

    @Test
    void an_unknown_source_is_told_the_known_ones() {
        Result result = run("foo");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err().strip())
                .isEqualTo(
                        "pipette run: [BAD_USAGE] unknown source foo. Known sources: everflow, redtrack, s3_exports.");
    }

    @Test
    void all_missing_settings_are_one_error() {
        Result result = run("s3_exports");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).startsWith("pipette run: [BAD_SETTINGS] ").contains("S3_BUCKET_NAME", "S3_PREFIXES");
        assertThat(folder.resolve("shop.duckdb")).doesNotExist();
    }

    @Test
    void a_resource_that_a_source_has_not_is_told_those_that_it_has() {
        Result result = run("redtrack", "--only", "daily_stats");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err().strip())
                .isEqualTo("pipette run: [BAD_USAGE] source redtrack has no resource daily_stats. Its resources:"
                        + " daily_spend.");
    }

    @Test
    void half_a_backfill_is_no_backfill() {
        Result result = run("redtrack", "--to", "2025-12-18");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err().strip())
                .isEqualTo(
                        "pipette run: [BAD_USAGE] a backfill needs --from and --to, and --from is missing. Write it like"
                                + " --from 2025-01-01 --to 2025-02-01.");
    }

    @Test
    void a_bound_of_another_type_is_told_how_to_write_it() {
        Result result = run("redtrack", "--from", "December", "--to", "2025-12-18");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err().strip())
                .isEqualTo(
                        "pipette run: [BAD_USAGE] --from December: cursor 'date' of daily_spend is of type date, and this"
                                + " is none. Write a day like 2025-12-01, a time like 2025-12-01T06:00:00Z.");
        api.assertThat().receivedNothing();
    }

    @Test
    void exports_have_no_part_that_could_be_loaded_again() throws IOException {
        Files.writeString(folder.resolve(".env"), "S3_BUCKET_NAME=demo-exports\nS3_PREFIXES=orders-create\n");

        Result result = run("s3_exports", "--from", "2025-12-01", "--to", "2025-12-18");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err().strip())
                .isEqualTo(
                        "pipette run: [BAD_USAGE] orders_create of source s3_exports follows no cursor, so it has no part"
                                + " from 2025-12-01 to 2025-12-18. Leave --from and --to out, or choose others with --only.");
    }

    @Test
    void a_source_needs_a_destination() {
        Result result = Cli.run("run", "redtrack");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).isEqualToIgnoringNewLines("""
                        pipette run: missing required option: '--into=DESTINATION'.
                          pipette run --help shows what there is, with examples.
                        """);
    }

    @Test
    void a_source_has_no_arguments() {
        Result result = run("redtrack", "everflow");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err().strip())
                .isEqualTo(
                        "pipette run: [BAD_USAGE] one source is run at a time, and redtrack is followed by 'everflow'."
                                + " Only programs, .jsh, .java and .yaml files, have arguments.");
        api.assertThat().receivedNothing();
    }

    @Test
    void what_says_how_a_source_is_loaded_means_nothing_to_a_program() throws IOException {
        Path said = folder.resolve("said.txt");
        Path script = Files.writeString(folder.resolve("day.jsh"), "Files.writeString(Path.of(args[0]), \"ran\")\n");

        assertThat(Cli.run("run", "--json", script, said).err().strip())
                .isEqualTo("pipette run: [BAD_USAGE] --json is for a source, and " + script
                        + " is a program, which itself decides what it loads. Leave it out; arguments of"
                        + " the program follow its name.");
        assertThat(Cli.run("run", "--quiet", "--only=a", "--home", folder, script, said)
                        .err()
                        .strip())
                .isEqualTo("pipette run: [BAD_USAGE] --only, --home are for a source, and " + script
                        + " is a program, which itself decides what it loads. Leave them out; arguments of"
                        + " the program follow its name.");
        assertThat(said).doesNotExist();
        assertThat(Cli.run("run", "--debug", script, said).exitCode()).isZero();
        assertThat(said).exists();
    }

    @Test
    void files_with_data_are_told_the_command_that_loads_them() throws IOException {
        Path orders = Files.writeString(folder.resolve("orders.csv"), "id\n1\n");
        Path missing = folder.resolve("more").resolve("orders");
        String into = " --into duckdb:" + folder.resolve("shop.duckdb");

        assertThat(run(orders).err().strip())
                .isEqualTo("pipette run: [BAD_USAGE] " + orders
                        + " is neither a source nor a program: programs end in .jsh, .java or .yaml. Load it with: pipette load "
                        + orders + into);
        assertThat(Cli.run("run", "s3://demo-exports/orders.csv").err().strip())
                .isEqualTo(
                        "pipette run: [BAD_USAGE] s3://demo-exports/orders.csv is neither a source nor a program:"
                                + " programs end in .jsh, .java or .yaml. Load it with: pipette load s3://demo-exports/orders.csv --into DESTINATION");
        assertThat(run(folder).err().strip())
                .isEqualTo("pipette run: [BAD_USAGE] " + folder
                        + " is a folder. Name a .jsh, .java or .yaml file, or a source:"
                        + " everflow, redtrack, s3_exports.");
        assertThat(run(missing).err().strip())
                .isEqualTo("pipette run: [BAD_USAGE] there is no file " + missing
                        + ". Name a .jsh, .java or .yaml file, or a source: everflow, redtrack, s3_exports. Files with data are"
                        + " loaded with: pipette load " + missing + into);
    }

    @Test
    void a_refused_key_is_bad_data_and_one_document_with_json() {
        api.get("/report").answers(Answer.json("{\"error\": \"invalid key\"}").withStatus(401));

        Result result = run("redtrack", "--json");

        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(result.json().path("error").path("code").stringValue()).isEqualTo("SOURCE_AUTH");
        assertThat(result.err())
                .startsWith("pipette run: [SOURCE_AUTH] RedTrack")
                .doesNotContain("test-key");
    }
}
