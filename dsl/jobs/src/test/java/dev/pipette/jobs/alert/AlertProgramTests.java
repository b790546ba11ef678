package dev.pipette.jobs.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether the program of an alert is there. */
class AlertProgramTests {
    @TempDir
    Path folder;

    @Test
    void it_is_found_by_its_path_or_in_the_search_path() throws IOException {
        Path program = Files.writeString(folder.resolve("notify me"), "#!/bin/sh\n");
        String path = folder.resolve("none") + File.pathSeparator + folder;

        assertThat(AlertProgram.of("'notify me' --job orders")).isEqualTo("notify me");
        assertThat(AlertProgram.isThere("\"notify me\"", path))
                .as("nobody may run it")
                .isFalse();
        assertThat(program.toFile().setExecutable(true)).isTrue();

        assertThat(AlertProgram.isThere("'notify me' --job orders", path)).isTrue();
        assertThat(AlertProgram.isThere("'" + program + "' --job orders", "")).isTrue();
        assertThat(AlertProgram.isThere("notify --job orders", path)).isFalse();
        assertThat(AlertProgram.isThere("'" + folder + "'", path))
                .as("a folder")
                .isFalse();
        assertThat(AlertProgram.isThere("", path)).isFalse();
    }
}
