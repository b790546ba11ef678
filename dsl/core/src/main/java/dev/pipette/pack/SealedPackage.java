package dev.pipette.pack;

import java.nio.file.Path;

/**
 * A sealed load package.
 *
 * @param folder where it stands
 * @param manifest what it is
 * @param committed whether it is known to be committed at its destination
 */
public record SealedPackage(Path folder, Manifest manifest, boolean committed) {
    /** Its load id. */
    public String loadId() {
        return manifest.loadId();
    }
}
