package dev.pipette.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

class TemporaryHomeTests {
    @Test
    void it_is_gone_with_all_that_is_in_it() throws IOException {
        Path folder;
        try (TemporaryHome home = TemporaryHome.make()) {
            folder = home.folder();
            Files.createDirectories(folder.resolve("pipelines/shop"));
            Files.writeString(folder.resolve("pipelines/shop/rows"), "1");
        }

        assertThat(folder).doesNotExist();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void nobody_else_can_look_into_it() throws IOException {
        try (TemporaryHome home = TemporaryHome.make()) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.folder())))
                    .isEqualTo("rwx------");
        }
    }
}
