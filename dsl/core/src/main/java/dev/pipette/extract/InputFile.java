package dev.pipette.extract;

import dev.pipette.spi.FileContent;
import dev.pipette.spi.StoredFile;
import java.util.Optional;

/**
 * A file that a run may read.
 *
 * @param stored how it is known
 * @param content how it is read, where it is on this machine; empty while it is in a store
 * @param fingerprint the same text for the same file as long as it does not change
 */
public record InputFile(StoredFile stored, Optional<FileContent> content, String fingerprint) {
    /** The file on this machine. */
    InputFile fetched(StoredFile found, FileContent local) {
        return new InputFile(found, Optional.of(local), fingerprint);
    }
}
