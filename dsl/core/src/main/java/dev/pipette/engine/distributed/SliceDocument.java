package dev.pipette.engine.distributed;

import dev.pipette.engine.manifest.CursorLoad;
import dev.pipette.engine.pack.SliceTables;
import dev.pipette.incremental.StoredFile;
import dev.pipette.schema.ValueType;
import dev.pipette.slices.ResourceOrigin;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.immutables.value.Value;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a process has to know to read a slice, beside the source on its class path.
 *
 * @param format of this document
 * @param pipeline for logs
 * @param origin how the resource is made
 * @param steps what the resource does with rows, to see that both processes have the same source
 * @param resource name under which the resource is loaded
 * @param position of the task among those of the resource
 * @param of how many tasks the resource has
 * @param slices bounds of each slice
 * @param tables that the rows fill
 * @param nameLength the longest name that the destination takes
 * @param maxNesting how many levels of objects and lists become columns and tables
 * @param documents columns that hold JSON documents, by table
 * @param declared the declared types of columns of the root table
 * @param cursor what is known of the cursor before a row was read; null where the resource has none
 * @param digests whether each row is given a digest by which a later run knows it
 * @param firstNames the names under which renamed columns were first loaded, by those that rows may have
 * @param state of the resource, with types
 * @param ledger what the destination remembers of the files of the slices, by their keys
 * @param constants columns that all rows have, by the index of their step, with types
 * @param now what the clock of the resource's code shows, as ISO text
 */
@Value.Builder
public record SliceDocument(
        int format,
        String pipeline,
        ResourceOrigin origin,
        String steps,
        String resource,
        int position,
        int of,
        List<String> slices,
        SliceTables tables,
        int nameLength,
        int maxNesting,
        Map<String, Set<String>> documents,
        Map<String, ValueType> declared,
        @Nullable CursorLoad cursor,
        boolean digests,
        Map<String, String> firstNames,
        Map<String, String> state,
        Map<String, StoredFile> ledger,
        Map<Integer, String> constants,
        String now) {
    /** The newest format that this version of Pipette reads, and the one it writes. */
    public static final int FORMAT = 1;

    /** A document whose parts are given by name. */
    public static SliceDocumentBuilder builder() {
        return new SliceDocumentBuilder();
    }
}
