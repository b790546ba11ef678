package dev.pipette.engine.extract;

import static java.util.Objects.requireNonNull;

import dev.pipette.engine.manifest.CursorLoad;
import dev.pipette.engine.manifest.CursorRules;
import dev.pipette.engine.slice.CursorEnd;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.incremental.Cursor;
import dev.pipette.incremental.CursorKind;
import dev.pipette.incremental.LastValue;
import dev.pipette.incremental.MissingValue;
import dev.pipette.incremental.RowOrder;
import dev.pipette.incremental.Window;
import dev.pipette.text.NearestName;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Drops rows that the cursor does not ask for, and remembers the value that the next load continues from; cost and
 * memory do not depend on ties. Its results may be read at any time of the walk.
 */
final class CursorFilter {
    private final String resource;
    private final int slice;
    private final CursorLoad cursor;
    private final CursorRules rules;
    private final String[] path;
    private final @Nullable BinaryOperator<Comparable<Object>> function;
    private final DltBoundary loadedByDlt;
    private final LastWriting lastWriting;
    private @Nullable CursorKind kind;
    private @Nullable Comparable<Object> start;
    private @Nullable Comparable<Object> committed;
    private @Nullable Comparable<Object> last;
    private @Nullable Window<Comparable<Object>> window;
    private @Nullable Comparable<Object> previous;
    private @Nullable Comparable<Object> taken;
    private boolean mayBeLoaded;
    private boolean outOfRange;
    private final NumbersInText texts;

    /**
     * A filter for one slice of a run.
     *
     * @param declared the cursor as the resource has it
     * @param cursor what the package knows of it before a row was read
     * @param slice position of the slice whose rows it filters
     * @param loadedByDlt the rows at the committed value that dlt loaded
     */
    @SuppressWarnings("unchecked") // a function takes values of the cursor's type
    CursorFilter(String resource, Cursor<?> declared, CursorLoad cursor, int slice, DltBoundary loadedByDlt) {
        this.slice = slice;
        this.resource = resource;
        this.cursor = cursor;
        this.rules = cursor.rules();
        this.path = cursor.path().split("\\.", -1);
        this.function = (BinaryOperator<Comparable<Object>>)
                (BinaryOperator<?>) declared.function().orElse(null);
        this.loadedByDlt = loadedByDlt;
        this.lastWriting = new LastWriting(rules.lastValue());
        this.texts = new NumbersInText(rules.lastValue());
        if (cursor.kind() != null) {
            begin(cursor.kind());
        }
    }

    private void begin(CursorKind found) {
        kind = found;
        window = cursor.window(found, resource).orElse(null);
        start = cursor.from(found, resource).map(CursorFilter::comparable).orElse(null);
        if (cursor.start() != null && window == null) {
            committed = comparable(found.fromState(cursor.start(), rules.zone(), resource, cursor.path()));
            last = committed;
        }
    }

    @SuppressWarnings("unchecked") // all values of a cursor are of one kind
    private static Comparable<Object> comparable(Comparable<?> value) {
        return (Comparable<Object>) value;
    }

    /** Where this run begins, in the cursor's type, the lag counted in; empty while there is no start or no type. */
    Optional<Comparable<?>> start() {
        return Optional.ofNullable(start);
    }

    /** Where a backfill ends, in the cursor's type; empty for other runs, and while there is no type. */
    Optional<Comparable<?>> before() {
        return Optional.ofNullable(window).map(Window::to);
    }

    /** Whether no row that follows can be in range, because rows come in a declared order. */
    boolean outOfRange() {
        return outOfRange;
    }

    /** Whether the row that was kept last does not lie beyond the value that was committed when the run began. */
    boolean mayBeLoaded() {
        return mayBeLoaded;
    }

    /** Whether the cursor asks for a row. */
    boolean keeps(Map<String, ?> row, long number) {
        mayBeLoaded = false;
        Object value = value(row);
        if (value == null) {
            return switch (rules.missing()) {
                case RAISE -> throw missing(row, number);
                case INCLUDE -> true;
                case EXCLUDE -> false;
            };
        }
        if (kind == null) {
            begin(cursor.comparing(
                    CursorKind.guess(value).orElseThrow(() -> mismatch(number, value)), value instanceof CharSequence));
        }
        Comparable<Object> here = read(value, number);
        checkOrder(here, number);
        texts.row(here, start, window);
        Comparable<Object> compared =
                window == null ? here : comparable(requireNonNull(kind).kept(here));
        boolean pastEnd = isPastEnd(compared);
        boolean beforeStart = isBeforeStart(compared);
        if (pastEnd || beforeStart) {
            return false;
        }
        boolean atCommitted = committed != null && CursorKind.compare(here, committed) == 0;
        if (atCommitted && loadedByDlt.contains(row)) {
            return false;
        }
        mayBeLoaded = atCommitted || (committed != null && function == null && !isBeyond(here, committed));
        taken = here;
        if (window == null) {
            Comparable<Object> before = last == null ? start : last;
            last = before == null || isBeyond(here, before) ? further(here, before) : before;
            lastWriting.row(value, here, last);
            loadedByDlt.kept(row, here, last);
        }
        return true;
    }

    /** Whether a row has another value than the one that was kept last. */
    boolean hasOtherValue(Map<String, ?> row, long number) {
        Object value = value(row);
        return value != null && kind != null && taken != null && CursorKind.compare(taken, read(value, number)) != 0;
    }

