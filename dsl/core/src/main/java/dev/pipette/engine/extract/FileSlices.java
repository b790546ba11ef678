package dev.pipette.engine.extract;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.slices.SliceBounds;
import dev.pipette.spi.RowSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The files of a resource as slices that other processes read: one slice is one file. */
public final class FileSlices {
    private static final String FILE = "file";

    private FileSlices() {}

    /** A slice for each file, in their order. */
    static List<SliceBounds> of(List<InputFile> files) {
        return files.stream()
                .map(file -> SliceBounds.of(FILE, file.stored().key()))
                .toList();
    }

    /** The keys of the files of some slices. */
    public static List<String> keys(List<SliceBounds> slices) {
        return slices.stream().map(slice -> slice.text(FILE)).toList();
    }

    /**
     * The files of some slices, as this process finds them.
     *
     * @throws PipetteException SOURCE_MISSING for a file that only the other process finds
     */
    public static List<InputFile> find(
            ResourcePlan resource, RowSource.Files source, InputFiles here, List<String> keys) {
        Map<String, InputFile> listed = here.of(resource, source).stream()
                .collect(Collectors.toMap(file -> file.stored().key(), Function.identity(), (first, _) -> first));
        List<InputFile> found = new ArrayList<>();
        for (String key : keys) {
            InputFile file = listed.get(key);
            if (file == null) {
                throw new PipetteException(
                        ErrorCode.SOURCE_MISSING,
                        "resource " + resource.name() + ": the process that loads lists the file " + key
                                + ", and this one does not find it. Let all processes of the load reach the same files, or run"
                                + " it with the setting slices.executor = \"local\".");
            }
            found.add(file);
        }
        return found;
    }
}
