package dev.pipette.admin;

import dev.pipette.engine.distributed.StageOverview;
import dev.pipette.text.Grid;
import dev.pipette.text.Listing;
import dev.pipette.text.Units;
import java.time.Duration;
import java.util.List;

/**
 * How far other processes are with the slices of one resource, in a load that has not ended.
 *
 * <pre>{@code
 * pipeline.admin().slices("s3://load-stage/pipette").getFirst().rows();   // 120000
 * }</pre>
 *
 * @param loadId the load
 * @param resource its name, with an underscore for what a key of a stage does not have
 * @param slices how many there are
 * @param tasks into how many tasks they are put
 * @param ended how many tasks have been read
 * @param rows that were read by these
 * @param hosts that read them
 * @param slowest which slices took longest; empty before a task has ended
 * @param slowestHost that read these; empty before a task has ended
 * @param slowestTime how long they took; zero before a task has ended
 */
public record SliceProgress(
        String loadId,
        String resource,
        int slices,
        int tasks,
        int ended,
        long rows,
        List<String> hosts,
        String slowest,
        String slowestHost,
        Duration slowestTime) {
    /** Copies the list. */
    public SliceProgress {
        hosts = List.copyOf(hosts);
    }

    static SliceProgress of(StageOverview.Progress found) {
        return new SliceProgress(
                found.loadId(),
                found.resource(),
                found.slices(),
                found.tasks(),
                found.ended(),
                found.rows(),
                found.hosts(),
                found.slowest().map(StageOverview.Slowest::slices).orElse(""),
                found.slowest().map(StageOverview.Slowest::host).orElse(""),
                found.slowest().map(StageOverview.Slowest::time).orElse(Duration.ZERO));
    }

    static Listing<SliceProgress> listing(List<SliceProgress> all, String pipeline, String stage) {
        if (all.isEmpty()) {
            return new Listing<>(
                    all,
                    "no load of pipeline " + pipeline + " is in the stage " + stage
                            + ". A load leaves it when its rows are extracted.");
        }
        Grid grid = new Grid("load id", "resource", ">slices", ">tasks", ">rows", "read by", "slowest");
        all.forEach(one -> grid.add(
                one.loadId(),
                one.resource(),
                Units.number(one.slices()),
                one.ended() + " of " + one.tasks(),
                Units.number(one.rows()),
                String.join(", ", one.hosts()),
                one.slowest().isEmpty() ? "" : one.slowest() + ": " + Units.time(one.slowestTime())));
        return new Listing<>(all, grid.text());
    }
}
