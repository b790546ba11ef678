package dev.pipette.engine.run;

import dev.pipette.engine.extract.InputFile;
import dev.pipette.engine.manifest.CursorLoad;
import dev.pipette.engine.manifest.FilesLoad;
import dev.pipette.engine.manifest.FilesLoad.FileLoad;
import dev.pipette.engine.manifest.ResourceLoad;
import dev.pipette.engine.query.ResourceRows;
import dev.pipette.engine.query.RowComparison;
import dev.pipette.engine.query.RowComparison.Range;
import dev.pipette.error.PipetteException;
import dev.pipette.incremental.StoredFile;
import dev.pipette.schema.RowWindow;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Decides whether the rows that one package holds of a resource were extracted again into another one, so that nothing
 * is lost when only the second is loaded. A source that cannot be read again, and a file that has other content now,
 * are recognised by their rows.
 */
final class RepeatedRows {
    private final RowComparison comparison;

    RepeatedRows(RowComparison comparison) {
        this.comparison = comparison;
    }

    /**
     * Whether all rows of a resource are in a package that was extracted later.
     *
     * @param now the later package's
     * @param before the earlier package's
     * @param hasMore whether the later extraction continues in further packages
     * @param files that the resource has now
     */
    boolean areIn(ResourceRows now, ResourceRows before, boolean hasMore, List<InputFile> files) {
        ResourceLoad later = now.resource();
        ResourceLoad earlier = before.resource();
        if (later.refresh() != null && later.hasTableOf(earlier)) {
            return true; // it would take away the earlier rows
        }
        if (!later.hasTableOf(earlier)
                || later.disposition().kind() != earlier.disposition().kind()) {
            return false;
        }
        boolean takesAll =
                later.disposition().takesAllRows() && later.disposition().laterRowsWin();
        if (later.replaces() || takesAll) {
            return true; // it would take away the earlier rows
        }
        Optional<RowWindow> window = later.disposition().window();
        if (window.isPresent()) {
            return earlier.disposition().window().filter(window.get()::covers).isPresent();
        }
        if (!Objects.equals(later.runKey(), earlier.runKey())
                || !backfill(later).equals(backfill(earlier))) {
            return false;
        }
        return filesAreThere(earlier, later, files)
                || statePassed(earlier, later)
                || before.isIntact() && rowsAreIn(now, before, hasMore);
    }

    /** The fingerprints of files without a memory of their own that both packages have; appended, they would be doubled. */
    static List<String> filesInBoth(ResourceLoad later, ResourceLoad earlier) {
        boolean appended = earlier.appends() && earlier.files() == null;
        Set<String> again = later.input().lines().collect(Collectors.toSet());
        return appended && earlier.inputExact() && later.inputExact()
                ? earlier.input().lines().filter(again::contains).toList()
                : List.of();
    }

    /** The input of a resource that nothing but a memory of it keeps from being loaded twice: no key, state or run key. */
    static List<String> plainInput(ResourceLoad earlier) {
        return FinishedInputs.plainAppend(earlier) && earlier.files() == null && earlier.runKey() == null
                ? earlier.input().lines().toList()
                : List.of();
    }

    /** Files that are as they were are read again. Of those that a ledger knows, the ones that are loaded are not. */
    private static boolean filesAreThere(ResourceLoad earlier, ResourceLoad later, List<InputFile> files) {
        FilesLoad had = earlier.files();
        if (had == null) {
            Set<String> known = files.stream().map(InputFile::fingerprint).collect(Collectors.toSet());
            return earlier.inputExact() && earlier.input().lines().allMatch(known::contains);
        }
        FilesLoad read = later.files();
        Set<String> known = read == null || read.ledger()
                ? files.stream().map(file -> file(file.stored())).collect(Collectors.toSet())
                : read.files().stream().map(RepeatedRows::file).collect(Collectors.toSet());
        return had.files().stream().map(RepeatedRows::file).allMatch(known::contains);
    }

    private static String file(StoredFile file) {
        return file.key() + " " + file.etag() + " " + file.size() + " " + file.lastModified();
    }

    private static String file(FileLoad file) {
        return file.key() + " " + file.etag() + " " + file.size() + " " + file.lastModified();
    }

    /** What the code of a resource remembers says which rows it yields; another load took it further. */
    private static boolean statePassed(ResourceLoad earlier, ResourceLoad later) {
        return earlier.files() == null
                && !earlier.state().isEmpty()
                && earlier.base() != null
                && !earlier.base().equals(later.base());
    }

    private boolean rowsAreIn(ResourceRows now, ResourceRows before, boolean hasMore) {
        CursorLoad cursor = now.resource().cursor();
        boolean follows = cursor != null && cursor.window() == null;
        Range range = cursor != null && follows ? new Range(cursor.start(), hasMore ? cursor.end() : null) : Range.ALL;
        try {
            if (now.resource().disposition().laterRowsWin()) {
                return comparison.containsKeys(now, before, now.resource().mergeKey(), range);
            }
            return follows ? comparison.contains(now, before, range) : comparison.same(now, before);
        } catch (PipetteException unreadable) {
            return false; // a file that the package refers to is gone: a person decides
        }
    }

    private static Optional<String> backfill(ResourceLoad load) {
        return Optional.ofNullable(load.cursor()).flatMap(CursorLoad::backfill);
    }
}
