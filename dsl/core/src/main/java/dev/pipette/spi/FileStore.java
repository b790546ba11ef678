package dev.pipette.spi;

import dev.pipette.incremental.StoredFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A kind of place that files are kept in; found by {@link java.util.ServiceLoader} under its {@link #scheme()}. */
public interface FileStore {
    /** The scheme of its locations in lower case: {@code s3}. */
    String scheme();

    /**
     * Opens a location for one run; nothing is read yet.
     *
     * @param resource for errors
     * @throws dev.pipette.error.PipetteException BAD_USAGE for a location or a setting that the store does not have
     */
    OpenLocation open(String resource, FileLocation location);

    /** A location that is open; safe for use by many threads. */
    interface OpenLocation extends AutoCloseable {
        /**
         * The files that the location means, in ascending order of the UTF-8 bytes of their keys; empty where there are
         * none.
         *
         * @throws dev.pipette.error.PipetteException when the store cannot be listed
         */
        List<StoredFile> list();

        /**
         * Fetches a file whole; what was cut off on the way is fetched again, and checksums are verified.
         *
         * @param to a new file
         * @return what was fetched, which differs from what was listed when the file was replaced meanwhile; empty when
         *     it is gone
         * @throws IOException when {@code to} cannot be written
         * @throws dev.pipette.error.PipetteException when the store does not give it
         */
        Optional<StoredFile> fetch(StoredFile file, Path to) throws IOException;

        /**
         * Returns a path by which errors call a file, and whose ending says its format and compression: of most stores
         * the key.
         */
        default String nameOf(StoredFile file) {
            return file.key();
        }

        @Override
        void close();
    }
}
