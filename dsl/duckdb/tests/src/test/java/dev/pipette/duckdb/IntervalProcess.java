package dev.pipette.duckdb;

import static dev.pipette.Pipette.duckdb;
import static dev.pipette.Pipette.pipeline;
import static dev.pipette.Pipette.resource;
import static dev.pipette.Pipette.run;

import dev.pipette.RunContext;
import dev.pipette.RunInterval;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;

/** A process that loads some days of a pipeline, each with a run key of its own, as the attempts of a backfill do. */
public final class IntervalProcess {
    static final int ROWS = 1_000;

    /** Longer than usual: the machine of a test may do much else. */
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private IntervalProcess() {}

    /**
     * Loads days.
     *
     * @param arguments the file of the database, and days
     */
    public static void main(String... arguments) {
        for (int at = 1; at < arguments.length; at++) {
            RunInterval day = RunInterval.parse(arguments[at] + "/P1D");
            RunContext.NONE.runKey("job days " + day).interval(day).call(() -> load(arguments[0]));
        }
    }

    private static boolean load(String database) {
        String day = run.interval().fromDate().toString();
        pipeline("days", duckdb(database).lockTimeout(PATIENCE))
                .run(resource("rows").stream(
                        () -> IntStream.range(0, ROWS).mapToObj(n -> Map.<String, Object>of("day", day, "n", n))));
        return true;
    }
}
