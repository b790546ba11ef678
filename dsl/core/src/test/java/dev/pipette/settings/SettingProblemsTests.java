package dev.pipette.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of settings that are missing, wrong, or cannot be read: word for word. */
class SettingProblemsTests {
    @TempDir
    Path folder;

    private SettingsFolder files = new SettingsFolder(Path.of("unused"));

    @BeforeEach
    void start_with_no_files() {
        files = new SettingsFolder(folder);
    }

    /** What a record of the user's may look like. */
    record Warehouse(
            String host,
            int port,
            Secret password,
            Optional<Integer> poolSize,
            Pooler pooler,
            boolean transactionPooler) {
        Warehouse {
            if (port > 65_535) {
                throw new IllegalArgumentException("port " + port + " of " + host + " with " + password.reveal());
            }
        }
    }

    record Pooler(Optional<String> mode, Duration timeout) {}

    record Strange(List<String> hosts) {}

    @Test
    void one_missing_key_tells_where_it_could_be_set() {
        assertThatSettings(() -> files.settings().get("SUPABASE_DB_HOST"))
                .hasMessage("[BAD_SETTINGS] SUPABASE_DB_HOST is missing. Set SUPABASE_DB_HOST in the environment or in"
                        + " .env, or SUPABASE_DB_HOST = \"..\" in pipette.toml. 'pipette config explain SUPABASE_DB_HOST'"
                        + " shows every place that was looked at.");
        assertThatSettings(() -> files.settings().secret("sources.everflow.api_key"))
                .hasMessage(
                        "[BAD_SETTINGS] sources.everflow.api_key is missing. Set PIPETTE__SOURCES__EVERFLOW__API_KEY"
                                + " in the environment or in .env, or api_key = \"..\" under [sources.everflow] in secrets.toml."
                                + " 'pipette config explain sources.everflow.api_key' shows every place that was looked at.");
    }

    @Test
    void all_required_keys_that_are_missing_or_wrong_are_one_error() {
        files.variable("S3_BUCKET_NAME", "")
                .secrets("SUPABASE_DB_PASSWORD = \"<configure me>\"")
                .toml("EVERFLOW_API_KEY = 'hunter2'\nHOSTS = ['a', 'b']\nURL = 'https://${NOBODY}/'");

        assertThatSettings(() -> files.settings()
                        .require(
                                "SUPABASE_DB_HOST",
                                "S3_BUCKET_NAME",
                                "SUPABASE_DB_PASSWORD",
                                "EVERFLOW_API_KEY",
                                "HOSTS",
                                "URL"))
                .hasMessage("""
                        [BAD_SETTINGS] 6 settings are missing or wrong:
                          SUPABASE_DB_HOST is missing. Set SUPABASE_DB_HOST in the environment or in .env, or \
                        SUPABASE_DB_HOST = ".." in pipette.toml.
                          S3_BUCKET_NAME is missing (empty: environment variable S3_BUCKET_NAME). Set S3_BUCKET_NAME in \
                        the environment or in .env, or S3_BUCKET_NAME = ".." in pipette.toml.
                          SUPABASE_DB_PASSWORD is missing (the placeholder <configure me>: SUPABASE_DB_PASSWORD in \
                        %1$s/secrets.toml, line 1). Set SUPABASE_DB_PASSWORD in the environment or in .env, or \
                        SUPABASE_DB_PASSWORD = ".." in secrets.toml.
                          EVERFLOW_API_KEY is a secret and is in pipette.toml, which is kept with the code \
                        (EVERFLOW_API_KEY in %1$s/pipette.toml, line 1). Move it to secrets.toml, or set EVERFLOW_API_KEY \
                        in the environment.
                          HOSTS is a list, and one value is wanted (HOSTS in %1$s/pipette.toml, line 2).
                          URL needs the variable NOBODY, which is not set (URL in %1$s/pipette.toml, line 3).
                        'pipette config explain KEY' shows every place that was looked at.""".formatted(files.project));
    }

