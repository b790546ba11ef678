package dev.pipette.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.testing.child.ChildJava;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that load intervals of one pipeline into one file at once: a file is open in one process at a time. */
class IntervalProcessTests {
    private static final int PROCESSES = 2;
    private static final int MINUTES = 5;

    @TempDir
    Path folder;

    /** Each process has a day and that of the next one, which both load with one key. */
    private Process start(int process) throws IOException {
        List<String> command = ChildJava.command(
                IntervalProcess.class, new Scratch(folder).database().toString(), day(process), day(process + 1));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log(process).toFile());
        builder.environment()
                .put("PIPETTE_HOME", folder.resolve("home" + process).toString());
        return builder.start();
    }

    private Path log(int process) {
        return folder.resolve("log" + process + ".txt");
    }

    private static String day(int number) {
        return "2025-12-%02d".formatted(number + 1);
    }

    @Test
    void processes_load_each_interval_once() throws Exception {
        List<Process> running = new ArrayList<>();
        try {
            for (int process = 0; process < PROCESSES; process++) {
                running.add(start(process));
            }
            for (int process = 0; process < PROCESSES; process++) {
                assertThat(running.get(process).waitFor(MINUTES, TimeUnit.MINUTES))
                        .isTrue();
                assertThat(running.get(process).exitValue())
                        .as(Files.readString(log(process)))
                        .isZero();
            }
        } finally {
            running.forEach(Process::destroyForcibly);
        }

        int days = PROCESSES + 1;
        assertThat(new Scratch(folder, "days_dataset")
                        .rows(
                                "SELECT day, count(*), count(DISTINCT n), count(DISTINCT _dlt_load_id) FROM rows GROUP BY day"
                                        + " ORDER BY day"))
                .isEqualTo(IntStream.range(0, days)
                        .mapToObj(day -> "%s | %2$d | %2$d | 1".formatted(day(day), IntervalProcess.ROWS))
                        .toList());
    }
}
