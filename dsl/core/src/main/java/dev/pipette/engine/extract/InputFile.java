package dev.pipette.engine.extract;

import dev.pipette.incremental.StoredFile;
import dev.pipette.spi.FileContent;
import dev.pipette.spi.FileStore.OpenLocation;
import java.util.Optional;

/**
 * A file that a run may read.
 *
 * @param stored how it is known
 * @param content how it is read, where it is on this machine; empty while it is in a store
 * @param store where it is fetched from; empty where it is on this machine
 * @param fingerprint the same text for the same file as long as it does not change
 */
public record InputFile(
        StoredFile stored, Optional<FileContent> content, Optional<OpenLocation> store, String fingerprint) {
    /** A file of this machine. */
    static InputFile local(StoredFile stored, FileContent content, String fingerprint) {
        return new InputFile(stored, Optional.of(content), Optional.empty(), fingerprint);
    }

    /** A file that is fetched when its turn comes. */
    static InputFile in(OpenLocation store, StoredFile stored, String fingerprint) {
        return new InputFile(stored, Optional.empty(), Optional.of(store), fingerprint);
    }

    /** The file on this machine. */
    InputFile fetched(StoredFile found, FileContent local) {
        return new InputFile(found, Optional.of(local), store, fingerprint);
    }
}