    @Test
    void a_value_of_the_wrong_type_is_shown_unless_it_is_a_secret() {
        files.toml("""
                [loader]
                port = "abc"
                big = 9999999999
                wait = "soon"
                active = "perhaps"
                day = "someday"
                """).secrets("[loader]\npin_token = 'hunter2'\nage = 'hunter3'");
        Settings settings = files.settings();

        assertThatSettings(() -> settings.get("loader.port", int.class))
                .hasMessage(
                        "[BAD_SETTINGS] loader.port is 'abc', which is not a whole number (loader.port in %s/pipette.toml,"
                                        .formatted(files.project)
                                + " line 2). 'pipette config explain loader.port' shows every place that was looked at.");
        assertThatSettings(() -> settings.get("loader.big", int.class))
                .hasMessageContaining("loader.big is '9999999999', which is not a whole number of 32 bits (");
        assertThatSettings(() -> settings.find("loader.wait", Duration.class))
                .hasMessageContaining("loader.wait is 'soon', which is not a duration like 30s, 5m or PT1H30M (");
        assertThatSettings(() -> settings.get("loader.active", boolean.class))
                .hasMessageContaining("loader.active is 'perhaps', which is neither true nor false (");
        assertThatSettings(() -> settings.get("loader.day", DayOfWeek.class))
                .hasMessageContaining("loader.day is 'someday', which is none of monday, tuesday, ");
        assertThatSettings(() -> settings.get("loader.pin_token", int.class))
                .hasMessageContaining("loader.pin_token is '***', which is not a whole number (");
        assertThatSettings(() -> settings.get("loader.age", int.class))
                .hasMessageContaining("loader.age is '***', which is not a whole number (");
    }

    @Test
    void a_secret_in_the_file_that_is_kept_with_the_code_is_refused_unless_it_is_a_variable() {
        files.toml("[api]\nkey = 'hunter2'\nother = '${OTHER}'").variable("OTHER", "hunter3");

        assertThatSettings(() -> files.settings().secret("api.key"))
                .hasMessage("[BAD_SETTINGS] api.key is a secret and is in pipette.toml, which is kept with the code"
                        + " (api.key in %s/pipette.toml, line 2). Move it to secrets.toml, or set PIPETTE__API__KEY in the"
                                .formatted(files.project)
                        + " environment. 'pipette config explain api.key' shows every place that was looked at.");
        assertThat(files.settings().secret("api.other")).isEqualTo(Secret.of("hunter3"));
        assertThat(files.settings().get("api.key")).isEqualTo("hunter2");
    }

    @Test
    void a_record_is_read_whole() {
        files.toml("""
                [destination.warehouse]
                host = "db.example"
                port = 6543
                transaction_pooler = true
                pooler.timeout = "5s"
                """).secrets("destination.warehouse.password = 'hunter2'");

        assertThat(files.settings().read("destination.warehouse", Warehouse.class))
                .isEqualTo(new Warehouse(
                        "db.example",
                        6543,
                        Secret.of("hunter2"),
                        Optional.empty(),
                        new Pooler(Optional.empty(), Duration.ofSeconds(5)),
                        true));
    }

    @Test
    void all_that_is_missing_and_wrong_in_a_record_is_one_error() {
        files.toml("[warehouse]\nport = 'abc'\npool_size = 'many'\npooler.timeout = 'soon'");

        assertThatSettings(() -> files.settings().read("warehouse", Warehouse.class))
                .hasMessage("""
                        [BAD_SETTINGS] 6 settings are missing or wrong:
                          warehouse.host is missing. Set PIPETTE__WAREHOUSE__HOST in the environment or in .env, or \
                        host = ".." under [warehouse] in pipette.toml.
                          warehouse.port is 'abc', which is not a whole number (warehouse.port in %1$s/pipette.toml, line 2).
                          warehouse.password is missing. Set PIPETTE__WAREHOUSE__PASSWORD in the environment or in .env, or \
                        password = ".." under [warehouse] in secrets.toml.
                          warehouse.pool_size is 'many', which is not a whole number (warehouse.pool_size in \
                        %1$s/pipette.toml, line 3).
                          warehouse.pooler.timeout is 'soon', which is not a duration like 30s, 5m or PT1H30M \
                        (warehouse.pooler.timeout in %1$s/pipette.toml, line 4).
                          warehouse.transaction_pooler is missing. Set PIPETTE__WAREHOUSE__TRANSACTION_POOLER in the \
                        environment or in .env, or transaction_pooler = ".." under [warehouse] in pipette.toml.
                        'pipette config explain KEY' shows every place that was looked at.""".formatted(files.project));
    }

