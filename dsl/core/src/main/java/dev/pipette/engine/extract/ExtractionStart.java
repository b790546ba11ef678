package dev.pipette.engine.extract;

import dev.pipette.engine.manifest.CursorLoad;
import dev.pipette.incremental.ResourceState;
import dev.pipette.incremental.StoredFile;
import dev.pipette.spi.Sampling;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.immutables.value.Value;
import org.jspecify.annotations.Nullable;

/**
 * Where the extraction of a resource begins, by what is committed.
 *
 * @param files of a resource of files, those that are due
 * @param archives those that the files are members of, as a ledger remembers them when all files are loaded
 * @param folder for what is fetched
 * @param selection which files are loaded, where that is remembered
 * @param state the committed state, which the resource's code may change
 * @param cursor what the package knows of the resource's cursor before a row was read; null where it declares none
 * @param boundary the rows at the committed value of the cursor that are loaded already
 * @param feeds whether other resources of the run are made of its rows, which Java has to see then, in their order
 * @param keepsPlaces whether a row of a file that Java reads is to know its place in it, as it may be rejected
 * @param constants columns that all rows have and whose values are known already, by the index of their step
 * @param elsewhere reads the slices of the resource in other processes; empty where this one does
 * @param sampling the sample that a plan reads instead of all rows; empty for a run
 */
@Value.Builder
public record ExtractionStart(
        List<InputFile> files,
        List<StoredFile> archives,
        Path folder,
        Optional<FileSelection> selection,
        ResourceState state,
        @Nullable CursorLoad cursor,
        BoundaryRows boundary,
        boolean feeds,
        boolean keepsPlaces,
        Map<Integer, Object> constants,
        Optional<Elsewhere> elsewhere,
        Optional<Sampling> sampling) {
    /** The same with other processes that read the slices. */
    public ExtractionStart readBy(Elsewhere others) {
        return builder().from(this).elsewhere(others).build();
    }

    /** A start whose parts are given by name. */
    public static ExtractionStartBuilder builder() {
        return new ExtractionStartBuilder();
    }
}
