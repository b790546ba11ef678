package dev.pipette.duckdb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The path of a file without symbolic links, also where the file does not exist yet. */
final class RealPath {
    /** As many links as Linux follows. */
    private static final int MAX_LINKS = 40;

    private RealPath() {}

    static Path of(Path path) {
        return of(path, MAX_LINKS);
    }

    private static Path of(Path path, int links) {
        try {
            return path.toRealPath();
        } catch (IOException missing) {
            Path folder = path.getParent();
            Path name = path.getFileName();
            if (folder == null || name == null || links == 0) {
                return path;
            }
            Path real = of(folder, links);
            return Files.isSymbolicLink(path) ? of(target(real, path), links - 1) : real.resolve(name);
        }
    }

    /** Where a link leads whose target is missing. */
    private static Path target(Path folder, Path link) {
        try {
            return folder.resolve(Files.readSymbolicLink(link)).normalize();
        } catch (IOException unreadable) {
            return link;
        }
    }
}
