package dev.pipette.incremental;

import com.google.errorprone.annotations.CheckReturnValue;
import dev.pipette.engine.ValueStyle;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BinaryOperator;
import org.immutables.value.Value;

/**
 * The column by which a resource knows what is new: rows below the highest loaded value are left out, and of the rows
 * that have exactly this value only those that were not loaded yet are appended.
 *
 * <pre>{@code
 * Cursor<Instant> updated = Cursor.of("updated_at", Instant.class)
 *     .startingAt(Instant.parse("2025-01-01T00:00:00Z"))
 *     .lag(Duration.ofHours(2));
 * }</pre>
 *
 * <p>A value: each method returns a new one. Options that contradict each other fail when the second is given.
 *
 * @param <C> the type in which values are compared: {@link java.time.Instant}, {@link java.time.LocalDate},
 *     {@link java.time.LocalDateTime}, {@link Long}, {@link java.math.BigDecimal} or {@link String}
 */
@Value.Immutable
@ValueStyle
@CheckReturnValue
public abstract class Cursor<C extends Comparable<? super C>> {
    Cursor() {}

    /** The source name of the column; dots lead into objects. */
    public abstract String path();

    /** How values are compared; empty to take it from the first value. */
    public abstract Optional<CursorKind> kind();

    /** Where the first load begins (dlt's {@code initial_value}); empty to take every row. */
    public abstract Optional<C> start();

    /** The part that a backfill loads; empty to continue from the committed value. */
    public abstract Optional<Window<C>> window();

    /** Whether rows that have exactly the value from which a load begins are left out. */
    @Value.Default
    public boolean excludesStart() {
        return false;
    }

    /** Whether a backfill loads the rows that have exactly the value at which it ends. */
    @Value.Default
    public boolean includesEnd() {
        return false;
    }

    /** The order in which the source yields its rows; empty where nothing is known of it. */
    public abstract Optional<RowOrder> rowOrder();

    /** How far before the committed value a load begins. */
    public abstract Optional<Lag> lag();

    /** What happens to rows without a value. */
    @Value.Default
    public MissingValue missing() {
        return MissingValue.RAISE;
    }

    /** Which value to continue from. */
    @Value.Default
    public LastValue lastValue() {
        return LastValue.HIGHEST;
    }

    /** What chooses the value to continue from, where {@link #lastValue()} is custom. */
    public abstract Optional<BinaryOperator<C>> function();

    /**
     * The columns by which rows at the boundary are known again; empty for the primary key of the resource, or the whole
     * row where it has none; an empty list where they are not compared.
     */
    public abstract Optional<List<String>> deduplicationKey();

    /** A cursor whose values have this type. */
    public static <C extends Comparable<? super C>> Cursor<C> of(String path, Class<C> type) {
        return ImmutableCursor.<C>builder().path(path).kind(CursorKind.of(type)).build();
    }

    /** A cursor whose values are compared in this kind. */
    public static Cursor<?> of(String path, CursorKind kind) {
        return ImmutableCursor.<String>builder().path(path).kind(kind).build();
    }

    /** A cursor whose values are compared in the type that they have; integers and decimals are one type. */
    public static Cursor<String> untyped(String path) {
        return ImmutableCursor.<String>builder().path(path).build();
    }

    /** Begins the first load at this value; rows before it are left out. */
    public final Cursor<C> startingAt(C value) {
        return copy().withStart(value);
    }

    /**
     * Loads the rows from one value up to another, that one excluded, and nothing else: the committed value of the
     * cursor, and what is known of the rows at it, stay as they are (dlt's {@code initial_value} with {@code
     * end_value}). A lag has no part in it.
     *
     * <p>Merged rows replace those of their key. Appended rows are appended: a backfill of a window that was loaded
     * before loads its rows again, unless the run has a {@link dev.pipette.Pipeline#runKey(String)}.
     *
     * <pre>{@code
     * events.incremental(cursor("day", LocalDate.class).backfill(LocalDate.parse("2025-01-01"), LocalDate.parse("2025-02-01")));
     * }</pre>
     *
     * <p>The bounds of a cursor without a type are text that is read in the type of the column: a date is its midnight,
     * and a time without an offset is in the zone of the resource, or in UTC, where the column holds instants.
     *
     * @throws PipetteException BAD_USAGE when it would end before it begins
     */
    public final Cursor<C> backfill(C from, C to) {
        return ((Cursor<C>) copy().withWindow(new Window<>(from, to))).checkedWindow();
    }

    private Cursor<C> checkedWindow() {
        window().ifPresent(asked -> {
            boolean backwards = kind().isPresent()
                    ? asked.endsBeforeItBegins(lastValue())
                    : CursorBounds.untyped(asked.text())
                            .filter(window -> window.endsBeforeItBegins(lastValue()))
                            .isPresent();
            if (backwards) {
                throw new PipetteException(
                        ErrorCode.BAD_USAGE,
                        "a backfill " + asked + " of cursor '" + path() + "' ends before it begins"
                                + (lastValue() == LastValue.LOWEST
                                        ? ", because the cursor goes down: it follows the lowest value. Swap the two."
                                        : ". Swap the two."));
            }
        });
        return this;
    }

    /**
     * Leaves out the rows that have exactly the value from which a load begins (dlt's {@code range_start="open"}): for
     * columns in which no value comes twice, or whose rows are complete once their value was seen. Rows at the boundary
     * are not compared then, because none is loaded.
     */
    public final Cursor<C> excludingStart() {
        return copy().withExcludesStart(true);
    }

