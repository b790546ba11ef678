package dev.pipette.engine.manifest;

import dev.pipette.dlt.TypedText;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.incremental.Cursor;
import dev.pipette.incremental.CursorKind;
import dev.pipette.incremental.Lag;
import dev.pipette.incremental.LastValue;
import dev.pipette.incremental.MissingValue;
import dev.pipette.incremental.Window;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.immutables.value.Value;
import org.jspecify.annotations.Nullable;

/**
 * What a package knows of its resource's cursor.
 *
 * @param path source name of the column
 * @param column its normalized name
 * @param kind how values are compared; null while no value has shown it
 * @param initial the value that the cursor was declared to start at, as the state keeps it
 * @param start the committed value that the package was extracted from, as the state keeps it; null for the first load
 * @param end the value that the next load continues from, {@code start} where no row moved it; null where there is
 *     neither
 * @param known where the kept keys of loaded rows begin, as the state keeps it; null for those of all rows. A lag reads
 *     no rows before it again, because nothing would show which of them were loaded
 * @param deduplicated whether rows at {@code start}, and those before it that a lag reads again, are compared with
 *     those that were loaded before
 * @param window the part that a backfill loads, as it was declared; null where the cursor follows what is new. A
 *     backfill knows no {@code start} and no {@code end}: it leaves the state as it is
 * @param adopted whether the resource did not declare the cursor: a replace continues with the one that its state has,
 *     so that a later load by this cursor does not load the replaced rows again; null for no
 * @param rules the options of the cursor
 * @param written {@code end} as the source wrote it, in {@link TypedText}; null where no row has it. Only the state
 *     keeps it, for dlt, which compares what the source wrote; Pipette compares {@code end}
 * @param dltRows what dlt has to know of the rows at {@code end}; null where dlt does not continue with the dataset
 */
