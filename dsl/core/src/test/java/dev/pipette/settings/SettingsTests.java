package dev.pipette.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTests {
    /** The places in the order in which they win. */
    private static final List<String> PLACES = List.of(
            "argument",
            "environment",
            ".env",
            "secrets.toml",
            "pipette.toml",
            "~/secrets.toml",
            "~/pipette.toml",
            "default");

    @TempDir
    Path folder;

    private SettingsFolder files = new SettingsFolder(Path.of("unused"));

    @BeforeEach
    void start_with_no_files() {
        files = new SettingsFolder(folder);
    }

    @Test
    void of_every_set_of_places_the_first_wins() {
        for (int set = 0; set < 1 << PLACES.size(); set++) {
            SettingsFolder some = new SettingsFolder(folder.resolve(String.valueOf(set)));
            Optional<String> first = Optional.empty();
            for (int at = PLACES.size() - 1; at >= 0; at--) {
                if ((set & 1 << at) != 0) {
                    put(some, PLACES.get(at));
                    first = Optional.of(PLACES.get(at));
                }
            }
            Settings settings = some.settings();
            settings = (set & 1) == 0 ? settings : settings.with("loader.zone", "argument");
            settings = (set & 1 << 7) == 0 ? settings : settings.withDefault("loader.zone", "default");

            assertThat(settings.find("loader.zone")).as("set %s", set).isEqualTo(first);
        }
    }

    private static void put(SettingsFolder some, String place) {
        String toml = "[loader]\nzone = '" + place + "'\n";
        switch (place) {
            case "environment" -> some.variable("LOADER__ZONE", place);
            case ".env" -> some.dotEnv("LOADER__ZONE='" + place + "'");
            case "secrets.toml" -> some.secrets(toml);
            case "pipette.toml" -> some.toml(toml);
            case "~/secrets.toml" -> some.homeSecrets(toml);
            case "~/pipette.toml" -> some.homeToml(toml);
            default -> {}
        }
    }

    @Test
    void our_name_of_a_variable_wins_over_that_of_dlt() {
        files.variable("PIPETTE__SOURCES__MY_API__URL", "ours").variable("SOURCES__MY_API__URL", "dlt's");

        assertThat(files.settings().get("sources.my-api.url")).isEqualTo("ours");
    }

    @Test
    void a_key_without_a_dot_is_its_own_name_everywhere() {
        assertThat(files.variable("S3_BUCKET", "a").settings().get("S3_BUCKET")).isEqualTo("a");
        assertThat(files.dotEnv("S3_PREFIX=b").settings().get("S3_PREFIX")).isEqualTo("b");
        assertThat(files.toml("S3_REGION = 'c'").settings().get("S3_REGION")).isEqualTo("c");
        assertThat(files.variable("USER", "somebody").settings().find("user")).isEmpty();
    }

    @Test
    void empty_texts_and_placeholders_are_passed_over() {
        files.variable("HOST", " ").secrets("HOST = '<configure me>'").homeToml("HOST = 'db'");

        assertThat(files.settings().get("HOST")).isEqualTo("db");
    }

    @Test
    void a_value_is_read_in_the_type_that_is_asked_for() {
        Settings settings = files.toml("""
                        text = "a"
                        number = 42
                        big = 12345678901
                        ratio = 0.5
                        yes = true
                        one = "1"
                        wait = "90s"
                        iso = "PT1H30M"
                        file = "data/day.json"
                        site = "https://example.org/a?b=c"
                        zone = "America/New_York"
                        since = 2025-12-24
                        day = "wednesday"
                        """).settings();

        assertThat(settings.get("text")).isEqualTo("a");
        assertThat(settings.get("number", int.class)).isEqualTo(42);
        assertThat(settings.get("number", Integer.class)).isEqualTo(42);
        assertThat(settings.get("number")).isEqualTo("42");
        assertThat(settings.get("big", long.class)).isEqualTo(12_345_678_901L);
        assertThat(settings.get("ratio", double.class)).isEqualTo(0.5);
        assertThat(settings.get("yes", boolean.class)).isTrue();
        assertThat(settings.get("one", Boolean.class)).isTrue();
        assertThat(settings.get("wait", Duration.class)).isEqualTo(Duration.ofSeconds(90));
        assertThat(settings.get("iso", Duration.class)).isEqualTo(Duration.ofMinutes(90));
        assertThat(settings.get("file", Path.class)).isEqualTo(Path.of("data/day.json"));
        assertThat(settings.get("site", URI.class)).isEqualTo(URI.create("https://example.org/a?b=c"));
        assertThat(settings.get("zone", ZoneId.class)).isEqualTo(ZoneId.of("America/New_York"));
        assertThat(settings.get("since", LocalDate.class)).isEqualTo(LocalDate.of(2025, 12, 24));
        assertThat(settings.get("day", DayOfWeek.class)).isEqualTo(DayOfWeek.WEDNESDAY);
    }

    @Test
    void what_is_missing_has_a_default_or_is_empty() {
        Settings settings = files.settings();

        assertThat(settings.find("a.b")).isEmpty();
        assertThat(settings.find("a.b", int.class)).isEmpty();
        assertThat(settings.get("a.b", "c")).isEqualTo("c");
        assertThat(settings.get("a.b", int.class, 7)).isEqualTo(7);
        assertThat(settings.withDefault("a.b", "8").get("a.b", int.class, 7)).isEqualTo(8);
    }

    @Test
    void a_change_makes_another_value() {
        Settings settings = files.settings();

        assertThat(settings.with("a", "1").get("a")).isEqualTo("1");
        assertThat(settings.with("a", Secret.of("hunter2")).secret("a")).isEqualTo(Secret.of("hunter2"));
        assertThat(settings.find("a")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "${HOST}|db.example",
                "http://${HOST}:${PORT}/|http://db.example:5432/",
                "${HOST:-other}|db.example",
                "${NONE:-other}|other",
                "${EMPTY:-other}|other",
                "${NONE:-}x|x",
                "$${HOST}|${HOST}",
                "pa$word and $HOST|pa$word and $HOST",
                "${FROM_FILE}|db.example, from the file",
            })
    void variables_are_filled_in(String written, String value) {
        files.variable("HOST", "db.example").variable("PORT", "5432").variable("EMPTY", "");
        files.dotEnv("HOST=not this\nFROM_FILE=\"${HOST}, from the file\"");

        assertThat(files.toml("a = '" + written + "'").settings().get("a")).isEqualTo(value);
    }

    @Test
    void the_real_environment_is_taken_as_it_is() {
        assertThat(files.variable("A", "${B}").settings().get("A")).isEqualTo("${B}");
    }

    @Test
    void a_table_is_no_value_and_a_quoted_key_is_one_name() {
        Settings settings = files.toml("[a.b]\nc = 1\n[x]\n\"y.z\" = 2").settings();

        assertThat(settings.find("a.b")).isEmpty();
        assertThat(settings.get("x.y.z")).isEqualTo("2");
    }

    @Test
    void a_folder_that_is_called_like_a_file_is_none() throws Exception {
        java.nio.file.Files.createDirectories(files.project.resolve(".env"));

        assertThat(files.settings()).hasToString("settings: 0 keys");
    }
}
