package dev.pipette.extract;

import dev.pipette.ErrorCode;
import dev.pipette.PipetteException;
import dev.pipette.incremental.Cursor;
import dev.pipette.incremental.CursorKind;
import dev.pipette.incremental.Window;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Drops rows below the cursor's start, or outside the window of a backfill, and remembers the highest value; cost and
 * memory do not depend on ties.
 */
final class CursorFilter {
    private final String resource;
    private final Cursor<?> cursor;
    private final String[] path;
    private final @Nullable Object committed;
    private final DltBoundary loadedByDlt;
    private @Nullable CursorKind kind;
    private @Nullable Comparable<Object> start;
    private @Nullable Comparable<Object> highest;
    private @Nullable Window<Comparable<Object>> window;

    /**
     * A filter for one run.
     *
     * @param committed the committed value as the state keeps it; null before the first load
     * @param loadedByDlt the rows at that value that dlt loaded
     */
    CursorFilter(String resource, Cursor<?> cursor, @Nullable Object committed, DltBoundary loadedByDlt) {
        this.resource = resource;
        this.cursor = cursor;
        this.path = cursor.path().split("\\.", -1);
        this.committed = committed;
        this.loadedByDlt = loadedByDlt;
        cursor.kind().ifPresent(this::begin);
    }

    @SuppressWarnings("unchecked")
    private void begin(CursorKind found) {
        kind = found;
        if (cursor.window().isPresent()) {
            window = found.window(cursor.window().get().text(), resource, cursor.path());
            start = window.from();
        } else if (committed != null) {
            start = (Comparable<Object>) found.fromState(committed, resource, cursor.path());
            highest = start;
        } else if (cursor.start().isPresent()) {
            start = (Comparable<Object>) (Object) said(cursor.start().get(), found);
        }
    }

    /** A start is of the cursor's kind; that of a cursor without one is text in the kind that the data has. */
    private Object said(Object value, CursorKind found) {
        return cursor.kind().isPresent()
                ? value
                : found.bound(value.toString())
                        .orElseThrow(() -> new PipetteException(
                                ErrorCode.TYPE_MISMATCH,
                                "resource " + resource + ": the start '" + value + "' cannot be compared with cursor '"
                                        + cursor.path() + "'. Declare the cursor with the type of the column."));
    }

    /** Where this run begins, in the cursor's type; empty while there is no start or no type. */
    Optional<Comparable<?>> start() {
        return Optional.ofNullable(start);
    }

    /** Where a backfill ends, in the cursor's type; empty for other runs, and while there is no type. */
    Optional<Comparable<?>> before() {
        return Optional.ofNullable(window).map(Window::to);
    }

    @SuppressWarnings("unchecked")
    boolean keeps(Map<String, ?> row, long number) {
        Object value = row;
        for (String key : path) {
            value = value instanceof Map<?, ?> object ? object.get(key) : null;
        }
        if (value == null) {
            throw new PipetteException(
                    ErrorCode.CURSOR_MISSING,
                    "resource " + resource + ", row " + number + ": no value for cursor column '" + cursor.path()
                            + "'. Drop such rows with .filter(..), or choose a column that every row has.");
        }
        if (kind == null) {
            begin(CursorKind.guess(value).orElseThrow(() -> mismatch(number, row)));
        }
        CursorKind known = java.util.Objects.requireNonNull(kind);
        Comparable<Object> here =
                (Comparable<Object>) (Object) known.read(value).orElseThrow(() -> mismatch(number, row));
        if (window != null) {
            return window.contains((Comparable<Object>) known.kept(here));
        }
        int afterStart = start == null ? 1 : CursorKind.compare(here, start);
        if (afterStart < 0 || (afterStart == 0 && committed != null && loadedByDlt.contains(row))) {
            return false;
        }
        if (highest == null || CursorKind.compare(here, highest) > 0) {
            highest = here;
        }
        return true;
    }

    /** Whether a row has a higher value than all rows that were kept. */
    @SuppressWarnings("unchecked")
    boolean isHigher(Map<String, ?> row, long number) {
        Object value = row;
        for (String key : path) {
            value = value instanceof Map<?, ?> object ? object.get(key) : null;
        }
        if (value == null || kind == null || highest == null) {
            return highest == null;
        }
        Comparable<Object> here =
                (Comparable<Object>) (Object) kind.read(value).orElseThrow(() -> mismatch(number, row));
        return CursorKind.compare(here, highest) > 0;
    }

    private PipetteException mismatch(long number, Map<String, ?> row) {
        Object value = row;
        for (String key : path) {
            value = value instanceof Map<?, ?> object ? object.get(key) : null;
        }
        return new PipetteException(
                ErrorCode.TYPE_MISMATCH,
                "resource " + resource + ", row " + number + ": the value '" + value + "' of cursor column '"
                        + cursor.path() + "' cannot be compared as " + (kind == null ? "a cursor" : kind)
                        + ". Declare the cursor with the type of the column: cursor(\"" + cursor.path()
                        + "\", Instant.class).");
    }

    Optional<CursorKind> kind() {
        return Optional.ofNullable(kind);
    }

    /** The highest value as the state keeps it; the committed one in its own writing, where nothing is higher. */
    Optional<Object> end() {
        CursorKind known = kind;
        Comparable<Object> value = highest;
        if (committed != null && (value == null || start == null || CursorKind.compare(value, start) == 0)) {
            return Optional.of(committed);
        }
        return known == null || value == null ? Optional.empty() : Optional.of(known.toState(value));
    }
}
