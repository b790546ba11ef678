package dev.pipette.engine.extract;

import dev.pipette.dlt.Digest128;
import dev.pipette.dlt.DltJson;
import dev.pipette.engine.manifest.DltRows;
import dev.pipette.incremental.CursorKind;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The rows at the value of a cursor, as dlt knows them again. dlt keeps a digest of each in its state document ({@code
 * unique_hashes}): of the value of the primary key, of the list of its values, or of the whole row where there is none.
 * Rows that dlt loaded are recognised by these; where dlt continues with the dataset, the digests of the rows that this
 * load adds are collected for it.
 *
 * <p>Source: {@code IncrementalTransform.compute_unique_value} in dlt 1.26, {@code dlt/extract/incremental/transform.py}.
 */
final class DltBoundary {
    /** Rows whose digests are collected; dlt's documentation warns of longer lists in the state. */
    static final int MOST_ROWS = 100_000;

    private final Set<String> digests;
    private final List<String> primaryKey;
    private final boolean collects;
    private final Set<String> collected = new TreeSet<>();
    private @Nullable Comparable<Object> value;
    private @Nullable String unknown;
    private boolean inFile;
    private int rows;

    /**
     * The rows at one cursor.
     *
     * @param digests of the rows at the committed value that are loaded
     * @param primaryKey source names, in the order of dlt's primary_key; none for the whole row
     * @param collects whether dlt continues with the dataset
     */
    DltBoundary(Set<String> digests, List<String> primaryKey, boolean collects) {
        this.digests = digests;
        this.primaryKey = primaryKey;
        this.collects = collects;
    }

    /** Whether rows have to be seen by Java for their keys: those that dlt loaded, or those that dlt has to know. */
    boolean hasKeys() {
        return !primaryKey.isEmpty() && (collects || !digests.isEmpty());
    }

    /** The rows that follow come from a delimited or Parquet file. */
    void readsFile() {
        inFile = true;
    }

    /** The rows of a file go to pack unseen. */
    void passesFile() {
        unknown = "rows of a file have no digests of dlt without a key";
    }

    /** Whether dlt loaded this row, whose cursor has the committed value. */
    boolean contains(Map<String, ?> row) {
        if (digests.isEmpty()) {
            return false;
        }
        try {
            return digestsOf(row).stream().anyMatch(digests::contains);
        } catch (IllegalArgumentException noDltValue) {
            return false; // dlt could not have written it either
        }
    }

    /**
     * Looks at a row that is loaded.
     *
     * @param here its value of the cursor
     * @param last the value that the cursor continues from, this row included
     */
    void kept(Map<String, ?> row, Comparable<Object> here, Comparable<Object> last) {
        if (!collects || CursorKind.compare(here, last) != 0) {
            return;
        }
        Comparable<Object> known = value;
        if (known == null || CursorKind.compare(known, last) != 0) {
            value = last;
            collected.clear();
            rows = 0;
            unknown = null;
        }
        collect(row);
    }

    private void collect(Map<String, ?> row) {
        rows++;
        if (rows > MOST_ROWS) {
            collected.clear();
            unknown = "more than " + MOST_ROWS + " rows have this value";
        } else if (inFile && !isExact(row)) {
            unknown = primaryKey.isEmpty()
                    ? "rows of a file have no digests of dlt without a key"
                    : "the key of a row holds values that a file writes in another way than dlt reads them";
        } else {
            try {
                collected.addAll(digestsOf(row));
            } catch (IllegalArgumentException noDltValue) {
                unknown = "a row holds a value that dlt does not have";
            }
        }
    }

    /** Whether dlt reads the key of a row of a file as Java does. */
    private boolean isExact(Map<String, ?> row) {
        return !primaryKey.isEmpty() && primaryKey.stream().map(row::get).allMatch(DltBoundary::isExact);
    }

    private static boolean isExact(@Nullable Object value) {
        return value instanceof Long
                || value instanceof Integer
                || value instanceof String
                || value instanceof Boolean
                || value instanceof LocalDate;
    }

    /** All digests that dlt may have of a row, by how its source yields times and numbers. */
    private Set<String> digestsOf(Map<String, ?> row) {
        Set<String> all = new LinkedHashSet<>();
        if (primaryKey.isEmpty()) {
            add(all, row);
            return all;
        }
        List<@Nullable Object> values = new ArrayList<>();
        primaryKey.forEach(column -> values.add(row.get(column)));
        add(all, values);
        if (values.size() == 1) { // primary_key="id", and not primary_key=["id"]
            add(all, values.getFirst());
        }
        return all;
    }

    private static void add(Set<String> all, @Nullable Object value) {
        DltJson.writings(value).forEach(writing -> all.add(Digest128.of(writing)));
    }

    /** What dlt has to know of the rows at the value that the cursor continues from; empty where dlt does not continue. */
    Optional<DltRows> rows() {
        return collects ? Optional.of(new DltRows(List.copyOf(collected), unknown)) : Optional.empty();
    }
}
