package dev.pipette.engine.run;

import dev.pipette.engine.extract.InputFile;
import dev.pipette.engine.extract.InputFiles;
import dev.pipette.engine.extract.ResourcePlan;
import dev.pipette.engine.folder.SealedPackage;
import dev.pipette.engine.manifest.CursorLoad;
import dev.pipette.engine.manifest.ResourceLoad;
import dev.pipette.engine.query.ResourceRows;
import dev.pipette.engine.query.RowComparison;
import dev.pipette.incremental.Cursor;
import dev.pipette.schema.WriteDisposition;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What interrupted runs had read, and this run has loaded. The same input is not loaded a second time by this run, and
 * it must be proven that it is the same: by the fingerprints of files, by a run key, or, for rows that code makes, by
 * the rows themselves, which are extracted and compared. Other input is loaded; of an append's files only those that
 * the interrupted run did not have.
 */
public final class FinishedInputs {
    /** How the input of a resource begins that no file holds. */
    public static final String ROWS = "rows of ";

    private final Optional<String> runKey;
    private final RowComparison comparison;
    private final Consumer<String> notes;
    private final List<SealedPackage> packages = new ArrayList<>();

    /**
     * The inputs of no package yet.
     *
     * @param runKey of this run: with another one, the same input is another
     * @param notes gets a sentence about each input that is not loaded again
     */
    FinishedInputs(Optional<String> runKey, RowComparison comparison, Consumer<String> notes) {
        this.runKey = runKey;
        this.comparison = comparison;
        this.notes = notes;
    }

    /** What a resource's input is, as a package remembers it. */
    static String identity(ResourcePlan resource, Map<String, List<InputFile>> files) {
        return readsFiles(resource)
                ? InputFiles.fingerprint(files.getOrDefault(resource.name(), List.of()))
                : ROWS + resource.name();
    }

    void add(SealedPackage loaded) {
        packages.add(loaded);
    }

    /**
     * Whether nothing of the resource's input is left to be read.
     *
     * @param files of each resource; those that need not be read again are taken away
     */
    boolean haveAllOf(ResourcePlan resource, Map<String, List<InputFile>> files) {
        if (resource.fileState().isPresent()) {
            return false; // what is committed says which of its files are loaded
        }
        List<ResourceLoad> before = packages.stream()
                .flatMap(done -> done.manifest().resources().stream())
                .filter(load -> load.name().equals(resource.name())
                        && runKey.equals(Optional.ofNullable(load.runKey()))
                        && load.disposition().kind()
                                == resource.writeDisposition().kind()
                        && bounds(load.disposition()).equals(bounds(resource.writeDisposition()))
                        && backfill(load).equals(backfill(resource)))
                .toList();
        if (before.isEmpty()) {
            return false;
        }
        boolean plainAppend = resource.writeDisposition().kind() == WriteDisposition.Kind.APPEND
                && (resource.cursor().isEmpty() || backfill(resource).isPresent());
        boolean all;
        if (!readsFiles(resource)) {
            all = plainAppend && runKey.isPresent();
        } else if (plainAppend) {
            all = leavesNoFiles(resource, before, files);
        } else {
            String input = identity(resource, files);
            all = before.stream()
                    .anyMatch(load -> load.inputExact() && load.input().equals(input));
        }
        if (all) {
            notes.accept(
                    "resource " + resource.name() + " was not read again, because the interrupted run had read it");
        }
        return all;
    }

    /** Whether an interrupted run made the rows of a resource of what it read of another one. */
    boolean haveRowsMadeBy(ResourcePlan made) {
        return packages.stream()
                .flatMap(done -> done.manifest().resources().stream())
                .anyMatch(load -> load.name().equals(made.name()));
    }

    /** The same input for another part of the table is another load. */
    private static Optional<String> bounds(WriteDisposition disposition) {
        return disposition.window().map(window -> window.fromText() + " " + window.toText());
    }

    private boolean leavesNoFiles(
            ResourcePlan resource, List<ResourceLoad> before, Map<String, List<InputFile>> files) {
        Set<String> read = new HashSet<>();
        before.forEach(load -> read.addAll(load.input().lines().toList()));
        List<InputFile> had = Objects.requireNonNull(files.get(resource.name()));
        List<InputFile> rest =
                had.stream().filter(file -> !read.contains(file.fingerprint())).toList();
        files.put(resource.name(), rest);
        if (!rest.isEmpty() && rest.size() < had.size()) {
            notes.accept("resource " + resource.name() + ": " + (had.size() - rest.size()) + " of " + had.size()
                    + " files were not read again, because the interrupted run had read them");
        }
        return rest.isEmpty();
    }

    /**
     * Whether rows that code made, and that nothing but themselves identifies, are those of a package that this run
     * finished.
     */
    boolean hasRowsOf(ResourceRows extracted) {
        ResourceLoad now = extracted.resource();
        if (now.inputExact() || !plainAppend(now) || extracted.count() == 0) {
            return false;
        }
        for (SealedPackage done : packages) {
            Optional<ResourceRows> before = ResourceRows.of(done, now.name())
                    .filter(rows -> likeBefore(now, rows.resource()))
                    .filter(rows -> comparison.same(extracted, rows));
            if (before.isPresent()) {
                notes.accept("resource " + now.name() + ": its rows are those of package " + done.loadId()
                        + ", which an interrupted run had extracted; they were not loaded a second time");
                return true;
            }
        }
        return false;
    }

    private static boolean likeBefore(ResourceLoad now, ResourceLoad before) {
        return before.disposition().kind() == now.disposition().kind()
                && before.hasTableOf(now)
                && Objects.equals(before.runKey(), now.runKey())
                && backfill(before).equals(backfill(now));
    }

    /** Whether a second load of the same rows would double them. */
    static boolean plainAppend(ResourceLoad load) {
        return load.appends() && (load.cursor() == null || backfill(load).isPresent());
    }

    private static boolean readsFiles(ResourcePlan resource) {
        return resource.source().readsFiles();
    }

    private static Optional<String> backfill(ResourcePlan resource) {
        return resource.cursor().flatMap(Cursor::backfillText);
    }

    private static Optional<String> backfill(ResourceLoad load) {
        return Optional.ofNullable(load.cursor()).flatMap(CursorLoad::backfill);
    }
}
