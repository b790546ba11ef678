package dev.pipette.cli;

import dev.pipette.Pipette;
import dev.pipette.Resource;
import dev.pipette.Source;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.incremental.Cursor;
import dev.pipette.incremental.CursorKind;
import dev.pipette.incremental.Lag;
import dev.pipette.incremental.MissingValue;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What {@code --cursor} and the options that belong to it mean together. */
final class Backfill {
    private Backfill() {}

    /**
     * Lets a resource follow its cursor, or load a part by it.
     *
     * @throws PipetteException BAD_USAGE for a bound without the other, and for options without a cursor
     */
    static Resource incremental(
            Resource resource,
            @Nullable String path,
            @Nullable String from,
            @Nullable String to,
            @Nullable String lag,
            @Nullable String missing) {
        boolean backfills = from != null || to != null;
        if (backfills && (path == null || from == null || to == null)) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "a backfill needs --cursor, --from and --to, and "
                            + (path == null ? "--cursor" : from == null ? "--from" : "--to")
                            + " is missing. Write it like --cursor updated_at --from 2025-01-01 --to 2025-02-01.");
        }
        if (path == null) {
            if (lag != null || missing != null) {
                throw new PipetteException(
                        ErrorCode.BAD_USAGE,
                        (lag != null ? "--lag" : "--missing") + " is about a cursor, and --cursor is missing.");
            }
            return resource;
        }
        Cursor<?> cursor = cursor(path);
        if (lag != null) {
            cursor = cursor.lag(Lag.parse(lag));
        }
        if (missing != null) {
            cursor = cursor.whenMissing(missing(missing));
        }
        return resource.incremental(from == null || to == null ? cursor : part(resource, cursor, from, to));
    }

    /** A cursor as it is written: a column, and after a colon the type of its values where it is declared. */
    private static Cursor<?> cursor(String written) {
        int colon = written.lastIndexOf(':');
        if (colon < 0) {
            return Pipette.cursor(written);
        }
        String word = written.substring(colon + 1);
        return CursorKind.ofWord(word)
                .<Cursor<?>>map(kind -> Cursor.of(written.substring(0, colon), kind))
                .orElseThrow(() -> new PipetteException(
                        ErrorCode.BAD_USAGE,
                        "--cursor " + written + ": a cursor has no type '" + word + "'. Types are "
                                + Stream.of(CursorKind.values())
                                        .map(CursorKind::word)
                                        .collect(Collectors.joining(", "))
                                + ". After a column whose name has a colon, write its type: --cursor " + written
                                + ":text."));
    }

    /**
     * Lets all resources of a source load a part by their cursors; without bounds they stay as they are.
     *
     * @throws PipetteException BAD_USAGE for a bound without the other, and for a resource without a cursor
     */
    static Source ofSource(Source source, @Nullable String from, @Nullable String to) {
        if (from == null && to == null) {
            return source;
        }
        if (from == null || to == null) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "a backfill needs --from and --to, and " + (from == null ? "--from" : "--to")
                            + " is missing. Write it like --from 2025-01-01 --to 2025-02-01.");
        }
        return source.each(resource -> resource.incremental(resource.cursor()
                .<Cursor<?>>map(cursor -> part(resource, cursor, from, to))
                .orElseThrow(() -> new PipetteException(
                        ErrorCode.BAD_USAGE,
                        resource.name() + " of source " + source.name()
                                + " follows no cursor, so it has no part from " + from + " to " + to
                                + ". Leave --from and --to out, or choose others with --only."))));
    }

    /** The part of a cursor between two values, which are of its kind, or texts where it declares none. */
    static Cursor<?> between(Cursor<?> cursor, Comparable<?> from, Comparable<?> to) {
        return part(cursor, from, to);
    }

    /** A resource's own code sees the bounds in the type of its cursor. */
    private static Cursor<?> part(Resource resource, Cursor<?> cursor, String from, String to) {
        return cursor.kind()
                .<Cursor<?>>map(kind -> part(
                        cursor,
                        bound(resource, cursor, kind, "--from", from),
                        bound(resource, cursor, kind, "--to", to)))
                .orElseGet(() -> untypedPart(cursor, from, to));
    }

    @SuppressWarnings("unchecked") // the values of a cursor without a type are texts
    private static Cursor<?> untypedPart(Cursor<?> cursor, String from, String to) {
        return ((Cursor<String>) cursor).backfill(from, to);
    }

    @SuppressWarnings("unchecked") // the bounds are of the cursor's kind
    private static <C extends Comparable<? super C>> Cursor<C> part(
            Cursor<C> cursor, Comparable<?> from, Comparable<?> to) {
        return cursor.backfill((C) from, (C) to);
    }

    private static Comparable<?> bound(
            Resource resource, Cursor<?> cursor, CursorKind kind, String option, String text) {
        return kind.bound(text, resource.timeZone())
                .orElseThrow(
                        () -> new PipetteException(
                                ErrorCode.BAD_USAGE,
                                option + " " + text + ": cursor '" + cursor.path() + "' of " + resource.name()
                                        + " is of type "
                                        + kind.valueType().name().toLowerCase(Locale.ROOT)
                                        + ", and this is none. Write a day like 2025-12-01, a time like 2025-12-01T06:00:00Z."));
    }

    private static MissingValue missing(String word) {
        return Stream.of(MissingValue.values())
                .filter(value -> value.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst()
                .orElseThrow(() -> new PipetteException(
                        ErrorCode.BAD_USAGE, "--missing " + word + ": there are raise, include and exclude."));
    }
}