@Value.Builder
public record CursorLoad(
        String path,
        String column,
        @Nullable CursorKind kind,
        @Nullable Object initial,
        @Nullable Object start,
        @Nullable Object end,
        @Nullable Object known,
        boolean deduplicated,
        @Nullable Window<String> window,
        @Nullable Boolean adopted,
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

    /** A cursor whose parts are given by name. */
    public static CursorLoadBuilder builder() {
        return new CursorLoadBuilder();
    }

    /** With what the whole package's column turned out to be. */
    public CursorLoad withEnd(@Nullable CursorKind newKind, @Nullable Object newEnd, @Nullable String newWritten) {
        return builder()
                .from(this)
                .kind(newKind)
                .end(window == null ? newEnd : null)
                .written(window == null ? newWritten : null)
                .build();
    }

    /** A cursor that a replace takes over from the resource's state. */
    public static CursorLoad adopted(
            String path, String column, CursorKind kind, LastValue lastValue, @Nullable ZoneId zone, List<String> key) {
        return builder()
                .path(path)
                .column(column)
                .kind(kind)
                .deduplicated(true)
                .adopted(true)
                .rules(new CursorRules(
                        lastValue,
                        false,
                        false,
                        MissingValue.INCLUDE,
                        null,
                        null,
                        zone == null ? null : zone.getId(),
                        key))
                .build();
    }

    /** Whether a replace took the cursor over from the resource's state. */
    public boolean isAdopted() {
        return Boolean.TRUE.equals(adopted);
    }

    /** With the kind in which its values are compared; null while no value has shown it. */
    public CursorLoad withKind(@Nullable CursorKind found) {
        return builder().from(this).kind(found).build();
    }

    /** With what dlt has to know of the rows at its end. */
    public CursorLoad withDltRows(DltRows rows) {
        return builder().from(this).dltRows(rows).build();
    }

    /** Whether the next load continues from another value than this one did. */
    public boolean moved() {
        return end != null && !end.equals(start);
    }

    /** Whether there may be rows that the cursor does not ask for. */
    public boolean isBounded() {
        return window != null || start != null || initial != null || rules.missing() == MissingValue.EXCLUDE;
    }

    /**
     * Where the load begins: at the committed value or so far before it as the lag says, never before the initial one, or
     * where the backfill does.
     *
     * @throws PipetteException TYPE_MISMATCH or BAD_USAGE for a start, a lag or a bound that does not fit such values
     */
    public Optional<Comparable<?>> from(CursorKind found, String resource) {
        rules.lag().ifPresent(lag -> found.checkLag(lag, "resource " + resource + ": ", path));
        if (window != null) {
            return window(found, resource).map(Window::from);
        }
        Optional<Comparable<?>> first = Optional.ofNullable(initial).map(value -> initial(found, value, resource));
        if (start == null) {
            return first;
        }
        Comparable<?> committed = found.fromState(start, rules.zone(), resource, path);
        return Optional.of(
                rules.lag().isEmpty()
                        ? committed
                        : withinKnown(lagged(rules.lag().get(), committed, first), found, resource));
    }

    /** A lag reads rows again only as far back as the loaded ones are known by their keys. */
    private Comparable<?> withinKnown(Comparable<?> from, CursorKind kindNow, String resource) {
        if (!deduplicated || known == null) {
            return from;
        }
        Comparable<?> limit = kindNow.fromState(known, rules.zone(), resource, path);
        return rules.lastValue().isBeyond(limit, from) ? limit : from;
    }

    /** What to say where the lag does not reach back as far as it would, because the rows there are not known. */
    public Optional<String> shortenedLag() {
        if (!deduplicated
                || known == null
                || start == null
                || kind == null
                || rules.lag().isEmpty()) {
            return Optional.empty();
        }
        Comparable<?> last = kind.fromState(start, rules.zone(), "", path);
        Optional<Comparable<?>> first = Optional.ofNullable(initial).map(value -> initial(kind, value, ""));
        Comparable<?> wanted = lagged(rules.lag().get(), last, first);
        return rules.lastValue().isBeyond(kind.fromState(known, rules.zone(), "", path), wanted)
                ? Optional.of(
                        "the lag " + rules.lag().get() + " of cursor '" + path + "' reads rows again from " + known
                                + " on, because it was not kept which rows before that are loaded; it reaches its full length as"
                                + " the cursor continues")
                : Optional.empty();
    }

    /** Whether the keys of all loaded rows are kept that the lag of the next load reads again, and not only at the end. */
    public boolean keepsKeysOfLag() {
        return deduplicated && kind != null && end != null && rules.lag().isPresent();
    }

    /** The value at which the keys begin that are kept for the next load, where {@link #keepsKeysOfLag}. */
    public Comparable<?> keepsKeysFrom() {
        return rules.lag().orElseThrow().from(last(), rules.lastValue());
    }

    /** Where the load began, as a number. */
    public double startPosition() {
        return CursorKind.position(
                Objects.requireNonNull(kind).fromState(Objects.requireNonNull(start), rules.zone(), "", path));
    }

    /** Where the keys begin that the next load knows, as the state keeps it; empty where they are those at the end. */
    public Optional<Object> knownByNext() {
        return keepsKeysOfLag()
                ? Optional.of(Objects.requireNonNull(kind).toState(withinKnown(keepsKeysFrom(), kind, "")))
                : Optional.empty();
    }

    /** Whether it ends beyond another one of the same kind. */
    public boolean isBeyond(CursorLoad other) {
        return rules.lastValue().isBeyond(last(), other.last());
    }

    private Comparable<?> last() {
        return Objects.requireNonNull(kind).fromState(Objects.requireNonNull(end), rules.zone(), "", path);
    }

    /** With a kind in which all that is known of the cursor can be read, where no row had a value that showed one. */
    public CursorLoad withoutValues() {
        CursorKind found = kind != null
                ? kind
                : Stream.of(CursorKind.values()).filter(this::fits).findFirst().orElse(CursorKind.TEXT);
        return withEnd(found, end, written);
    }

    /**
     * The kind in which values without a declared kind are compared with where the cursor is, begins or ends.
     * Where they cannot be, it is their own. Texts that are not times do not make a cursor that is at a time one of texts: rows
     * would be left out that are beyond the time and before the text.
     */
    public CursorKind comparing(CursorKind found, boolean text) {
        if (text
                && found == CursorKind.TEXT
                && start != null
                && CursorKind.ofState(start).isTime()) {
            return CursorKind.ofState(start);
        }
        return Stream.concat(Stream.of(found), found.widened().stream())
                .filter(this::fits)
                .findFirst()
                .or(() -> Optional.of(CursorKind.TEXT).filter(kindNow -> text && fits(kindNow)))
                .orElse(found);
    }

    private boolean fits(CursorKind found) {
        try {
            var _ = from(found, "");
            var _ = window(found, "");
            return true;
        } catch (PipetteException otherKind) {
            return false;
        }
    }

    private Comparable<?> lagged(Lag lag, Comparable<?> committed, Optional<Comparable<?>> first) {
        Comparable<?> lagged = lag.from(committed, rules.lastValue());
        return first.isPresent() && rules.lastValue().isBeyond(first.get(), lagged) ? first.get() : lagged;
    }

    private Comparable<?> initial(CursorKind found, Object value, String resource) {
        return found.read(value, rules.zone())
                .or(() -> found.bound(value.toString(), zone()))
                .orElseThrow(() -> new PipetteException(
                        ErrorCode.TYPE_MISMATCH,
                        "resource " + resource + ": the start '" + value + "' cannot be compared with cursor '" + path
                                + "'. Declare the cursor with the type of the column."));
    }

    /** The window of a backfill in the type in which values are compared. */
    public Optional<Window<Comparable<Object>>> window(CursorKind found, String resource) {
        return Optional.ofNullable(window).map(asked -> found.window(asked, zone(), rules.lastValue(), resource, path));
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