    /**
     * Loads also the rows that have exactly the value at which a backfill ends (dlt's {@code range_end="closed"}).
     *
     * @throws PipetteException BAD_USAGE when there is no backfill
     */
    public final Cursor<C> includingEnd() {
        if (window().isEmpty()) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "cursor '" + path() + "': includingEnd() is about the end of a backfill, and there is none. Say"
                            + " backfill(from, to) first.");
        }
        return copy().withIncludesEnd(true);
    }

    /**
     * Says in which order the source yields its rows (dlt's {@code row_order}). It is verified: a row out of order stops
     * the load. The source is closed, and asked for nothing more, at the first row from which on all others are out of
     * range: past the end of a backfill, or before the start. Rows without a value are not looked at; where they are
     * {@linkplain MissingValue#INCLUDE included}, the source is read to its end, because they may come anywhere.
     *
     * <p>The order is that of the values, also with {@link #lowest()} (dlt's is relative to its function).
     *
     * @throws PipetteException BAD_USAGE for a cursor with a custom function
     */
    public final Cursor<C> rowOrder(RowOrder order) {
        return ((Cursor<C>) copy().withRowOrder(order)).checkedFunction();
    }

    /**
     * Begins each load this many days, months or years before the committed value, for dates and timestamps without an
     * offset. Never before the start of the first load; the committed value never goes back. A merge replaces the rows that
     * are read again; an append loads each of them once, and knows them by {@link #deduplicatedBy}, by the primary key, or
     * as a whole. The lag of an append that is added or widened later reaches back only as far as loaded rows are known.
     * Zero is not a lag.
     *
     * @throws PipetteException BAD_USAGE when values of another type cannot be moved so, and for a negative lag
     */
    public final Cursor<C> lag(Period period) {
        return lag(new Lag.Calendar(period));
    }

    /** Begins each load so long before the committed value, for instants and timestamps without an offset. */
    public final Cursor<C> lag(Duration duration) {
        return lag(new Lag.Time(duration));
    }

    /** Begins each load so far before the committed value, for numbers. */
    public final Cursor<C> lag(BigDecimal distance) {
        return lag(new Lag.Distance(distance));
    }

    /** Begins each load so far before the committed value, for numbers. */
    public final Cursor<C> lag(long distance) {
        return lag(BigDecimal.valueOf(distance));
    }

    /** Begins each load so far before the committed value. */
    public final Cursor<C> lag(Lag lag) {
        Lag checked = lag.checked();
        kind().ifPresent(known -> known.checkLag(checked, "", path()));
        return ((Cursor<C>) copy().withLag(checked.isZero() ? Optional.empty() : Optional.of(checked)))
                .checkedFunction();
    }

    /** Says what happens to a row that has no value, or null, where the cursor looks. */
    public final Cursor<C> whenMissing(MissingValue what) {
        return copy().withMissing(what);
    }

    /** Continues from the highest value (the default). */
    public final Cursor<C> highest() {
        return with(LastValue.HIGHEST);
    }

    /**
     * Continues from the lowest value, so that rows below it are new: for a history that is loaded backwards (dlt's
     * {@code last_value_func=min}). A backfill then goes from a higher value down to a lower one.
     */
    public final Cursor<C> lowest() {
        return with(LastValue.LOWEST);
    }

    private Cursor<C> with(LastValue lastValue) {
        return ((Cursor<C>) copy().withLastValue(lastValue).withFunction(Optional.empty())).checkedWindow();
    }

    /**
     * Continues from the value that a function chooses (dlt's {@code last_value_func}). A row is new when the function
     * gives another value than the last one for it, or another than the value from which the load began. DuckDB cannot
     * ask it, so that files are read row by row.
     *
     * @param function of a row's value and the last value; returns the new last value
     * @throws PipetteException BAD_USAGE for a cursor without a type, and with a lag or a row order, which need a
     *     direction
     */
    public final Cursor<C> custom(BinaryOperator<C> function) {
        if (kind().isEmpty()) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "cursor '" + path() + "': a custom function is given values of the column's type. Say it:"
                            + " cursor(\"" + path() + "\", Long.class).custom(..).");
        }
        return ((Cursor<C>) copy().withLastValue(LastValue.CUSTOM).withFunction(function)).checkedFunction();
    }

    private Cursor<C> checkedFunction() {
        if (lastValue() == LastValue.CUSTOM && (lag().isPresent() || rowOrder().isPresent())) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "cursor '" + path() + "': " + (lag().isPresent() ? "a lag" : "a row order")
                            + " needs to know which way the values go, and a custom function does not say. Use"
                            + " highest() or lowest(), or leave it out.");
        }
        return this;
    }

    /**
     * Knows rows at the boundary again by these columns (dlt's {@code incremental(primary_key=..)}), also where rows are
     * merged.
     */
    public final Cursor<C> deduplicatedBy(String column, String... moreColumns) {
        List<String> columns = new ArrayList<>(List.of(column));
        columns.addAll(List.of(moreColumns));
        return copy().withDeduplicationKey(List.copyOf(columns));
    }

    /**
     * Loads every row that has the committed value again, for sources whose rows at the boundary are restated (dlt's
     * {@code primary_key=()}); merged rows are loaded so anyway.
     */
    public final Cursor<C> withoutDeduplication() {
        return copy().withDeduplicationKey(List.of());
    }

    /** What a backfill loads, as a person reads it and by which the same one is known again; empty for other loads. */
    public final Optional<String> backfillText() {
        return window().map(asked -> backfillText(asked.text(), excludesStart(), includesEnd()));
    }

    /** The same for a backfill that is not given as a cursor. */
    public static String backfillText(Window<String> window, boolean excludesStart, boolean includesEnd) {
        return window + (excludesStart ? ", its start left out" : "") + (includesEnd ? ", its end included" : "");
    }

    private ImmutableCursor<C> copy() {
        return (ImmutableCursor<C>) this;
    }

    @Override
    public final String toString() {
        return "cursor " + path();
    }
}
