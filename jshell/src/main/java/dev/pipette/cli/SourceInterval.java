package dev.pipette.cli;

import dev.pipette.Resource;
import dev.pipette.RunInterval;
import dev.pipette.Source;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.incremental.Cursor;
import dev.pipette.incremental.CursorKind;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** Lets the resources of a source load what belongs to an interval of time, by their cursors. */
final class SourceInterval {
    private final RunInterval interval;

    private SourceInterval(RunInterval interval) {
        this.interval = interval;
    }

    /**
     * The source with the part that belongs to an interval; all of it without one.
     *
     * @throws PipetteException BAD_USAGE for a resource that has no such part
     */
    static Source of(Source source, @Nullable RunInterval interval) {
        return interval == null ? source : source.each(resource -> new SourceInterval(interval).part(source, resource));
    }

    private Resource part(Source source, Resource resource) {
        Cursor<?> cursor = resource.cursor()
                .orElseThrow(() -> refused(
                        source, resource, "it follows no cursor. Choose others with --only, or leave --interval out"));
        return resource.incremental(cursor.kind()
                .<Cursor<?>>map(kind -> Backfill.between(
                        cursor,
                        bound(kind, source, resource, interval.from()),
                        bound(kind, source, resource, interval.to())))
                .orElseGet(() ->
                        Backfill.between(cursor, text(resource, interval.from()), text(resource, interval.to()))));
    }

    private Comparable<?> bound(CursorKind kind, Source source, Resource resource, ZonedDateTime time) {
        return switch (kind) {
            case INSTANT -> time.toInstant();
            case LOCAL_TIMESTAMP -> time.toLocalDateTime();
            case DATE -> {
                if (interval.to().isBefore(interval.from().plusDays(1))) {
                    throw refused(
                            source,
                            resource,
                            "its cursor compares dates, and the interval is shorter than a day. Load days, like"
                                    + " 2025-12-24/2025-12-25");
                }
                yield time.toLocalDate();
            }
            case INTEGER, DECIMAL, TEXT ->
                throw refused(
                        source,
                        resource,
                        "its cursor compares values of type " + kind.word()
                                + ", which are no times. Choose others with --only, or name the values by --from and --to");
        };
    }

    /** For a cursor whose values show their type later: a date, where it is the midnight from which their days are counted. */
    private static String text(Resource resource, ZonedDateTime time) {
        boolean isMidnight = time.toLocalTime().equals(LocalTime.MIDNIGHT)
                && resource.timeZone().getRules().getOffset(time.toInstant()).equals(time.getOffset());
        return isMidnight ? time.toLocalDate().toString() : DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time);
    }

    private PipetteException refused(Source source, Resource resource, String why) {
        return new PipetteException(
                ErrorCode.BAD_USAGE,
                resource.name() + " of source " + source.name() + " has no part for " + interval + ": " + why + ".");
    }
}
