package dev.pipette.cli.jobs;

import dev.pipette.cli.Zones;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.jobs.Schedule;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** When a job is due. */
final class ScheduleOptions {
    @Option(
            names = "--cron",
            paramLabel = "FIELDS",
            description =
                    "Runs at these times: minute, hour, day of month, month, day of week, like \"15 7-23 * * *\".")
    private @Nullable String cron;

    @Option(
            names = "--every",
            paramLabel = "TIME",
            description = "Runs again and again after this time, like 5m, 1h or 1d.")
    private @Nullable String every;

    @Option(
            names = "--after",
            paramLabel = "JOB",
            description = "Runs after each success of this job. May be given several times.")
    private List<String> after = List.of();

    @Option(
            names = "--zone",
            paramLabel = "ZONE",
            description = "The time zone of --cron, of days, and of times that are shown, like America/New_York."
                    + " Default: that of this machine.")
    private @Nullable String zone;

    /** The jobs whose success starts this one. */
    List<String> after() {
        return after;
    }

    /**
     * The schedule; without --cron and --every, a job runs after other jobs, or by hand.
     *
     * @throws PipetteException BAD_USAGE where two of them are given
     */
    Schedule schedule() {
        if (cron != null && every != null) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE, "--cron and --every are both given. A job has one schedule: leave one out.");
        }
        ZoneId of = zone == null ? ZoneId.systemDefault() : Zones.of(zone);
        if (cron != null) {
            return new Schedule.Cron(cron, of);
        }
        return every == null ? new Schedule.Never(of) : new Schedule.Every(TimeOptions.length("--every", every), of);
    }
}
