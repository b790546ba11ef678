package dev.pipette.engine.query;

import dev.pipette.engine.folder.SealedPackage;
import dev.pipette.engine.manifest.FileFingerprint;
import dev.pipette.engine.manifest.PackagePart;
import dev.pipette.engine.manifest.PackageTable;
import dev.pipette.engine.manifest.ResourceLoad;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What one package holds of one resource.
 *
 * @param folder of the package
 * @param resource as the package knows it
 * @param tables of the resource, parents first
 */
public record ResourceRows(Path folder, ResourceLoad resource, List<PackageTable> tables) {
    /** Copies the list. */
    public ResourceRows {
        tables = List.copyOf(tables);
    }

    /** What a sealed package holds of a resource; empty where it holds nothing of it. */
    public static Optional<ResourceRows> of(SealedPackage sealed, String resource) {
        return sealed.manifest().resources().stream()
                .filter(load -> load.name().equals(resource))
                .findFirst()
                .map(load -> new ResourceRows(
                        sealed.folder(), load, sealed.manifest().tablesOf(load)));
    }

    /** Whether the files that the package refers to, if any, still have the content that it was made from. */
    public boolean isIntact() {
        return tables.stream()
                .flatMap(table -> table.parts().stream())
                .filter(part -> !part.fingerprint().equals(FileFingerprint.OWN))
                .allMatch(ResourceRows::isIntact);
    }

    private static boolean isIntact(PackagePart part) {
        try {
            Path file = Path.of(part.file());
            return part.fingerprint().looksLike(file) && part.fingerprint().equals(FileFingerprint.of(file));
        } catch (IOException gone) {
            return false;
        }
    }

    /** How many rows its root tables have. */
    public long count() {
        return tables.stream()
                .filter(table -> !table.isNested())
                .mapToLong(PackageTable::rows)
                .sum();
    }

    /** The names of its root tables. */
    Set<String> roots() {
        return tables.stream().map(PackageTable::root).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** What it holds of one root table, which may be nothing. */
    ResourceRows in(String root) {
        return new ResourceRows(
                folder,
                resource,
                tables.stream().filter(table -> table.root().equals(root)).toList());
    }

    PackageTable root() {
        return tables.getFirst();
    }

    /** The tables that are nested directly in one, without those that are empty. */
    List<PackageTable> nestedIn(PackageTable table) {
        return tables.stream()
                .filter(nested -> table.name().equals(nested.parent()) && nested.rows() > 0)
                .toList();
    }
}
