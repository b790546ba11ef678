package dev.pipette.engine.extract;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.spi.FileLocation;
import dev.pipette.text.Secrets;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The files that one resource lists: each once, also where a symbolic link leads to it a second time. Where it is
 * remembered which files are loaded, no two of them have one name.
 */
final class ListedFiles {
    private final String resource;
    private final boolean remembered;
    private final Map<String, InputFile> files = new LinkedHashMap<>();
    private final Map<String, FileLocation> places = new HashMap<>();

    /**
     * @param resource for errors
     * @param remembered whether the resource has a file state, which knows files by their names
     */
    ListedFiles(String resource, boolean remembered) {
        this.resource = resource;
        this.remembered = remembered;
    }

    /**
     * Adds a file that the location lists, unless it is there already.
     *
     * @throws PipetteException BAD_USAGE where the state would take it for another file of the resource
     */
    void add(FileLocation location, InputFile file) {
        String identity = identity(file);
        if (files.containsKey(identity)) {
            return;
        }
        if (remembered) {
            FileLocation other = places.putIfAbsent(file.stored().key(), location);
            if (other != null && areOnePlace(other, location)) {
                return; // two patterns list it, and it was replaced between the two listings
            }
            if (other != null) {
                throw new PipetteException(
                        ErrorCode.BAD_USAGE,
                        "resource " + resource + ": " + Secrets.masked(other.pattern()) + " and "
                                + Secrets.masked(location.pattern()) + " are known by one name: "
                                + file.stored().key() + ". The file state could not tell which of them is loaded."
                                + " Load them in two resources, or without a file state.");
            }
        }
        files.put(identity, file);
    }

    /** All files, in the order in which they were added. */
    List<InputFile> all() {
        return List.copyOf(files.values());
    }

    private static boolean areOnePlace(FileLocation one, FileLocation other) {
        boolean same = one.scheme().equals(other.scheme())
                && one.settings().equals(other.settings())
                && one.secrets().equals(other.secrets());
        return same
                && (one.pattern().equals(other.pattern())
                        || one.pattern().contains("*")
                        || other.pattern().contains("*"));
    }

    private static String identity(InputFile file) {
        if (file.store().isPresent() || file.archive().isPresent()) {
            return file.fingerprint();
        }
        try {
            return Path.of(file.stored().key()).toRealPath().toString();
        } catch (IOException gone) {
            return file.fingerprint(); // who reads it says what is wrong
        }
    }
}
