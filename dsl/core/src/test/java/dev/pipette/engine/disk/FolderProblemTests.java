package dev.pipette.engine.disk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderProblemTests {
    @TempDir
    Path folder;

    private String message(Exception failed, String outcome) {
        return String.valueOf(
                FolderProblem.of("could not write it", folder, failed, outcome).getMessage());
    }

    @Test
    void a_full_disk_is_told_where_the_system_says_so() {
        assertThat(message(new FileSystemException("x", null, "No space left on device"), "Nothing was loaded."))
                .isEqualTo(
                        "[WORKING_FOLDER_FAILED] could not write it: No space left on device. The disk, or what this user"
                                + " may use of it, is full: make room, or choose another folder with .home(..). Nothing was"
                                + " loaded.");
        assertThat(message(new IOException("Disk quota exceeded"), "")).contains("is full");
    }

    @Test
    void a_missing_right_is_told() {
        assertThat(message(new AccessDeniedException("/home/somebody/x"), ""))
                .isEqualTo("[WORKING_FOLDER_FAILED] could not write it: permission denied. Give this user the right to"
                        + " write there, or choose another folder with .home(..).");
    }

    @Test
    void anything_else_is_not_taken_for_a_full_disk() {
        assertThat(message(new IOException("Input/output error"), "Nothing was loaded."))
                .isEqualTo(
                        "[WORKING_FOLDER_FAILED] could not write it: Input/output error. Repair it, or choose another"
                                + " folder with .home(..). Nothing was loaded.");
        assertThat(message(new IOException(), "")).contains("could not write it: IOException. ");
    }

    @Test
    void an_interrupt_is_told_as_one_also_as_a_cause() {
        PipetteException interrupted =
                FolderProblem.of("could not write it", folder, new ClosedByInterruptException(), "");

        assertThat(interrupted.code()).isEqualTo(ErrorCode.INTERRUPTED);
        assertThat(interrupted)
                .hasMessage("[INTERRUPTED] the run was interrupted. What was committed stays, and"
                        + " the next run continues with what was not.");
        assertThat(FolderProblem.isInterrupt(new UncheckedIOException(new ClosedByInterruptException())))
                .isTrue();
        assertThat(FolderProblem.isInterrupt(new SocketTimeoutException())).isFalse();
    }

    @Test
    void an_interrupt_does_not_set_a_package_aside() {
        assertThat(ErrorCode.INTERRUPTED.setsPackageAside()).isFalse();
    }
}
