package dev.pipette.incremental;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.schema.ColumnHint;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What a resource's code may use while it makes rows.
 *
 * <pre>{@code
 * resource("orders").stream(context -> {
 *   LocalDate since = context.cursor(LocalDate.class).orElse(LocalDate.EPOCH);
 *   return api.orders(since.toString());
 * }).incremental(cursor("day", LocalDate.class));
 * }</pre>
 *
 * @param state the resource's state; what is put is committed with the rows
 * @param cursor the value that the load starts from, in the type of the cursor; empty before the first load without a start
 * @param backfillEnd the end of a backfill, exclusive, in the type of the cursor; empty for other runs
 * @param clock the run's clock, in the zone of the resource ({@link dev.pipette.Resource#zone(java.time.ZoneId)}), or in
 *     UTC
 * @param declaredCursor the rules of the resource's cursor, for code that asks its system for these rows only; empty where it has none
 * @param declaredColumns what is declared of the resource's columns, by their names in the source
 * @param notes takes what {@link #note(String)} is given
 * @param places takes what {@link #place(String)} is given
 */
public record ExtractContext(
        ResourceState state,
        Optional<Comparable<?>> cursor,
        Optional<Comparable<?>> backfillEnd,
        Clock clock,
        Optional<Cursor<?>> declaredCursor,
        Map<String, ColumnHint> declaredColumns,
        Consumer<String> notes,
        Consumer<String> places) {
    /** A context of a resource that declares no columns. */
    public ExtractContext(
            ResourceState state,
            Optional<Comparable<?>> cursor,
            Optional<Comparable<?>> backfillEnd,
            Clock clock,
            Optional<Cursor<?>> declaredCursor,
            Consumer<String> notes) {
        this(state, cursor, backfillEnd, clock, declaredCursor, Map.of(), notes, place -> {});
    }

    /** A context whose notes nobody reads: for tests. */
    public ExtractContext(
            ResourceState state, Optional<Comparable<?>> cursor, Optional<Comparable<?>> backfillEnd, Clock clock) {
        this(state, cursor, backfillEnd, clock, Optional.empty(), note -> {});
    }

    /**
     * Notes something for the people who run the pipeline: it is one of the notes of the run, in its trace and its printing.
     *
     * <pre>{@code
     * resource("rates").stream(context -> {
     *   context.note("the API had no rates for Sunday");
     *   return Stream.empty();
     * });
     * }</pre>
     *
     * @param note a sentence without a full stop; must not hold a secret
     */
    public void note(String note) {
        notes.accept(note);
    }

    /**
     * Says where the rows that follow come from. A row that is rejected names it, and its number there: {@code GET
     * https://api.shop.com/orders?page=3, row 7}. For code that gives its rows one by one, in the moment when they are asked for.
     *
     * <pre>{@code
     * resource("mails").stream(context -> Stream.of("INBOX", "SENT")
     *     .peek(context::place)
     *     .map(folder -> Map.of("folder", folder)));
     * }</pre>
     *
     * @param where a file, a page, a message; must not hold a secret
     */
    public void place(String where) {
        places.accept(where);
    }

    /**
     * The value that the load starts from.
     *
     * @param type of the cursor, as it was given to {@code cursor(path, type)}
     * @return empty before the first load of a cursor without a start
     * @throws PipetteException BAD_USAGE when the cursor has another type
     */
    public <C extends Comparable<? super C>> Optional<C> cursor(Class<C> type) {
        return as(type, cursor);
    }

    /**
     * The end of a backfill, exclusive.
     *
     * @param type of the cursor, as it was given to {@code cursor(path, type)}
     * @return empty for other runs
     * @throws PipetteException BAD_USAGE when the cursor has another type
     */
    public <C extends Comparable<? super C>> Optional<C> backfillEnd(Class<C> type) {
        return as(type, backfillEnd);
    }

    private static <C extends Comparable<? super C>> Optional<C> as(Class<C> type, Optional<Comparable<?>> value) {
        return value.map(found -> CursorKind.of(type)
                .read(found)
                .filter(type::isInstance)
                .map(type::cast)
                .orElseThrow(() -> new PipetteException(
                        ErrorCode.BAD_USAGE,
                        "the cursor has values of " + found.getClass().getSimpleName() + ", not of "
                                + type.getSimpleName()
                                + ". Ask the context for the type that cursor(path, type) was given.")));
    }

    /** The date of today in the zone of the resource. */
    public LocalDate today() {
        return LocalDate.now(clock);
    }

    /** The date of yesterday in the zone of the resource: the last day that is whole there. */
    public LocalDate yesterday() {
        return today().minusDays(1);
    }
}