    @Test
    void a_record_that_refuses_its_values_says_why_without_its_secrets() {
        files.variable("ADMIN_TOKEN", "hunter3")
                .toml("[w]\nhost = '${ADMIN_TOKEN}'\nport = 99999\ntransaction_pooler = false\npooler.timeout = '1s'")
                .secrets("w.password = 'hunter2'");

        assertThatSettings(() -> files.settings().read("w", Warehouse.class))
                .hasMessage(
                        "[BAD_SETTINGS] w is refused by Warehouse: port 99999 of *** with ***. 'pipette config explain"
                                + " w' shows every place that was looked at.");
    }

    @Test
    void a_type_that_no_setting_has_is_a_wrong_call() {
        assertThatThrownBy(() -> files.settings().read("", Strange.class))
                .hasMessage(
                        "[BAD_USAGE] Strange.hosts is a java.util.List<java.lang.String>, and a setting is a String,"
                                + " int, long, double, boolean, Duration, Path, URI, ZoneId, LocalDate, LocalTime, LocalDateTime,"
                                + " Instant, OffsetDateTime, ZonedDateTime, YearMonth, Year, Period, Secret, or an enum, an"
                                + " Optional of one, or a record of them.");
        assertThatThrownBy(() -> files.settings().find("a", List.class))
                .hasMessage(
                        "[BAD_USAGE] a setting cannot be a List. Ask for a String, int, long, double, boolean, Duration, Path,"
                                + " URI, ZoneId, LocalDate, LocalTime, LocalDateTime, Instant, OffsetDateTime, ZonedDateTime,"
                                + " YearMonth, Year, Period, Secret, or an enum.");
    }

    @Test
    void variables_that_cannot_be_filled_in_are_told() {
        files.dotEnv("A=${B}\nB=${A}").toml("a = '${A}'\nb = 'x ${ y'\nc = '${C!}'");
        Settings settings = files.settings();

        assertThatSettings(() -> settings.get("a"))
                .hasMessageContaining("] a needs the variable A, which refers to itself (a in ");
        assertThatSettings(() -> settings.get("b"))
                .hasMessageContaining("] b holds a ${ that names no variable; write $${ for the two characters (b in ");
        assertThatSettings(() -> settings.get("c")).hasMessageContaining("] c holds a ${ that names no variable;");
    }

    @Test
    void variables_that_double_each_other_end() {
        StringBuilder content = new StringBuilder("A0=0123456789\n");
        for (int level = 1; level < 60; level++) {
            content.append("A%d=${A%d}${A%d}\n".formatted(level, level - 1, level - 1));
        }

        assertThatSettings(() -> files.dotEnv(content.toString()).settings().get("A59"))
                .hasMessageContaining("A59 is longer than 100,000 characters once its variables are filled in (");
    }

    @Test
    void files_that_cannot_be_read_are_one_error_with_the_places_and_nothing_of_their_content() throws Exception {
        files.secrets("[a]\npassword = \"hunter2\npassword = 2\n")
                .toml("token = hunter2")
                .dotEnv("hunter2")
                .homeToml("a = 1\na = 2");
        Files.write(files.home.resolve("secrets.toml"), new byte[] {'a', (byte) 0xFF});

        assertThatSettings(files::settings).hasNoCause().hasMessage("""
                        [BAD_SETTINGS] 5 files of settings cannot be read:
                          %1$s/.env, line 1: NAME=VALUE is wanted here.
                          %1$s/secrets.toml, line 2, column 20: it is not TOML: newline not permitted here.
                          %1$s/pipette.toml, line 1, column 9: it is not TOML: unknown token.
                          %2$s/secrets.toml: it is not UTF-8.
                          %2$s/pipette.toml, line 2, column 6: it is not TOML: duplicate key.""".formatted(files.project, files.home));
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> assertThatSettings(ThrowingCallable call) {
        return assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        PipetteException.class,
                        failed -> assertThat(failed.code()).isEqualTo(ErrorCode.BAD_SETTINGS));
    }
}
