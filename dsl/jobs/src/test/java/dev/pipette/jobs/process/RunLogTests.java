package dev.pipette.jobs.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.text.Secrets;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log of an attempt. */
class RunLogTests {
    @TempDir
    Path folder;

    @Test
    void a_full_file_moves_aside_and_its_lines_stay_whole() throws Exception {
        Path file = folder.resolve("run.log");
        try (RunLog log = RunLog.at(file, 20)) {
            for (int i = 1; i <= 7; i++) {
                log.add("line " + i);
            }
            assertThat(log.lastLines()).hasSize(7);
        }
        assertThat(folder.resolve("run.log.1")).hasContent("line 4\nline 5\nline 6");
        assertThat(file).hasContent("line 7");
    }

    @Test
    void a_character_that_comes_in_parts_stays_whole() throws Exception {
        byte[] text = "Zürich 🙂\nlast".getBytes(StandardCharsets.UTF_8);
        try (RunLog log = RunLog.at(folder.resolve("run.log"))) {
            try (LogLines lines = log.lines()) {
                for (byte octet : text) {
                    lines.write(octet);
                }
            }
            assertThat(log.lastLines()).containsExactly("Zürich 🙂", "last");
        }
    }

    @Test
    void a_line_without_end_is_cut() throws Exception {
        try (RunLog log = RunLog.at(folder.resolve("run.log"))) {
            log.copy(new ByteArrayInputStream(("x".repeat(70_000) + "\r\nlast").getBytes(StandardCharsets.UTF_8)));
            assertThat(log.lastLines()).hasSize(3);
            assertThat(log.lastLines().getFirst())
                    .hasSize(RunLog.LONGEST_KEPT + 3)
                    .endsWith("x...");
            assertThat(log.lastLines().getLast()).isEqualTo("last");
        }
        assertThat(folder.resolve("run.log")).content().hasSize(70_000 + 3 + 4);
    }

    @Test
    void a_secret_is_not_cut_in_two() throws Exception {
        String secret = "hunter2-" + "k".repeat(300) + "-end";
        Secrets.remember(secret);
        String output = "x".repeat(65_400) + secret + "y".repeat(20_000) + "\n" + "{\"password\": \""
                + "z".repeat(100_000) + "\"}\nlast\n";
        Path file = folder.resolve("run.log");
        try (RunLog log = RunLog.at(file)) {
            log.copy(new ByteArrayInputStream(output.getBytes(StandardCharsets.UTF_8)));
            assertThat(log.lastLines().getLast()).isEqualTo("last");
        }

        assertThat(file)
                .content()
                .contains("x***")
                .contains("y")
                .doesNotContain("kkk")
                .doesNotContain("zzz");
    }
}
