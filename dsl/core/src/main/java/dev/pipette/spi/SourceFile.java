package dev.pipette.spi;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A file that a format reads: one that somebody provides, or a copy of bytes that came from a stream.
 *
 * @param path where the bytes are
 * @param named how people know it: its path, or for instance {@code standard input}
 * @param digest tells a copy's bytes from others; empty for a file, which is known by its path, size and time
 */
public record SourceFile(Path path, Path named, Optional<String> digest) {
    /** A file that somebody provides. */
    public static SourceFile of(Path path) {
        return new SourceFile(path, path, Optional.empty());
    }
}
