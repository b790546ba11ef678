package dev.pipette.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class TemporaryHomeTests {
    @TempDir
    Path temporary;

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

    @Test
    void a_signal_deletes_it_and_a_plan_that_ended_leaves_no_hook() throws IOException, InterruptedException {
        try (TemporaryHome home = TemporaryHome.make(temporary)) {
            Files.createDirectories(home.folder().resolve("pipelines/shop"));
            Files.writeString(home.folder().resolve("pipelines/shop/rows"), "1");
            assertThat(Runtime.getRuntime().removeShutdownHook(home.hook())).isTrue();

            home.hook().start(); // as the process does when it ends
            home.hook().join();

            assertThat(home.folder()).doesNotExist();
        }

        TemporaryHome ended = TemporaryHome.make(temporary);
        ended.close();
        assertThat(Runtime.getRuntime().removeShutdownHook(ended.hook())).isFalse();
    }

    @Test
    void what_killed_plans_left_is_deleted_after_a_day() throws IOException {
        Path old = aged("pipette-plan123");
        Path others = aged("pipette-plans-of-mine");
        Path young = Files.createDirectories(temporary.resolve("pipette-plan124"));
        Files.createDirectories(temporary.resolve("kept/rows"));
        Path link = Files.createSymbolicLink(temporary.resolve("pipette-plan125"), temporary.resolve("kept"));

        TemporaryHome.make(temporary).close();

        assertThat(old).doesNotExist();
        assertThat(others).isDirectory();
        assertThat(young).isDirectory();
        assertThat(link).exists();
        assertThat(temporary.resolve("kept/rows")).isDirectory();
    }

    private Path aged(String name) throws IOException {
        Path folder = temporary.resolve(name);
        Files.createDirectories(folder.resolve("pipelines"));
        Files.setLastModifiedTime(folder, FileTime.from(Instant.now().minus(Duration.ofHours(25))));
        return folder;
    }
}
