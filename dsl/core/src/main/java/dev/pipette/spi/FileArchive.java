package dev.pipette.spi;

import java.nio.file.Path;

/**
 * A kind of files whose members are files: zip, tar; found by {@link java.util.ServiceLoader} under its endings.
 *
 * <p>A location names members behind {@code !/}: {@code orders.zip!/2024/*.csv}.
 */
public interface FileArchive {
    /** Whether a file of this name, in lower case, is most likely such an archive. */
    boolean recognizes(String fileName);

    /**
     * Opens an archive of this machine; the keys of its files are the names of the members. What is not a file, such as a
     * folder or a link, is not a member.
     *
     * @param resource for errors
     * @param archive where it is, and how people know it
     * @param members which of them are meant
     * @param scratch a folder for what is unpacked on the way; it exists until the location is closed
     * @throws dev.pipette.error.PipetteException SOURCE_UNREADABLE for what is not such an archive
     */
    FileStore.OpenLocation open(String resource, SourceFile archive, Glob members, Path scratch);
}
