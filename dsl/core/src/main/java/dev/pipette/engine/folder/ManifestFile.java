package dev.pipette.engine.folder;

import dev.pipette.engine.disk.FolderDocument;
import dev.pipette.engine.manifest.Manifest;
import dev.pipette.engine.manifest.OlderManifests;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;

/** Reads the manifest of a package, also that of an older version. */
final class ManifestFile {
    private ManifestFile() {}

    /**
     * Reads a manifest.
     *
     * @throws PipetteException WORKING_FOLDER_FAILED for one that is broken, WRITTEN_BY_NEWER_VERSION for one of a newer
     *     format
     */
    static Manifest read(Path path) throws IOException {
        FolderDocument document = new FolderDocument(
                path,
                "Move its folder away. Where the folder's name is a load_id in _dlt_loads, its rows are loaded;"
                        + " otherwise run again to extract them.");
        Map<String, @Nullable Object> content = document.read(new TypeReference<Map<String, @Nullable Object>>() {})
                .orElse(Map.of());
        if (!(content.get("format") instanceof Number number)) {
            throw document.broken("it has no format", null);
        }
        int format = number.intValue();
        if (format < 1 || format > Manifest.FORMAT) {
            throw new PipetteException(
                    ErrorCode.WRITTEN_BY_NEWER_VERSION,
                    "the load package " + path.getParent() + " has format " + format
                            + ", and this version of Pipette knows 1 to " + Manifest.FORMAT
                            + ". Finish it with the version that wrote it.");
        }
        return format == Manifest.FORMAT
                ? document.read(new TypeReference<Manifest>() {}).orElseThrow()
                : older(document, content);
    }

    private static Manifest older(FolderDocument document, Map<String, @Nullable Object> content) {
        try {
            return FolderDocument.JSON.convertValue(OlderManifests.inTodaysShape(content), Manifest.class);
        } catch (JacksonException failed) {
            throw document.broken(FolderDocument.reason(failed), failed);
        }
    }
}
