package dev.pipette.pack;

import dev.pipette.ErrorCode;
import dev.pipette.PipetteException;
import dev.pipette.incremental.Cursor;
import dev.pipette.incremental.CursorKind;
import dev.pipette.incremental.Lag;
import dev.pipette.incremental.LastValue;
import dev.pipette.incremental.MissingValue;
import dev.pipette.incremental.Window;
import dev.pipette.schema.TypedText;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a package knows of its resource's cursor.
 *
 * @param path source name of the column
 * @param column its normalized name
 * @param kind how values are compared; null while the data has not told
 * @param initial the value that the cursor was declared to start at, as the state keeps it
 * @param start the committed value that the package was extracted from, as the state keeps it; null for the first load
 * @param end the value that the next load goes on from, {@code start} where no row moved it; null where there is neither
 * @param deduplicated whether rows at {@code start} are compared with those that were loaded before
 * @param window the part that a backfill loads, as it was asked for; null where the cursor follows what is new. A
 *     backfill knows no {@code start} and no {@code end}: it leaves the state as it is
 * @param rules the options of the cursor
 * @param written {@code end} as the source wrote it, in {@link TypedText}; null where no row has it. Only the state
 *     keeps it, for dlt, which compares what the source wrote; Pipette compares {@code end}
 * @param dltRows what dlt has to know of the rows at {@code end}; null where dlt does not go on with the dataset
 */
public record CursorLoad(
        String path,
        String column,
        @Nullable CursorKind kind,
        @Nullable Object initial,
        @Nullable Object start,
        @Nullable Object end,
        boolean deduplicated,
        @Nullable Window<String> window,
        CursorRules rules,
        @Nullable String written,
        @Nullable DltRows dltRows) {
    /** What to do about rows without a value. */
    public static final String WITHOUT_VALUE =
            "Say what becomes of such rows with .whenMissing(..) or --missing, or choose"
                    + " a column that every row has.";

    private static final CursorRules USUAL =
            new CursorRules(LastValue.HIGHEST, false, false, MissingValue.RAISE, null, null, null, List.of());

    /** A package of an older version has no rules. */
    public CursorLoad {
        rules = Objects.requireNonNullElse(rules, USUAL);
    }

    /** With what the whole package's column turned out to be. */
    public CursorLoad withEnd(@Nullable CursorKind newKind, @Nullable Object newEnd, @Nullable String newWritten) {
        return new CursorLoad(
                path,
                column,
                newKind,
                initial,
                start,
                window == null ? newEnd : null,
                deduplicated,
                window,
                rules,
                window == null ? newWritten : null,
                dltRows);
    }

    /** With what dlt has to know of the rows at its end. */
    public CursorLoad withDltRows(DltRows rows) {
        return new CursorLoad(path, column, kind, initial, start, end, deduplicated, window, rules, written, rows);
    }

    /** Whether the next load goes on from another value than this one did. */
    public boolean moved() {
        return end != null && !end.equals(start);
    }

    /** Whether there may be rows that the cursor does not ask for. */
    boolean isBounded() {
        return window != null || start != null || initial != null || rules.missing() == MissingValue.EXCLUDE;
    }

    /**
     * Where the load begins: at the committed value or so far before it as the lag says, never before the initial one, or
     * where the backfill does.
     *
     * @throws PipetteException TYPE_MISMATCH or BAD_USAGE for a start, a lag or a bound that does not fit such values
     */
    public Optional<Comparable<?>> from(CursorKind known, String resource) {
        rules.lag().ifPresent(lag -> known.checkLag(lag, "resource " + resource + ": ", path));
        if (window != null) {
            return window(known, resource).map(Window::from);
        }
        Optional<Comparable<?>> first = Optional.ofNullable(initial).map(value -> initial(known, value, resource));
        if (start == null) {
            return first;
        }
        Comparable<?> committed = known.fromState(start, rules.zone(), resource, path);
        return Optional.of(
                rules.lag().isEmpty() ? committed : lagged(rules.lag().get(), committed, first));
    }

    /** With a kind in which all that is known of the cursor can be read, where no row had a value that told one. */
    CursorLoad withoutValues() {
        CursorKind known = kind != null
                ? kind
                : Stream.of(CursorKind.values()).filter(this::fits).findFirst().orElse(CursorKind.TEXT);
        return withEnd(known, end, written);
    }

    private boolean fits(CursorKind known) {
        try {
            var _ = from(known, "");
            return true;
        } catch (PipetteException otherKind) {
            return false;
        }
    }

    private Comparable<?> lagged(Lag lag, Comparable<?> committed, Optional<Comparable<?>> first) {
        Comparable<?> lagged = lag.from(committed, rules.lastValue());
        return first.isPresent() && rules.lastValue().isBeyond(first.get(), lagged) ? first.get() : lagged;
    }

    private Comparable<?> initial(CursorKind known, Object value, String resource) {
        return known.read(value, rules.zone())
                .or(() -> known.bound(value.toString(), zone()))
                .orElseThrow(() -> new PipetteException(
                        ErrorCode.TYPE_MISMATCH,
                        "resource " + resource + ": the start '" + value + "' cannot be compared with cursor '" + path
                                + "'. Declare the cursor with the type of the column."));
    }

    /** The window of a backfill in the type in which values are compared. */
    public Optional<Window<Comparable<Object>>> window(CursorKind known, String resource) {
        return Optional.ofNullable(window).map(asked -> known.window(asked, zone(), rules.lastValue(), resource, path));
    }

    private ZoneId zone() {
        return rules.zone().orElse(ZoneOffset.UTC);
    }

    /** What a backfill loads, as a person reads it and by which the same one is known again; empty for other loads. */
    public Optional<String> backfill() {
        return Optional.ofNullable(window)
                .map(asked -> Cursor.backfillText(asked, rules.excludesStart(), rules.includesEnd()));
    }
}
