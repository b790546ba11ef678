package dev.pipette.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.error.PipetteException;
import dev.pipette.text.Secrets;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Promise 7: whatever is printed, in whatever way it fails, holds no secret. */
class SecrecyTests {
    /** Stands in every secret of these tests, and nowhere else. */
    private static final String MARK = "hunter2";

    @TempDir
    Path folder;

    record Api(String tokenName, int token, Optional<Duration> password, LocalDate apiKey) {}

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hunter2",
                "pa'ss hunter2",
                "\"hunter2@x/y?z\"",
                "postgresql://me:hun hunter2@db/x",
                "postgresql://me:pa'hunter2@db:1/x",
                "postgresql://a@b:hunter2@db/x",
                "postgresql://me:hunter2/x",
                "postgresql://me:hunter2",
                "postgresql://me:x@y/hunter2?z@db/x",
                "postgresql://db/x?password=hunter2'x y&sslpassword=hunter2",
                "jdbc:postgresql://db/x?user=me&password=hunter2",
                "https://hooks.example/T/hunter2",
                "https://x?token=hunter2"
            })
    void no_secret_is_printed_wherever_it_stands(String secret) {
        for (String place : List.of("environment", ".env", "secrets.toml", "reference")) {
            SettingsFolder files = new SettingsFolder(folder.resolve(place));
            for (String key : List.of(
                    "api.token",
                    "api.password",
                    "api.api_key",
                    "destination.postgres.credentials",
                    "destination.postgres.port",
                    "destination.postgres.url",
                    "destination.duckdb.credentials",
                    "destination.warehouse.password")) {
                put(files, place, key, secret);
            }

            assertThat(everythingPrinted(files.settings())).as(place).noneMatch(text -> text.contains(MARK));
        }
    }

    private static void put(SettingsFolder files, String place, String key, String secret) {
        String variable = key.replace(".", "__").toUpperCase(java.util.Locale.ROOT);
        boolean port = key.endsWith("port");
        switch (place) {
            case "environment" -> files.variable(variable, port ? "1" : secret);
            case ".env" ->
                files.dotEnv(files.written(".env") + variable + "='" + (port ? "1" : secret.replace("'", "")) + "'\n");
            case "secrets.toml" ->
                files.secrets(files.written("secrets.toml") + key + " = '''" + (port ? "1" : secret) + "'''\n");
            default ->
                files.variable("DB_PASSWORD", secret)
                        .toml(files.written("pipette.toml") + key + " = 'x ${DB_PASSWORD} y'\n");
        }
    }

    /** All that a program can be told by settings. */
    private static List<String> everythingPrinted(Settings settings) {
        List<String> printed = new ArrayList<>();
        List<String> keys = new ArrayList<>(settings.overview().settings().stream()
                .map(SettingsOverview.Setting::key)
                .toList());
        for (String word : List.of("url", "host", "port", "database", "user", "password")) {
            for (String name : List.of("postgres", "duckdb", "warehouse")) {
                keys.add("destination." + name + "." + word);
            }
        }
        print(printed, settings::overview);
        print(printed, () -> settings.overview().toHtml());
        print(printed, settings::toString);
        for (String key : keys) {
            if (Masking.readsAsSecret(key) || key.endsWith("url")) {
                print(printed, () -> settings.explain(key));
                print(printed, () -> settings.explain(key).toHtml());
                print(printed, () -> settings.secret(key));
                print(printed, () -> settings.get(key, int.class));
                print(printed, () -> settings.get(key, Duration.class));
                print(printed, () -> settings.get(key, LocalDate.class));
                print(printed, () -> settings.get(key, java.net.URI.class) == null);
                print(printed, () -> settings.require(key));
            }
        }
        print(printed, () -> settings.read("api", Api.class));
        for (String name : List.of("postgres", "duckdb", "warehouse")) {
            print(printed, () -> masked(DestinationSettings.of(settings, name)));
        }
        return printed;
    }

    /** The file of DuckDB is shown, and so is what a person wrote as a host: they are not secrets. */
    private static Object masked(DestinationSettings settings) {
        return settings.scheme().equals("duckdb") ? settings.password() : settings;
    }

    private static void print(List<String> printed, Callable<?> call) {
        try {
            printed.add(String.valueOf(call.call()));
        } catch (PipetteException failed) {
            StringWriter trace = new StringWriter();
            failed.printStackTrace(new PrintWriter(trace));
            printed.add(trace.toString());
        } catch (Exception other) {
            throw new AssertionError("only PipetteException is thrown", other);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "password = hunter2",
                "password = \"hunter2",
                "password = 'hunter2\n'",
                "password = \"hunter2\" hunter2",
                "password = \"\\q hunter2\"",
                "hunter2",
                "hunter2 = 1\nhunter2 = 2",
                "[hunter2",
                "[hunter2]\n[hunter2]",
                "password = 0hunter2",
                "password = 1_hunter2",
                "password = 2025-13-hunter2",
                "password = [\"hunter2\"",
                "password = {hunter2}",
                "password = '''hunter2",
                "password.hunter2.x = 1\npassword.hunter2 = 2",
                "password = \u0001hunter2",
                "= hunter2"
            })
    void no_broken_file_is_repeated(String content) {
        List<String> printed = new ArrayList<>();
        for (String file : List.of(".env", "secrets.toml", "pipette.toml")) {
            SettingsFolder files = new SettingsFolder(folder.resolve(file));
            switch (file) {
                case ".env" -> files.dotEnv(content);
                case "secrets.toml" -> files.secrets(content);
                default -> files.toml(content);
            }
            print(printed, files::settings);
        }

        assertThat(printed).noneMatch(text -> text.contains(MARK));
        assertThat(printed.get(1)).contains("it is not TOML: ");
    }

    @Test
    void a_secret_that_is_filled_in_stays_one_under_any_key() {
        SettingsFolder files = new SettingsFolder(folder)
                .variable("DB_PASSWORD", MARK)
                .variable("DATABASE_URL", "postgresql://me:" + MARK + "@db/x")
                .dotEnv("DSN=\"host=db pw=${DB_PASSWORD}\"")
                .toml("a.connection = '${DSN} port=1'\na.url = '${DATABASE_URL}'");

        assertThat(files.settings().get("a.connection")).isEqualTo("host=db pw=" + MARK + " port=1");
        assertThat(files.settings().explain("a.connection").value()).contains("*** port=1");
        assertThat(files.settings().explain("a.url").value()).contains("postgresql://me:***@db/x");
        assertThat(Masking.shown("postgresql://me:" + MARK + "/x")).isEqualTo("***");
        assertThat(files.settings().explain("DSN").toString()).doesNotContain(MARK);
    }

    @Test
    void what_the_program_gives_as_a_secret_stays_one() {
        Settings settings = new SettingsFolder(folder).settings().with("plain", Secret.of(MARK));

        assertThat(settings.explain("plain").toString()).contains("plain = ***").doesNotContain(MARK);
        assertThat(settings.overview().toString()).doesNotContain(MARK);
    }

    @Test
    void what_a_file_holds_of_secrets_is_listed_as_stars_under_any_name() {
        SettingsFolder files = new SettingsFolder(folder)
                .dotEnv("STRIPE_KEY=sk_live_1\nWEBHOOK=https://hooks.example/T0/B0\nS3_BUCKET_NAME=exports\n"
                        + "DESTINATION__WAREHOUSE__HOST=db.example\n")
                .secrets("[sources.shop]\nregion = 'eu-1'\n")
                .toml("a.address = 'https://x/${WEBHOOK}?${S3_BUCKET_NAME}'");
        Settings settings = files.settings();
        Set<String> declared = Set.of("S3_BUCKET_NAME");

        assertThat(settings.overview(declared).settings().stream()
                        .map(setting -> setting.key() + "=" + setting.value()))
                .containsExactly(
                        "S3_BUCKET_NAME=exports",
                        "STRIPE_KEY=***",
                        "WEBHOOK=***",
                        "a.address=https://x/***?***",
                        "destination.warehouse.host=db.example",
                        "sources.shop.region=***");
        assertThat(settings.explain("STRIPE_KEY").toString()).contains("STRIPE_KEY = ***", "used: ***");
        assertThat(settings.explain("sources.shop.region").value()).contains("***");
        assertThat(settings.explain("S3_BUCKET_NAME").value()).contains("***");
        assertThat(settings.explain("S3_BUCKET_NAME", declared).value()).contains("exports");
    }

    @Test
    void what_the_places_hold_of_secrets_is_known_to_every_message() {
        String id = String.valueOf(System.nanoTime());
        Settings settings = new SettingsFolder(folder)
                .variable("SHOP_TOKEN", "env-" + id)
                .variable("LOADER_NAME", "shop-" + id)
                .dotEnv("STRIPE_KEY=env-file-" + id + "\nDATABASE_URL=postgresql://me:url-" + id + "@db/x\nPLACE=here."
                        + id)
                .secrets("[sources.shop]\nanything = 'toml-" + id + "'\nbucket_url = 's3://bucket-" + id + "/'\n")
                .toml("[api]\nkey_password = 'exposed-" + id + "'\n")
                .settings()
                .with("x", Secret.of("given-" + id));

        assertThat(Secrets.masked("env-ID env-file-ID url-ID toml-ID exposed-ID given-ID".replace("ID", id)))
                .isEqualTo("*** *** *** *** *** ***");
        String places = "shop-ID here.ID s3://bucket-ID/".replace("ID", id);
        assertThat(Secrets.masked(places)).isEqualTo(places);
        assertThat(settings).hasToString("settings: 7 keys");
    }
}
