package dev.pipette.engine.folder;

import dev.pipette.engine.disk.DurableFiles;
import dev.pipette.engine.disk.FolderDocument;
import dev.pipette.engine.disk.FolderProblem;
import dev.pipette.engine.manifest.DatasetIdentity;
import dev.pipette.spi.DestinationClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;

/**
 * What this machine knows to be committed, for each dataset that the pipeline loaded into. A cache: the truth is at the
 * destination.
 */
public final class CommittedNotes {
    private final Path folder;

    /** @param folder the working folder of the pipeline */
    CommittedNotes(Path folder) {
        this.folder = folder;
    }

    private Path path() {
        return folder.resolve("committed.json");
    }

    /**
     * What this machine knows to be committed in one dataset.
     *
     * @param dataset which dataset it is; null in notes of an older version
     */
    public record Note(
            long stateVersion, String loadId, @Nullable DatasetIdentity dataset) {
        /** Refuses what a broken document may hold. */
        public Note {
            Objects.requireNonNull(loadId, "loadId is missing");
        }
    }

    /** The note of a dataset, under whatever name it was reached. */
    public Optional<Note> of(DatasetPlace place) {
        return read().entrySet().stream()
                .filter(noted -> isHere(place, noted))
                .map(Map.Entry::getValue)
                .max(Comparator.comparingLong(Note::stateVersion).thenComparing(Note::loadId));
    }

    /** Remembers what is committed, in place of what was noted of the dataset under any name. */
    public void remember(DatasetPlace place, Note note) {
        Map<String, Note> others = withoutThoseOf(place);
        others.put(place.client().identity() + " " + place.dataset(), note);
        write(others);
    }

    /** Forgets what was noted of a dataset under any name. */
    public void forget(DatasetPlace place) {
        write(withoutThoseOf(place));
    }

    private Map<String, Note> withoutThoseOf(DatasetPlace place) {
        Map<String, Note> others = new HashMap<>(read());
        others.entrySet().removeIf(noted -> isHere(place, noted));
        return others;
    }

    /** Whether a note is about this destination. */
    boolean knows(DestinationClient client) {
        return read().keySet().stream().anyMatch(key -> client.isNamed(key.substring(0, key.lastIndexOf(' '))));
    }

    /** The key of a note is the destination's identity and the dataset's name, which has no space. */
    private static boolean isHere(DatasetPlace place, Map.Entry<String, Note> noted) {
        int space = noted.getKey().lastIndexOf(' ');
        DatasetIdentity identity = noted.getValue().dataset();
        return space > 0
                && place.isHere(
                        noted.getKey().substring(0, space),
                        noted.getKey().substring(space + 1),
                        identity == null ? DatasetIdentity.UNKNOWN : identity);
    }

    private Map<String, Note> read() {
        try {
            return new FolderDocument(
                            path(),
                            "It is a copy: delete it and run again, unless the destination was set back meanwhile.")
                    .read(new TypeReference<Map<String, Note>>() {})
                    .orElse(Map.of());
        } catch (IOException failed) {
            throw FolderProblem.failedTo("read", path(), failed);
        }
    }

    private void write(Map<String, Note> notes) {
        try {
            DurableFiles.replace(path(), FolderDocument.JSON.writeValueAsString(notes));
        } catch (IOException failed) {
            throw FolderProblem.failedTo("write", folder, failed);
        }
    }
}
