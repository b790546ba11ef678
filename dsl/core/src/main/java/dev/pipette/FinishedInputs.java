package dev.pipette;

import dev.pipette.extract.InputFile;
import dev.pipette.extract.InputFiles;
import dev.pipette.incremental.Cursor;
import dev.pipette.pack.CursorLoad;
import dev.pipette.pack.ResourceLoad;
import dev.pipette.pack.SealedPackage;
import dev.pipette.spi.RowSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What interrupted runs had read, and has been loaded now: the same input is not read again in this run. Other input is;
 * of an append's files only those that the interrupted run did not have.
 */
final class FinishedInputs {
    private final Optional<String> runKey;
    private final Map<String, List<ResourceLoad>> loads = new HashMap<>();

    /** @param runKey of this run: with another one, the same input is another */
    FinishedInputs(Optional<String> runKey) {
        this.runKey = runKey;
    }

    /** What a resource's input is, as a package remembers it. */
    static String identity(Resource resource, Map<String, List<InputFile>> files) {
        return readsFiles(resource)
                ? InputFiles.fingerprint(files.getOrDefault(resource.name(), List.of()))
                : "rows of " + resource.name();
    }

    void add(SealedPackage loaded) {
        for (ResourceLoad resource : loaded.manifest().resources()) {
            loads.computeIfAbsent(resource.name(), name -> new ArrayList<>()).add(resource);
        }
    }

    /**
     * Whether nothing of the resource's input is left to be read.
     *
     * @param files of each resource; those that need not be read again are taken away
     * @param notes is told of what is not read
     */
    boolean haveAllOf(Resource resource, Map<String, List<InputFile>> files, List<String> notes) {
        if (resource.fileState().isPresent()) {
            return false; // what is committed says which of its files are loaded
        }
        List<ResourceLoad> before = loads.getOrDefault(resource.name(), List.of()).stream()
                .filter(load -> runKey.equals(Optional.ofNullable(load.runKey()))
                        && load.disposition().equals(resource.writeDisposition().dltName())
                        && backfill(load).equals(backfill(resource)))
                .toList();
        if (before.isEmpty()) {
            return false;
        }
        boolean plainAppend = resource.writeDisposition() instanceof WriteDisposition.Append
                && (resource.cursor().isEmpty() || backfill(resource).isPresent());
        String input = identity(resource, files);
        boolean all = plainAppend && readsFiles(resource)
                ? leavesNoFiles(resource, before, files, notes)
                : before.stream().anyMatch(load -> load.input().equals(input) && (plainAppend || load.inputExact()));
        if (all) {
            notes.add("resource " + resource.name() + " was not read again, because the interrupted run had read it");
        }
        return all;
    }

    private static boolean leavesNoFiles(
            Resource resource, List<ResourceLoad> before, Map<String, List<InputFile>> files, List<String> notes) {
        Set<String> read = new HashSet<>();
        before.forEach(load -> read.addAll(load.input().lines().toList()));
        List<InputFile> had = Objects.requireNonNull(files.get(resource.name()));
        List<InputFile> rest =
                had.stream().filter(file -> !read.contains(file.fingerprint())).toList();
        files.put(resource.name(), rest);
        if (!rest.isEmpty() && rest.size() < had.size()) {
            notes.add("resource " + resource.name() + ": " + (had.size() - rest.size()) + " of " + had.size()
                    + " files were not read again, because the interrupted run had read them");
        }
        return rest.isEmpty();
    }

    private static boolean readsFiles(Resource resource) {
        return !(resource.source() instanceof RowSource.Supplied);
    }

    private static Optional<String> backfill(Resource resource) {
        return resource.cursor().flatMap(Cursor::backfillText);
    }

    private static Optional<String> backfill(ResourceLoad load) {
        return Optional.ofNullable(load.cursor()).flatMap(CursorLoad::backfill);
    }
}
