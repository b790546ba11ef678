package dev.pipette.jobs.process;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pipette.RunInterval;
import dev.pipette.jobs.JobDefinition;
import dev.pipette.jobs.Schedule;
import dev.pipette.jobs.Work;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Attempts that run {@link ChildProgram} in a JVM that starts fast. */
final class Attempts {
    static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

    private Attempts() {}

    static JobDefinition job() {
        Work work = new Work.Script("orders.jsh", "0".repeat(64));
        return JobDefinition.of("orders", work, new Schedule.Every(Duration.ofHours(1), NEW_YORK))
                .maxHeap("64m");
    }

    static AttemptRequest request(JobDefinition job, Path folder) {
        return request(job, folder, "attempt");
    }

    static AttemptRequest request(JobDefinition job, Path folder, String attempt) {
        ZonedDateTime to = ZonedDateTime.of(2025, 12, 24, 7, 0, 0, 0, NEW_YORK);
        return new AttemptRequest(
                Versions.of(job),
                new RunInterval(to.minusHours(1), to),
                "job orders 2025-12-24T11:00:00Z/2025-12-24T12:00:00Z",
                1,
                folder.resolve(attempt),
                folder.resolve("home"));
    }

    /** The files of an attempt, and its folder, with who may read and write them. */
    static List<String> permissions(Path folder) throws IOException {
        assumeTrue(folder.getFileSystem().supportedFileAttributeViews().contains("posix"));
        List<String> all = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.toList()) {
                all.add(file.getFileName() + " " + PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
            }
        }
        return all;
    }

    /** Runs the words of {@link ChildProgram}. */
    static AttemptRunner running(String... words) {
        return running(Map.of(), words);
    }

    static AttemptRunner running(Map<String, String> environment, String... words) {
        List<String> options = new ArrayList<>(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto"));
        JvmCommand command = new JvmCommand(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                options,
                System.getProperty("java.class.path"),
                ChildProgram.class.getName(),
                List.of(words));
        return new ChildJvms(request -> command, environment);
    }
}
