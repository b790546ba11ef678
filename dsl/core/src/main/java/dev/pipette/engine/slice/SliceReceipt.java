package dev.pipette.engine.slice;

import dev.pipette.engine.manifest.FilesLoad;
import dev.pipette.engine.manifest.RejectedLines;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.immutables.value.Value;

/**
 * What was found and written in a slice of a resource's input, or in several: everything that sealing has to know of
 * the rows that Java read. Receipts join in any order and grouping, so that it does not matter which slice ends first.
 *
 * <pre>{@code
 * SliceReceipt whole = receipts.stream().reduce(SliceReceipt.NONE, SliceReceipt::join);
 * }</pre>
 *
 * @param tables by normalized name
 * @param read how many rows Java read, those that were left out among them
 * @param rejects the lines of files that could not be read as rows, by the position of their slice
 * @param cursor how far the cursor came; empty where no row showed it
 * @param files the files that were read, by the position of their slice, where it is remembered which are loaded
 * @param ledgerChange by which the digest of the remembered files changes: the exclusive or of the digests of what
 *     comes and goes
 * @param documents the columns that a file's own type declares to be JSON documents, by normalized name
 */
@Value.Builder
public record SliceReceipt(
        Map<String, TableReceipt> tables,
        long read,
        Map<Integer, RejectedLines> rejects,
        Optional<CursorEnd> cursor,
        Map<Integer, List<FilesLoad.FileLoad>> files,
        long ledgerChange,
        Set<String> documents) {
    /** The receipt of no slice: joined with another one, it is the other one. */
    public static final SliceReceipt NONE =
            new SliceReceipt(Map.of(), 0, Map.of(), Optional.empty(), Map.of(), 0, Set.of());

    /** Copies the collections. */
    public SliceReceipt {
        tables = Map.copyOf(tables);
        rejects = Map.copyOf(rejects);
        files = Map.copyOf(files);
        documents = Set.copyOf(documents);
    }

    /** A receipt whose parts are given by name. */
    public static SliceReceiptBuilder builder() {
        return new SliceReceiptBuilder();
    }

    /** The names of the tables, in the order in which they were seen first: parents before children. */
    public List<String> tableNames() {
        return tables.entrySet().stream()
                .sorted(Comparator.comparing(table -> table.getValue().first()))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** The files that were read, in the order of the input. */
    public List<FilesLoad.FileLoad> filesInOrder() {
        return new TreeMap<>(files).values().stream().flatMap(List::stream).toList();
    }

    /** The lines that could not be read as rows, in the order of the input. */
    public RejectedLines rejectsInOrder() {
        return new TreeMap<>(rejects).values().stream().reduce(RejectedLines.NONE, RejectedLines::and);
    }

    /**
     * The receipt of both.
     *
     * @throws IllegalArgumentException where both have files or rejects of one slice, or cursors that are not alike
     */
    public SliceReceipt join(SliceReceipt other) {
        Map<String, TableReceipt> allTables = new HashMap<>(tables);
        other.tables.forEach((name, table) -> allTables.merge(name, table, TableReceipt::join));
        Map<Integer, List<FilesLoad.FileLoad>> allFiles = new HashMap<>(files);
        other.files.forEach((slice, loaded) -> {
            if (allFiles.put(slice, loaded) != null) {
                throw new IllegalArgumentException("two receipts of slice " + slice);
            }
        });
        Map<Integer, RejectedLines> allRejects = new HashMap<>(rejects);
        other.rejects.forEach((slice, lines) -> {
            if (allRejects.put(slice, lines) != null) {
                throw new IllegalArgumentException("two receipts of slice " + slice);
            }
        });
        Set<String> allDocuments = new HashSet<>(documents);
        allDocuments.addAll(other.documents);
        return builder()
                .tables(allTables)
                .read(read + other.read)
                .rejects(allRejects)
                .cursor(Stream.concat(cursor.stream(), other.cursor.stream()).reduce(CursorEnd::join))
                .files(allFiles)
                .ledgerChange(ledgerChange ^ other.ledgerChange)
                .documents(allDocuments)
                .build();
    }
}
