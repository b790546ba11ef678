package dev.pipette.admin;

import dev.pipette.incremental.LastValue;
import dev.pipette.text.Printable;
import dev.pipette.text.Units;
import java.util.List;
import java.util.Optional;

/**
 * Where a cursor of a resource is.
 *
 * <pre>{@code
 * pipeline.admin().cursor("events").value();   // 2025-01-31T06:00:00Z
 * }</pre>
 *
 * @param pipeline the pipeline
 * @param resource the resource
 * @param path the column that the cursor follows
 * @param type of its values: integer, decimal, timestamp, local_timestamp, date or text
 * @param value where it is: a number, or text
 * @param lastValue whether it follows the highest or the lowest value
 * @param key the columns by which rows are known again; none for the whole row, or where they are not compared
 * @param keys how many loaded rows at the value, or within the lag before it, are known by their keys
 * @param loadId the load that set it; empty where it was only looked at
 */
public record CursorInfo(
        String pipeline,
        String resource,
        String path,
        String type,
        Object value,
        LastValue lastValue,
        List<String> key,
        long keys,
        Optional<String> loadId) {
    /** Copies the list. */
    public CursorInfo {
        key = List.copyOf(key);
    }

    @Override
    public String toString() {
        String known = keys == 0
                ? "no loaded row is known by its key"
                : Units.number(keys) + (keys == 1 ? " loaded row is" : " loaded rows are") + " known "
                        + (key.isEmpty() ? "as a whole" : "by " + String.join(", ", key));
        return Printable.of("resource " + resource + ": cursor " + path + " (" + type + ", "
                + lastValue.word() + " value) " + (loadId.isEmpty() ? "is at " : "was set to ") + value + "; "
                + known
                + loadId.map(id -> ". The next load takes the rows from this value on, those at the value included."
                                + " Committed with load " + id + ".")
                        .orElse("."));
    }
}
