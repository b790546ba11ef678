package dev.pipette.admin;

import dev.pipette.text.Grid;
import dev.pipette.text.Units;
import java.util.List;
import java.util.Optional;

/**
 * What was written into dlt's state, so that dlt continues with the dataset.
 *
 * <pre>{@code
 * System.out.println(pipeline.admin().exportStateForDlt(Map.of()));
 * }</pre>
 *
 * @param pipeline the pipeline
 * @param loadId the load that carries the state; empty where the state had all of it already
 * @param cursors the cursors that have rows at their boundary
 */
public record DltExport(String pipeline, Optional<String> loadId, List<ExportedCursor> cursors) {
    /**
     * One cursor.
     *
     * @param resource the resource
     * @param path the column that the cursor follows
     * @param lastValue where it is
     * @param key the columns whose values dlt digests
     * @param rows how many rows of the table are there, and are known to dlt now
     * @param known how many rows Pipette loaded there
     */
    public record ExportedCursor(
            String resource, String path, Object lastValue, List<String> key, long rows, long known) {}

    /** Copies the list. */
    public DltExport {
        cursors = List.copyOf(cursors);
    }

    @Override
    public String toString() {
        if (cursors.isEmpty()) {
            return "no cursor of pipeline " + pipeline + " has rows that dlt would load again. Nothing was changed.";
        }
        Grid grid = new Grid("resource", "cursor", "last value", "key", ">rows", ">loaded");
        cursors.forEach(one -> grid.add(
                one.resource(),
                one.path(),
                one.lastValue().toString(),
                String.join(", ", one.key()),
                Units.number(one.rows()),
                Units.number(one.known())));
        return AdminText.indented(grid.text()) + "\n\n"
                + loadId.map(id -> "dlt continues from here: its state is committed with load " + id + ".")
                        .orElse("dlt's state knows these rows already. Nothing was changed.");
    }
}
