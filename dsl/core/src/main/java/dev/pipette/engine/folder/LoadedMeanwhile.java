package dev.pipette.engine.folder;

import dev.pipette.engine.disk.DurableFiles;
import dev.pipette.engine.disk.FolderDocument;
import dev.pipette.engine.disk.FolderProblem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.core.type.TypeReference;

/** Which parts of the input of an unloaded package were extracted again into other packages; kept in its folder. */
public final class LoadedMeanwhile {
    private static final String NAME = "loaded-meanwhile.json";

    private LoadedMeanwhile() {}

    /** The fingerprints of files, and which resources' rows of code, by the load ids of the other packages. */
    public static Map<String, List<String>> of(SealedPackage sealed) {
        Path path = path(sealed);
        try {
            return new FolderDocument(path, "Discard the package, and load its files again.")
                    .read(new TypeReference<Map<String, List<String>>>() {})
                    .orElse(Map.of());
        } catch (IOException failed) {
            throw FolderProblem.failedTo("read", path, failed);
        }
    }

    /**
     * Remembers input, durably.
     *
     * @param loadId of the package that has it now
     */
    public static void add(SealedPackage sealed, String loadId, List<String> input) {
        if (input.isEmpty()) {
            return;
        }
        Path path = path(sealed);
        Map<String, List<String>> all = new LinkedHashMap<>(of(sealed));
        all.merge(
                loadId,
                input,
                (known, more) ->
                        Stream.concat(known.stream(), more.stream()).distinct().toList());
        try {
            DurableFiles.replace(path, FolderDocument.JSON.writeValueAsString(all));
        } catch (IOException failed) {
            throw FolderProblem.failedTo("write", path, failed);
        }
    }

    private static Path path(SealedPackage sealed) {
        return sealed.folder().resolve(NAME);
    }
}
