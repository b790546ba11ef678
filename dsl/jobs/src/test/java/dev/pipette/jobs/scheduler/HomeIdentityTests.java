package dev.pipette.jobs.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeIdentityTests {
    @TempDir
    private Path folder;

    @Test
    void a_home_folder_of_a_machine_stays_the_same_and_no_other_one_is_it() throws Exception {
        Path home = folder.resolve("home");
        String identity = HomeIdentity.of(home, "machine 1");

        assertThat(identity).matches("[0-9a-f]{32}");
        assertThat(HomeIdentity.of(home, "machine 1")).isEqualTo(identity);
        assertThat(HomeIdentity.of(folder.resolve("other"), "machine 1")).isNotEqualTo(identity);
        // a copy of a folder or of a machine has the same number
        Path copy = folder.resolve("copy");
        Files.createDirectories(copy.resolve("jobs"));
        Files.copy(home.resolve("jobs/home.id"), copy.resolve("jobs/home.id"));
        assertThat(HomeIdentity.of(copy, "machine 1")).isNotEqualTo(identity);
        assertThat(HomeIdentity.of(home, "machine 2")).isNotEqualTo(identity);
    }

    @Test
    void a_machine_without_a_number_has_that_of_its_home_folder() {
        assertThat(HomeIdentity.of(folder)).isEqualTo(HomeIdentity.of(folder)).hasSize(32);
    }
}