    /** Reads a value; where no kind is declared, a wider one may take the place of the one so far. */
    private Comparable<Object> read(Object value, long number) {
        CursorKind known = requireNonNull(kind);
        Optional<Comparable<?>> read =
                cursor.kind() == null ? known.read(value, rules.zone()) : known.readDeclared(value, rules.zone());
        if (read.isEmpty() && cursor.kind() == null) {
            Optional<CursorKind> wider = CursorKind.guess(value).flatMap(known::join);
            read = wider.flatMap(found -> found.read(value, rules.zone()));
            kind = wider.orElse(known);
        }
        return comparable(read.orElseThrow(() -> mismatch(number, value)));
    }

    private @Nullable Object value(Map<String, ?> row) {
        Object value = row;
        for (String key : path) {
            value = value instanceof Map<?, ?> object ? object.get(key) : null;
        }
        return value;
    }

    private void checkOrder(Comparable<Object> here, long number) {
        RowOrder order = rules.rowOrder();
        if (order == null) {
            return;
        }
        if (previous != null && !order.allows(here, previous)) {
            throw new PipetteException(
                    ErrorCode.CURSOR_UNORDERED,
                    "resource " + resource + ", row " + number + ": "
                            + CursorKind.outOfOrder(here, previous, cursor.path(), order));
        }
        previous = here;
    }

    private boolean isPastEnd(Comparable<Object> here) {
        if (window == null) {
            return false;
        }
        boolean past =
                isBeyond(here, window.to()) || (!rules.includesEnd() && CursorKind.compare(here, window.to()) == 0);
        outOfRange |= past && endsOrder(true);
        return past;
    }

    private boolean isBeforeStart(Comparable<Object> here) {
        if (start == null || isBeyond(here, start)) {
            return false;
        }
        boolean atStart = CursorKind.compare(here, start) == 0;
        boolean moves = function != null && last != null && isBeyond(here, last);
        boolean before = atStart ? rules.excludesStart() : !moves;
        outOfRange |= before && endsOrder(false);
        return before;
    }

    /**
     * Whether no row can be in range after one that is out of range, where rows come in the order in which the cursor
     * goes, or in the other one. Rows without a value have no place in an order: where they are loaded, there may be
     * others.
     */
    private boolean endsOrder(boolean asTheCursorGoes) {
        boolean up = rules.lastValue() == LastValue.HIGHEST;
        return rules.rowOrder() != null
                && rules.missing() != MissingValue.INCLUDE
                && ((rules.rowOrder() == RowOrder.ASCENDING) == up) == asTheCursorGoes;
    }

    private boolean isBeyond(Comparable<Object> value, Comparable<Object> bound) {
        return function == null
                ? rules.lastValue().isBeyond(value, bound)
                : !function.apply(value, bound).equals(bound);
    }

    private Comparable<Object> further(Comparable<Object> here, @Nullable Comparable<Object> before) {
        return function == null || before == null ? here : function.apply(here, before);
    }

    private PipetteException missing(Map<String, ?> row, long number) {
        String near = row.containsKey(cursor.path()) ? "" : NearestName.question(cursor.path(), row.keySet());
        return new PipetteException(
                ErrorCode.CURSOR_MISSING,
                "resource " + resource + ", row " + number + ": no value for cursor column '" + cursor.path() + "'. "
                        + CursorLoad.WITHOUT_VALUE + near);
    }

    private PipetteException mismatch(long number, Object value) {
        return new PipetteException(
                ErrorCode.TYPE_MISMATCH,
                "resource " + resource + ", row " + number + ": the value '" + value + "' of cursor column '"
                        + cursor.path() + "' cannot be compared"
                        + CursorKind.mismatch(
                                kind,
                                CursorKind.guess(value).orElse(null),
                                cursor.path(),
                                taken == null && previous == null));
    }

    /**
     * Looks back at all rows.
     *
     * @throws PipetteException TYPE_MISMATCH where texts were compared, and all of them are numbers in another order
     */
    void ended() {
        if (kind == CursorKind.TEXT) {
            texts.check(resource, cursor.path());
        }
    }

    Optional<CursorKind> kind() {
        return Optional.ofNullable(kind);
    }

    /** The value that the next load continues from, as the state keeps it. */
    Optional<Object> end() {
        return reached().map(found -> found.state(cursor.start())).or(() -> Optional.ofNullable(cursor.start()));
    }

    /** How far the cursor came; empty while there is neither a committed value nor a row that has one. */
    Optional<CursorEnd> reached() {
        CursorKind known = kind;
        Comparable<Object> value = last;
        if (known == null || value == null) {
            return Optional.empty();
        }
        return Optional.of(CursorEnd.builder()
                .lastValue(rules.lastValue())
                .kind(known)
                .value(value)
                .moved(committed == null || CursorKind.compare(value, committed) != 0)
                .written(lastWriting.of(value).orElse(null))
                .slice(slice)
                .rows(lastWriting.rows(value))
                .build());
    }

    /** Asks how a file that was walked writes the value that the next load continues from, where Java saw it typed. */
    void endInFile(BiFunction<String, Object, Optional<String>> text) {
        if (path.length == 1) {
            lastWriting.inFile(value -> text.apply(path[0], value));
        }
    }
}
