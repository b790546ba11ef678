package dev.pipette.engine.folder;

import dev.pipette.engine.manifest.FileFingerprint;
import dev.pipette.engine.manifest.Manifest;
import dev.pipette.engine.manifest.PackagePart;
import dev.pipette.engine.manifest.PackageTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A sealed load package.
 *
 * @param folder where it is
 * @param manifest what it is
 * @param committed whether it is known to be committed at its destination
 */
public record SealedPackage(Path folder, Manifest manifest, boolean committed) {
    /** Its load id. */
    public String loadId() {
        return manifest.loadId();
    }

    /** How large a package is. */
    public record Size(long files, long bytes) {}

    /** The size of the package's files, those that it refers to included; 0 where the folder is gone. */
    public Size size() {
        long files = 0;
        long bytes = 0;
        for (PackageTable table : manifest.tables()) {
            for (PackagePart part : table.parts()) {
                boolean referred = !part.fingerprint().equals(FileFingerprint.OWN);
                files++;
                bytes += referred ? part.fingerprint().size() : ownSize(part);
            }
        }
        return new Size(files, bytes);
    }

    private long ownSize(PackagePart part) {
        Path path = folder.resolve(part.file());
        try {
            return Files.size(path);
        } catch (IOException gone) {
            return 0;
        }
    }
}
