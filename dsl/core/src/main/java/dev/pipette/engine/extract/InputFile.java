package dev.pipette.engine.extract;

import dev.pipette.incremental.StoredFile;
import dev.pipette.spi.FileContent;
import dev.pipette.spi.FileStore.OpenLocation;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A file that a run may read.
 *
 * @param stored how it is known
 * @param content how it is read, where it is on this machine; empty while it is in a store
 * @param store where it is fetched from; empty where it is on this machine
 * @param archive opens it, where it is an archive whose members are the files that are read
 * @param fingerprint the same text for the same file as long as it does not change
 */
public record InputFile(
        StoredFile stored,
        Optional<FileContent> content,
        Optional<OpenLocation> store,
        Optional<Archive> archive,
        String fingerprint) {
    /** An archive that was not looked into yet. */
    public interface Archive {
        /** Its members; an archive in a store is fetched for them. The second call returns what the first one did. */
        List<InputFile> members(Path folder);

        /** How a ledger remembers the archive itself, once its members are loaded; empty for one on this machine. */
        Optional<StoredFile> remembered();
    }

    /** A file of this machine. */
    static InputFile local(StoredFile stored, FileContent content, String fingerprint) {
        return new InputFile(stored, Optional.of(content), Optional.empty(), Optional.empty(), fingerprint);
    }

    /** A file that is fetched when its turn comes. */
    static InputFile in(OpenLocation store, StoredFile stored, String fingerprint) {
        return new InputFile(stored, Optional.empty(), Optional.of(store), Optional.empty(), fingerprint);
    }

    /** An archive that is opened when it is known whether it is new. */
    static InputFile unopened(StoredFile stored, Archive archive, String fingerprint) {
        return new InputFile(stored, Optional.empty(), Optional.empty(), Optional.of(archive), fingerprint);
    }

    /** The file on this machine. */
    InputFile fetched(StoredFile found, FileContent local) {
        return new InputFile(found, Optional.of(local), store, archive, fingerprint);
    }
}
