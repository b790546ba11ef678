package dev.pipette.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file of the folder that one happens to be in says where secrets from elsewhere are sent. */
class DecidedHereTests {
    private static final List<String> WAREHOUSE = List.of(
            "destination.warehouse.url",
            "destination.warehouse.host",
            "destination.warehouse.port",
            "destination.warehouse.password");
    private static final List<String> EVERFLOW = List.of("EVERFLOW_API_KEY", "EVERFLOW_BASE_URL", "EVERFLOW_ZONE");

    @TempDir
    Path folder;

    private SettingsFolder files = new SettingsFolder(Path.of("unused"));

    @BeforeEach
    void start_with_no_files() {
        files = new SettingsFolder(folder);
    }

    @Test
    void an_address_here_gets_a_password_of_the_environment() {
        files.toml("[destination.warehouse]\nurl = 'postgresql://db.example/shop'")
                .variable("PIPETTE__DESTINATION__WAREHOUSE__PASSWORD", "hunter2");

        assertThat(files.settings().decidedHere(WAREHOUSE))
                .contains("destination.warehouse.url in " + files.project + "/pipette.toml, line 2");
    }

    @Test
    void a_password_that_no_setting_has_comes_from_elsewhere() {
        files.toml("[destination.warehouse]\nhost = 'db.example'");

        assertThat(files.settings().decidedHere(WAREHOUSE))
                .contains("destination.warehouse.host in " + files.project + "/pipette.toml, line 2");
    }

    @Test
    void a_variable_in_a_password_comes_from_elsewhere() {
        files.toml("[destination.warehouse]\nhost = 'db.example'\npassword = '${SECRET}'")
                .variable("SECRET", "hunter2");

        assertThat(files.settings().decidedHere(WAREHOUSE)).isPresent();
    }

    @Test
    void a_base_address_in_dot_env_gets_a_key_of_ones_own_home() {
        files.dotEnv("EVERFLOW_BASE_URL=http://127.0.0.1:1").homeSecrets("EVERFLOW_API_KEY = 'k'");

        assertThat(files.settings().decidedHere(EVERFLOW))
                .contains("EVERFLOW_BASE_URL in " + files.project + "/.env, line 1");
    }

    @Test
    void what_stays_in_the_folder_and_what_comes_from_elsewhere_altogether_is_not_worth_a_word() {
        assertThat(files.settings().decidedHere(EVERFLOW)).isEmpty();

        files.dotEnv("EVERFLOW_BASE_URL=http://127.0.0.1:1\nEVERFLOW_API_KEY=k");
        assertThat(files.settings().decidedHere(EVERFLOW)).isEmpty();

        files.dotEnv("EVERFLOW_ZONE=UTC").variable("EVERFLOW_API_KEY", "k");
        assertThat(files.settings().decidedHere(EVERFLOW)).isEmpty();

        files.homeToml("[destination.warehouse]\nhost = 'db.example'")
                .variable("PIPETTE__DESTINATION__WAREHOUSE__PASSWORD", "hunter2");
        assertThat(files.settings().decidedHere(WAREHOUSE)).isEmpty();
    }

    @Test
    void ones_own_home_is_not_a_folder_that_one_happens_to_stand_in() {
        files.homeToml("[destination.warehouse]\nhost = 'db.example'");

        assertThat(Settings.from(files.home, files.home, java.util.Map.of()).decidedHere(WAREHOUSE))
                .isEmpty();
    }
}
