package dev.pipette.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.settings.Explanation.Outcome;
import dev.pipette.settings.Explanation.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplanationTests {
    @TempDir
    Path folder;

    private SettingsFolder files = new SettingsFolder(Path.of("unused"));

    @BeforeEach
    void start_with_no_files() {
        files = new SettingsFolder(folder);
    }

    /** As it is printed, with short names of the folders. */
    private String explained(String key) {
        return aligned(files.settings().explain(key).toString());
    }

    private String aligned(String text) {
        return text.replace(files.project + "/", "")
                .replace(files.home + "/", "~/")
                .replaceAll(" {2,}", "  ")
                .replaceAll("-{3,}", "---");
    }

    @Test
    void every_place_is_told_and_which_of_them_won() {
        files.variable("LOADER__ZONE", "")
                .dotEnv("A=1")
                .toml("[loader]\n# where the shop is\nzone = 'Europe/Berlin'")
                .homeToml("loader.zone = 'UTC'");

        assertThat(explained("loader.zone")).isEqualTo("""
                        loader.zone = Europe/Berlin
                          from loader.zone in pipette.toml, line 3

                        place  name  line  found
                        ---  ---  ---  ---
                        argument  loader.zone  not set
                        environment  PIPETTE__LOADER__ZONE  not set
                        environment  LOADER__ZONE  empty
                        .env  PIPETTE__LOADER__ZONE  not set
                        .env  LOADER__ZONE  not set
                        secrets.toml  no file
                        pipette.toml  loader.zone  3  used: Europe/Berlin
                        ~/secrets.toml  no file
                        ~/pipette.toml  loader.zone  1  overridden: UTC
                        default  loader.zone  not set""");
    }

    @Test
    void columns_are_aligned() {
        assertThat(new Explanation(
                        "PORT",
                        java.util.Optional.of("1"),
                        java.util.Optional.of("environment variable PORT"),
                        List.of(
                                place("argument", Outcome.NOT_SET, ""),
                                place("environment", Outcome.USED, "1"),
                                place(".env", Outcome.OVERRIDDEN, "2 < 3")),
                        List.of("a note", "another")))
                .hasToString("""
                        PORT = 1
                          from environment variable PORT

                        place        name  line  found
                        -----------  ----  ----  -----------------
                        argument     PORT        not set
                        environment  PORT     7  used: 1
                        .env         PORT     7  overridden: 2 < 3

                        note: a note
                        note: another""");
    }

    private static Place place(String where, Outcome outcome, String value) {
        var shown = java.util.Optional.of(value).filter(text -> !text.isEmpty());
        return new Place(where, "PORT", outcome, shown, shown.map(text -> 7));
    }

    @Test
    void html_has_the_same_cells() {
        String html = files.variable("A", "<b>").settings().explain("A").toHtml();

        assertThat(html)
                .startsWith("<p>A = &lt;b&gt;<br>\n  from environment variable A</p>\n<table class=\"pipette\">\n")
                .contains(">used: &lt;b&gt;</td>");
    }

    @Test
    void what_is_missing_tells_how_to_set_it() {
        assertThat(explained("api.token"))
                .startsWith("api.token is not set\n\nplace  name  line  found\n")
                .endsWith(
                        "note: Set PIPETTE__API__TOKEN in the environment or in .env, or token = \"..\" under [api] in"
                                + " secrets.toml.");
    }

    @Test
    void all_spellings_of_a_destination_are_looked_at_and_secrets_are_stars() {
        files.variable("DESTINATION__POSTGRES__CREDENTIALS", "postgresql://me:hunter2@db/x")
                .secrets("[destination.postgres.credentials]\npassword = 'hunter3'");

        assertThat(explained("destination.postgres.password")).startsWith("""
                        destination.postgres.password = ***
                          from environment variable password in DESTINATION__POSTGRES__CREDENTIALS

                        place  name  line  found
                        ---  ---  ---  ---
                        argument  destination.postgres.password  not set
                        environment  PIPETTE__DESTINATION__POSTGRES__PASSWORD  not set
                        environment  DESTINATION__POSTGRES__PASSWORD  not set
                        environment  DESTINATION__POSTGRES__CREDENTIALS__PASSWORD  not set
                        environment  password in PIPETTE__DESTINATION__POSTGRES__URL  not set
                        environment  password in DESTINATION__POSTGRES__URL  not set
                        environment  password in DESTINATION__POSTGRES__CREDENTIALS  used: ***
                        .env  no file
                        secrets.toml  destination.postgres.password  not set
                        secrets.toml  destination.postgres.credentials.password  2  overridden: ***
                        secrets.toml  password in destination.postgres.url  not set
                        secrets.toml  password in destination.postgres.credentials  not set
                        pipette.toml  no file
                        """);
        assertThat(files.settings().explain("destination.postgres.credentials").value())
                .contains("postgresql://me:***@db/x");
        assertThat(files.settings().explain("destination.postgres.url").value()).contains("postgresql://me:***@db/x");
    }

    @Test
    void a_wrong_value_and_a_section_are_told() {
        files.toml("a.b = ['x']\na.c = '${NONE}'");

        assertThat(explained("a.b"))
                .startsWith("a.b is a list, and one value is wanted\n  from a.b in pipette.toml, line 1\n")
                .contains("1  wrong: is a list, and one value is wanted");
        assertThat(explained("a.c")).contains("wrong: needs the variable NONE, which is not set");
        assertThat(explained("a")).endsWith("note: a is a section; it holds a.b, a.c.");
    }

    @Test
    void a_secret_that_others_can_read_is_a_note_and_no_failure() throws IOException {
        files.secrets("api.token = 'hunter2'").toml("api.key_secret = 'hunter3'");
        Path secrets = files.project.resolve("secrets.toml");
        Files.setPosixFilePermissions(secrets, PosixFilePermissions.fromString("rw-r--r--"));

        assertThat(explained("api.token"))
                .contains("\nnote: other users can read secrets.toml (rw-r--r--); chmod 600 keeps them out."
                        .replace("secrets.toml", secrets.toString().replace(files.project + "/", "")));
        assertThat(explained("api.key_secret"))
                .endsWith("note: a secret is in pipette.toml, which is kept with the code. Move it to secrets.toml.");

        Files.setPosixFilePermissions(secrets, PosixFilePermissions.fromString("rw-------"));
        assertThat(files.settings().explain("api.token").notes()).isEmpty();
    }

    @Test
    void lines_are_those_of_the_keys() {
        files.toml("""
                top = 1
                text = \"""
                [not.a.table]
                fake = 2
                \"""
                [ a . "b" ]  # a comment
                c = 'x'
                "d" = { e = 5 }
                list = [
                  1,
                ]
                [[tables]]
                c = 1
                [z]
                c = 9
                """);
        Settings settings = files.settings();

        assertThat(settings.origin("top")).contains("top in " + files.project + "/pipette.toml, line 1");
        assertThat(settings.origin("a.b.c")).contains("a.b.c in " + files.project + "/pipette.toml, line 7");
        assertThat(settings.origin("a.b.d.e")).contains("a.b.d.e in " + files.project + "/pipette.toml");
        assertThat(settings.origin("z.c")).contains("z.c in " + files.project + "/pipette.toml, line 15");
    }

    @Test
    void the_overview_lists_what_is_set() {
        files.variable("PIPETTE__API__URL", "https://me:hunter2@api.example/")
                .variable("PATH", "/bin")
                .variable("PIPETTE__NOTHING", "no key is written so")
                .dotEnv("S3_BUCKET=exports")
                .secrets("api.token = 'hunter2'\napi.host = 'api.example'")
                .toml("api.token = '<configure me>'\napi.list = [1]");

        assertThat(aligned(
                        files.settings().withDefault("zone", "UTC").overview().toString()))
                .isEqualTo("""
                        6 settings

                        key  value  from
                        ---  ---  ---
                        S3_BUCKET  ***  S3_BUCKET in .env, line 1
                        api.host  api.example  api.host in secrets.toml, line 2
                        api.list  is a list, and one value is wanted  api.list in pipette.toml, line 2
                        api.token  ***  api.token in secrets.toml, line 1
                        api.url  https://me:***@api.example/  environment variable PIPETTE__API__URL
                        zone  UTC  a default of the program""");
        assertThat(new SettingsOverview(List.of())).hasToString("no settings");
    }
}
