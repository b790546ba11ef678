package dev.pipette.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DestinationSettingsTests {
    @TempDir
    Path folder;

    private SettingsFolder files = new SettingsFolder(Path.of("unused"));

    @BeforeEach
    void start_with_no_files() {
        files = new SettingsFolder(folder);
    }

    private DestinationSettings postgres() {
        return DestinationSettings.of(files.settings(), "postgres");
    }

    @Test
    void our_own_spelling() {
        files.toml("""
                [destination.postgres]
                host = "db.example"
                port = 6543
                database = "postgres"
                user = "loader"
                dataset = "sales"
                transaction_pooler = true
                """).secrets("[destination.postgres]\npassword = 'hunter2'");

        DestinationSettings read = postgres();

        assertThat(read.host()).contains("db.example");
        assertThat(read.port()).contains(6543);
        assertThat(read.database()).contains("postgres");
        assertThat(read.user()).contains("loader");
        assertThat(read.password()).contains(Secret.of("hunter2"));
        assertThat(read.dataset()).contains("sales");
        assertThat(read.transactionPooler()).contains(true);
        assertThat(read.url()).contains("postgresql://db.example:6543/postgres");
        assertThat(read.origins())
                .containsEntry(
                        "transactionPooler",
                        "destination.postgres.transaction_pooler in " + files.project + "/pipette.toml, line 7")
                .containsEntry(
                        "password", "destination.postgres.password in " + files.project + "/secrets.toml, line 2");
    }

    @Test
    void the_address_that_dlt_reads_from_the_environment() {
        files.variable(
                "DESTINATION__POSTGRES__CREDENTIALS",
                "postgresql://loader:hun%2Fter2@db.example:5432/warehouse?sslmode=require&sslpassword=hunter3");

        DestinationSettings read = postgres();

        assertThat(read.host()).contains("db.example");
        assertThat(read.port()).contains(5432);
        assertThat(read.database()).contains("warehouse");
        assertThat(read.user()).contains("loader");
        assertThat(read.password()).contains(Secret.of("hun/ter2"));
        assertThat(read.parameters()).isEqualTo(Map.of("sslmode", "require", "sslpassword", "hunter3"));
        assertThat(read.url()).contains("postgresql://db.example:5432/warehouse?sslmode=require");
        assertThat(read.origins())
                .containsEntry("host", "environment variable host in DESTINATION__POSTGRES__CREDENTIALS");
        assertThat(read.toString()).isEqualTo("""
                        postgres, section destination.postgres

                        setting      value       from
                        -----------  ----------  -------------------------------------------------------------------
                        host         db.example  environment variable host in DESTINATION__POSTGRES__CREDENTIALS
                        port         5432        environment variable port in DESTINATION__POSTGRES__CREDENTIALS
                        database     warehouse   environment variable database in DESTINATION__POSTGRES__CREDENTIALS
                        user         loader      environment variable user in DESTINATION__POSTGRES__CREDENTIALS
                        password     ***         environment variable password in DESTINATION__POSTGRES__CREDENTIALS
                        sslmode      require     the address
                        sslpassword  ***         the address""");
    }

    @Test
    void the_single_values_that_dlt_reads_from_the_environment() {
        files.variable("DESTINATION__POSTGRES__CREDENTIALS__HOST", "db.example")
                .variable("DESTINATION__POSTGRES__CREDENTIALS__PORT", "5432")
                .variable("DESTINATION__POSTGRES__CREDENTIALS__DATABASE", "warehouse")
                .variable("DESTINATION__POSTGRES__CREDENTIALS__USERNAME", "loader")
                .variable("DESTINATION__POSTGRES__CREDENTIALS__PASSWORD", "hunter2");

        DestinationSettings read = postgres();

        assertThat(read.url()).contains("postgresql://db.example:5432/warehouse");
        assertThat(read.user()).contains("loader");
        assertThat(read.password()).contains(Secret.of("hunter2"));
    }

    @Test
    void the_table_and_the_address_that_dlt_reads_from_its_file() {
        files.secrets("""
                [destination.postgres.credentials]
                host = "db.example"
                username = "loader"
                password = "hunter2"

                [destination]
                warehouse.credentials = "postgresql://other:hunter3@db2.example/w"
                """);

        assertThat(postgres().host()).contains("db.example");
        assertThat(postgres().user()).contains("loader");
        assertThat(postgres().password()).contains(Secret.of("hunter2"));
        DestinationSettings named = DestinationSettings.of(files.settings(), "postgres", "warehouse");
        assertThat(named.host()).contains("db2.example");
        assertThat(named.section()).isEqualTo("destination.warehouse");
        assertThat(named.password()).contains(Secret.of("hunter3"));
    }

    @Test
    void a_place_wins_over_later_places_and_at_one_place_the_single_value() {
        files.variable("DESTINATION__POSTGRES__CREDENTIALS", "postgresql://env@env.example/env")
                .variable("DESTINATION__POSTGRES__CREDENTIALS__DATABASE", "single")
                .toml(
                        "[destination.postgres]\nhost = 'file.example'\nport = 1\nurl = 'postgresql://url.example:2/url'");

        DestinationSettings read = postgres();

        assertThat(read.host()).contains("env.example");
        assertThat(read.database()).contains("single");
        assertThat(read.port()).contains(1);
        assertThat(DestinationSettings.of(files.settings().with("destination.postgres.host", "given"), "postgres")
                        .origins())
                .containsEntry("host", "given by the program");
    }

    @Test
    void parts_of_two_addresses_are_never_mixed() {
        files.variable("DESTINATION__POSTGRES__CREDENTIALS", "postgresql://me@one.example/x")
                .secrets("[destination.postgres]\nurl = 'postgresql://other:hunter2@two.example:6543/y'");

        assertThat(postgres().url()).contains("postgresql://one.example/x");
        assertThat(postgres().password()).isEmpty();
        assertThat(files.settings().explain("destination.postgres.password").toString())
                .startsWith("destination.postgres.password is not set\n")
                .containsPattern("password in destination.postgres.url +2  overridden\n");
    }

    @Test
    void the_file_of_duckdb() {
        files.variable("DESTINATION__DUCKDB__CREDENTIALS", "quakes.duckdb");
        assertThat(DestinationSettings.of(files.settings(), "duckdb").database())
                .contains("quakes.duckdb");

        files.variable("DESTINATION__DUCKDB__CREDENTIALS", "duckdb:///data/quakes.duckdb");
        assertThat(DestinationSettings.of(files.settings(), "duckdb").database())
                .contains("data/quakes.duckdb");

        files.variable("PIPETTE__DESTINATION__DUCKDB__DATABASE", "mine.duckdb");
        assertThat(DestinationSettings.of(files.settings(), "duckdb").database())
                .contains("mine.duckdb");
    }

    @Test
    void a_password_inside_an_address_must_not_stand_in_the_file_that_is_kept_with_the_code() {
        files.toml("[destination.postgres]\nurl = 'postgresql://me:hunter2@db/x'");

        assertThatThrownBy(this::postgres)
                .hasMessage("[BAD_SETTINGS] destination.postgres.password is a secret and is in pipette.toml, which is"
                        + " kept with the code (password in destination.postgres.url in %s/pipette.toml, line 2). Move it"
                                .formatted(files.project)
                        + " to secrets.toml, or set PIPETTE__DESTINATION__POSTGRES__PASSWORD in the environment. 'pipette"
                        + " config explain destination.postgres.password' shows every place that was looked at.");

        files.toml("[destination.postgres]\nurl = 'postgresql://me:${PW}@db/x'").variable("PW", "hunter2");
        assertThat(postgres().password()).contains(Secret.of("hunter2"));
    }

    @Test
    void everything_that_is_wrong_is_one_error_without_the_secrets() {
        files.variable("DESTINATION__POSTGRES__CREDENTIALS", "hunter2")
                .toml("[destination.postgres]\nport = 'abc'\ntransaction_pooler = 'perhaps'");

        assertThatThrownBy(this::postgres)
                .hasMessageStartingWith("[BAD_SETTINGS] 6 settings are missing or wrong:\n"
                        + "  destination.postgres.host cannot be taken from an address that is none: write"
                        + " postgresql://USER:PASSWORD@HOST:PORT/DATABASE, with @ : / ? % in the password percent-encoded,"
                        + " or duckdb:FILE (environment variable host in DESTINATION__POSTGRES__CREDENTIALS).\n")
                .hasMessageContaining("transaction_pooler is 'perhaps', which is neither true nor false")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void nothing_needs_to_be_set() {
        assertThat(postgres()).hasToString("postgres, section destination.postgres: nothing is set");
        assertThat(postgres().url()).isEmpty();
    }
}
