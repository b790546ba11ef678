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
import tools.jackson.databind.JsonNode;

class ConfigCommandTests {
    @TempDir
    Path folder;

    @BeforeEach
    void write_settings() throws IOException {
        Files.writeString(
                folder.resolve("pipette.toml"), "[destination.quakes_test]\nhost = 'db.example'\nport = 'abc'\n");
        Files.writeString(folder.resolve("secrets.toml"), "[destination.quakes_test]\npassword = 'hunter2'\n");
        Files.writeString(folder.resolve(".env"), "QUAKES_TEST_TOKEN=hunter2\n");
    }

    private Result config(Object... words) {
        List<Object> all = new ArrayList<>(List.of("config"));
        all.addAll(List.of(words));
        all.addAll(List.of("--project", folder, "--home", folder.resolve("home")));
        return Cli.run(all.toArray());
    }

    @Test
    void explain_tells_where_a_value_came_from() {
        Result result = config("explain", "destination.quakes_test.host");

        assertThat(result.exitCode()).isZero();
        assertThat(result.err()).isEmpty();
        assertThat(result.lines())
                .startsWith(
                        "destination.quakes_test.host = db.example",
                        "  from destination.quakes_test.host in " + folder.resolve("pipette.toml") + ", line 2")
                .anyMatch(line -> line.startsWith("environment ")
                        && line.contains("  PIPETTE__DESTINATION__QUAKES_TEST__HOST ")
                        && line.endsWith("not set"));
    }

    @Test
    void explain_as_json_is_one_document() {
        JsonNode document =
                config("explain", "destination.quakes_test.password", "--json").json();

        assertThat(document.get("value").stringValue()).isEqualTo("***");
        assertThat(document.get("origin").stringValue())
                .isEqualTo("destination.quakes_test.password in " + folder.resolve("secrets.toml") + ", line 2");
        assertThat(document.get("places")
                        .valueStream()
                        .map(place -> place.get("outcome").stringValue()))
                .contains("used", "not_set", "no_file");
        assertThat(config("explain", "quakes_test_nothing", "--json")
                        .json()
                        .get("value")
                        .isNull())
                .isTrue();
    }

    @Test
    void list_shows_what_is_set_and_is_the_default() {
        assertThat(config("list").out()).isEqualTo(config().out());
        assertThat(config().lines())
                .anyMatch(line -> line.startsWith("destination.quakes_test.host ") && line.contains("  db.example "))
                .anyMatch(line -> line.startsWith("QUAKES_TEST_TOKEN ") && line.contains("  *** "));
        assertThat(config("list", "--json")
                        .json()
                        .valueStream()
                        .map(entry -> entry.get("key").stringValue()))
                .contains("destination.quakes_test.password", "QUAKES_TEST_TOKEN");
    }

    @Test
    void no_secret_is_printed() throws IOException {
        List<Result> results = new ArrayList<>(List.of(
                config(),
                config("list", "--json"),
                config("explain", "QUAKES_TEST_TOKEN"),
                config("explain", "destination.quakes_test.password"),
                config("explain", "destination.quakes_test.password", "--json")));
        Files.writeString(folder.resolve("secrets.toml"), "password = hunter2\n");
        results.add(config("list"));
        results.add(config("list", "--debug"));

        assertThat(results).noneMatch(result -> (result.out() + result.err()).contains("hunter2"));
    }

    @Test
    void what_a_file_holds_of_secrets_is_shown_only_where_a_source_declares_it_as_public() throws IOException {
        Files.writeString(folder.resolve(".env"), "STRIPE_KEY=sk_live_9\nPLACE=here\nS3_BUCKET_NAME=exports\n");

        assertThat(config("explain", "STRIPE_KEY").out())
                .startsWith("STRIPE_KEY = ***\n")
                .contains("used: ***");
        assertThat(config("explain", "PLACE").out()).startsWith("PLACE = ***\n");
        assertThat(config("explain", "S3_BUCKET_NAME").out()).startsWith("S3_BUCKET_NAME = exports\n");
        assertThat(config("list").out()).contains("exports").doesNotContain("sk_live", "here");
    }

    @Test
    void a_broken_file_is_a_wrong_call_that_names_the_place() throws IOException {
        Files.writeString(folder.resolve("pipette.toml"), "a = 1\nb = \n");

        Result result = config();

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err())
                .isEqualToIgnoringNewLines("pipette config: [BAD_SETTINGS] " + folder.resolve("pipette.toml")
                        + ", line 2, column 5: it is not TOML: newline not permitted here.");
    }

    @Test
    void a_key_belongs_to_explain() {
        assertThat(config("list", "a.b").err())
                .isEqualToIgnoringNewLines(
                        "pipette config: [BAD_USAGE] list takes no key, and 'a.b' is given: pipette config"
                                + " explain a.b describes it.");
        assertThat(config("explain").err())
                .isEqualToIgnoringNewLines(
                        "pipette config: [BAD_USAGE] explain needs the key of a setting: pipette config"
                                + " explain KEY. 'list' shows those that are set.");
    }
}
