package dev.pipette.jobs.process;

import dev.pipette.RunInterval;
import dev.pipette.jobs.JobDefinition;
import dev.pipette.jobs.Schedule;
import dev.pipette.jobs.Work;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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
        ZonedDateTime to = ZonedDateTime.of(2025, 12, 24, 7, 0, 0, 0, NEW_YORK);
        return new AttemptRequest(
                Versions.of(job),
                new RunInterval(to.minusHours(1), to),
                "job orders 2025-12-24T11:00:00Z/2025-12-24T12:00:00Z",
                1,
                folder.resolve("attempt"),
                folder.resolve("home"));
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
