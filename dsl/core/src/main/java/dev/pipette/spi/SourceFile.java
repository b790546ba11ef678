package dev.pipette.spi;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A file that a format reads: one that is provided, or a copy of bytes that came from a stream or a store.
 *
 * @param path where the bytes are
 * @param named how people know it: its path, or for instance {@code standard input}
 * @param digest distinguishes a copy's bytes from others; empty for a file, which is known by its path, size and time
 * @param movable whether it was fetched for this run only, so that the package may take it in by moving it
 */
public record SourceFile(Path path, Path named, Optional<String> digest, boolean movable) {
    /** A file that is provided. */
    public static SourceFile of(Path path) {
        return new SourceFile(path, path, Optional.empty(), false);
    }

    /** Where it is, wherever a process was started: a path of this machine in full, and what it is named elsewhere. */
    public String place() {
        return path.equals(named) ? path.toAbsolutePath().normalize().toString() : named.toString();
    }

    /** A copy that is kept for the run. */
    public static SourceFile copy(Path path, Path named, Optional<String> digest) {
        return new SourceFile(path, named, digest, false);
    }

    /** A copy that the package may take in. */
    public static SourceFile fetched(Path path, Path named, String digest) {
        return new SourceFile(path, named, Optional.of(digest), true);
    }
}
