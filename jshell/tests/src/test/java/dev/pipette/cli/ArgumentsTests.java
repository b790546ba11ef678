package dev.pipette.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentsTests {
    @TempDir
    Path folder;

    @Test
    void without_arguments_the_help_is_shown() {
        Cli.Result result = Cli.run();

        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).startsWith("Usage: pipette [OPTIONS] COMMAND").contains("load", "sql", "pipeline");
    }

    @Test
    void the_form_of_a_plan_is_named_before_the_program() throws IOException {
        Path program = Files.writeString(folder.resolve("two.jsh"), "");

        assertThat(Cli.run("plan", program, "--json").err())
                .contains("Write it before the file: pipette plan --json " + program);
        assertThat(Cli.run("plan", "--json", folder.resolve("none.csv")).err())
                .contains("missing required option: '--into=DESTINATION'")
                .doesNotContain("ParameterException");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"load", "run", "sources", "show", "sql", "pipeline", "schema", "config", "shell", "completion"})
    void every_command_has_help_with_exit_codes_and_examples(String command) {
        Cli.Result result = Cli.run(command, "--help");

        assertThat(result.exitCode()).isZero();
        assertThat(result.out())
                .startsWith("Usage: pipette " + command)
                .contains(
                        "Exit codes:",
                        "3     bad data",
                        "Examples, from the root of a checkout:",
                        "  pipette " + command);
        assertThat(result.err()).isEmpty();
    }

    @Test
    void the_version_is_told() {
        assertThat(Cli.run("--version").out()).matches("pipette \\S.*, Java 25\\S*\\R");
    }

    @Test
    void a_missing_option_is_bad_usage() {
        Cli.Result result = Cli.run("load", "day.json");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).isEqualToIgnoringNewLines("""
                        pipette load: missing required option: '--into=DESTINATION'.
                          pipette load --help shows what there is, with examples.
                        """);
    }

    @Test
    void an_unknown_option_is_bad_usage_with_a_suggestion() {
        Cli.Result result = Cli.run("load", "day.json", "--into", "duckdb:x.duckdb", "--fomat", "json");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains("pipette load: unknown option", "--fomat", "--format");
    }

    @Test
    void dispositions_exclude_each_other() {
        Cli.Result result = Cli.run("load", "day.json", "--into", "duckdb:x.duckdb", "--append", "--replace");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err())
                .startsWith("pipette load: --append, --replace are mutually exclusive (specify only one).");
    }

    @Test
    void a_destination_without_a_kind_is_bad_usage() {
        assertUsage(
                "[BAD_USAGE] 'scratch.duckdb' is not a destination. For the DuckDB file of this name, write"
                        + " duckdb:scratch.duckdb.",
                "load",
                "day.json",
                "--into",
                "scratch.duckdb");
    }

    @Test
    void standard_input_comes_alone() {
        assertUsage(
                "[BAD_USAGE] standard input (-) is given together with files. Load them in two commands.",
                "load",
                "a.csv",
                "-",
                "--table",
                "a",
                "--into",
                "duckdb:x.duckdb");
    }

    @Test
    void several_paths_of_different_names_need_a_table() {
        assertUsage(
                "[BAD_USAGE] 3 paths are given (a.csv, b.csv ..), and all of them are loaded into one table. Name it"
                        + " with --table.",
                "load",
                "a.csv",
                "b.csv",
                "c.csv",
                "--into",
                "duckdb:x.duckdb");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--format=csv", "--table=orders", "--limit=1"})
    void standard_input_needs_a_format_and_a_table(String option) {
        assertUsage(
                "[BAD_USAGE] standard input has no name from which to take its format and its table: give both, for instance"
                        + " pipette load - --format csv --table orders --into duckdb:x.duckdb.",
                "load",
                "-",
                "--into",
                "duckdb:x.duckdb",
                option);
    }

    @Test
    void a_folder_is_bad_usage_that_names_a_glob(@TempDir Path exports) throws IOException {
        Files.createDirectories(exports.resolve("2024"));
        for (String name : List.of("a.csv", "b.csv.gz", "2024/c.csv")) {
            Files.writeString(exports.resolve(name), "id\n");
        }

        assertUsage(
                "[BAD_USAGE] " + exports + " is a folder. Name the files in it with a glob in quotes: '" + exports
                        + "/**/*.{csv,csv.gz}' matches 3 files.",
                "load",
                exports,
                "--into",
                "duckdb:x.duckdb");
    }

    @Test
    void a_folder_without_files_to_load_is_bad_usage(@TempDir Path empty) {
        assertUsage(
                "[BAD_USAGE] " + empty
                        + " is a folder. No file in it has the ending of a format that Pipette reads. Name"
                        + " the files with a glob in quotes like '" + empty
                        + "/*.txt', and their format with --format csv.",
                "load",
                empty,
                "--into",
                "duckdb:x.duckdb");
    }

    @Test
    void a_number_behind_show_is_bad_usage_that_names_the_sign() {
        Cli.Result result = Cli.run(
                "load", folder.resolve("day.csv"), "--into", "duckdb:x.duckdb", "--table", "day", "--show", "3");

        assertThat(result.err())
                .isEqualToIgnoringNewLines("pipette load: [SOURCE_MISSING] there is no file "
                        + Path.of("3").toAbsolutePath() + ". To print 3 rows, write --show=3.");
    }

    @Test
    void a_mistyped_mandatory_option_is_an_unknown_one() {
        Cli.Result result = Cli.run("load", "day.csv", "--intoo", "duckdb:x.duckdb");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).isEqualToIgnoringNewLines("""
                        pipette load: unknown option: '--intoo'.
                        Possible solutions: --into
                          pipette load --help shows what there is, with examples.
                        """);
    }

    @Test
    void a_missing_mandatory_option_is_named() {
        Cli.Result result = Cli.run("load", "day.csv", "--json");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).isEqualToIgnoringNewLines("""
                        pipette load: missing required option: '--into=DESTINATION'.
                          pipette load --help shows what there is, with examples.
                        """);
    }

    @Test
    void a_kind_of_destination_that_does_not_exist_names_those_that_do(@TempDir Path place) {
        Cli.Result result = Cli.run("sql", "mysql://db/shop", "SELECT 1", "--home", place);

        assertThat(result.err())
                .isEqualToIgnoringNewLines(
                        "pipette sql: [NOT_INSTALLED] there is no kind of destination 'mysql'. Kinds are duckdb, postgres.");
    }

    @Test
    void a_type_that_does_not_exist_is_bad_usage() {
        assertUsage(
                "[BAD_USAGE] 'string' is not a type. Types are text, bigint, double, decimal, decimal(P,S), bool, timestamp,"
                        + " local_timestamp, date, time, binary, json.",
                "load",
                "day.csv",
                "--into",
                "duckdb:x.duckdb",
                "--type",
                "zip=string");
        assertUsage(
                "[BAD_USAGE] --type zip has no type. Write it like --type zip=text.",
                "load",
                "day.csv",
                "--into",
                "duckdb:x.duckdb",
                "--type",
                "zip");
    }

    @Test
    void an_empty_key_is_bad_usage() {
        assertUsage(
                "[BAD_USAGE] --merge date,,id: a column's name is empty. Write names with commas between and no spaces:"
                        + " date,affiliate_id.",
                "load",
                "day.csv",
                "--into",
                "duckdb:x.duckdb",
                "--merge",
                "date,,id");
    }

    @Test
    void merge_and_a_primary_key_are_bad_usage() {
        Cli.Result result =
                Cli.run("load", "day.csv", "--into", "duckdb:x.duckdb", "--merge", "id", "--primary-key", "id");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains("merges by [id], which is its primary key already");
    }

    @Test
    void negative_levels_and_limits_are_bad_usage() {
        assertUsage(
                "[BAD_USAGE] --max-nesting -1: levels are 0 or more.",
                "load",
                "day.csv",
                "--into",
                "duckdb:x.duckdb",
                "--max-nesting=-1");
        assertUsage(
                "[BAD_USAGE] limit(-1): a limit is 0 or more rows.",
                "load",
                "day.csv",
                "--into",
                "duckdb:x.duckdb",
                "--limit=-1");
    }

    @Test
    void a_password_in_a_destination_is_never_printed() {
        Cli.Result result = Cli.run(
                "load",
                folder.resolve("day.json"),
                "--into",
                "nowhere:nosql://me:s3cret@host/db",
                "--home",
                folder,
                "--debug");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err())
                .contains("no destination 'nowhere' on the class path")
                .doesNotContain("s3cret");
    }

    @Test
    void a_mistyped_kind_of_destination_gets_the_nearest_one(@TempDir Path place) {
        var result = Cli.run("sql", "psotgres://db/shop", "SELECT 1", "--home", place);

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err())
                .isEqualToNormalizingNewlines("pipette sql: [NOT_INSTALLED] no destination 'psotgres' on the class path"
                        + " (there: duckdb, postgres). Did you mean 'postgres'?\n");
    }

    @Test
    void a_password_in_an_argument_in_the_wrong_place_is_never_printed() {
        Cli.Result result = Cli.run("sql", "a", "b", "postgres:postgresql://me:s3cret@host/db");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains("***").doesNotContain("s3cret");
    }

    @Test
    void a_word_where_a_number_belongs_is_bad_usage() {
        Cli.Result result = Cli.run("load", "day.csv", "--into", "duckdb:x.duckdb", "--limit", "few");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).isEqualToIgnoringNewLines("""
                        pipette load: invalid value for option '--limit': 'few' is not a whole number.
                          pipette load --help shows what there is, with examples.
                        """);
    }

    @Test
    void a_format_that_does_not_exist_names_those_that_do() {
        Cli.Result result = Cli.run("show", "orders", "--format", "xml");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).isEqualToIgnoringNewLines("""
                        pipette show: invalid value for option '--format': expected one of table, csv, json, jsonl, parquet but was 'xml'.
                          pipette show --help shows what there is, with examples.
                        """);
    }

    @Test
    void a_command_that_does_not_exist_is_bad_usage_with_a_suggestion() {
        Cli.Result result = Cli.run("lod", "day.csv");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).isEqualToIgnoringNewLines("""
                        pipette: there is no command 'lod'.
                        Did you mean: pipette load?
                          pipette --help shows what there is, with examples.
                        """);
    }

    @Test
    void an_action_that_does_not_exist_names_those_that_do() {
        Cli.Result result = Cli.run("pipeline", "quakes", "destroy");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err())
                .contains(
                        "invalid value for ACTION: expected one of info, trace, runs, failed, loads, checks,"
                                + " rejects, replay, discard-rejects, state, schema, slices, pending, retry, give-up, discard, drop, migrate, cursor, sync, forget, export-state but was 'destroy'.");
    }

    private static void assertUsage(String message, Object... arguments) {
        Cli.Result result = Cli.run(arguments);

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).isEqualToIgnoringNewLines("pipette load: " + message);
    }
}
