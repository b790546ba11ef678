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
    private final String where;
    private final String others;

    private SourceInterval(RunInterval interval, String where, String others) {
        this.interval = interval;
        this.where = where;
        this.others = others;
    }

    /**
     * The source with the part that belongs to an interval; all of it without one.
     *
     * @throws PipetteException BAD_USAGE for a resource that has no such part
     */
    static Source of(Source source, @Nullable RunInterval interval) {
        return interval == null
                ? source
                : source.each(
                        new SourceInterval(interval, "source " + source.name(), "Choose others with --only")::part);
    }

    /** The same for a replication file. */
    static Source ofReplication(Source source, @Nullable RunInterval interval, String file) {
        return interval == null
                ? source
                : source.each(new SourceInterval(
                        interval, "replication file " + file, "Give its stream a cursor of time")::part);
    }

    private Resource part(Resource resource) {
        Cursor<?> cursor = resource.cursor()
                .orElseThrow(() -> refused(resource, "it follows no cursor. " + others + ", or leave --interval out"));
        return resource.incremental(cursor.kind()
                .<Cursor<?>>map(kind -> Backfill.between(
                        cursor, bound(kind, resource, interval.from()), bound(kind, resource, interval.to())))
                .orElseGet(() ->
                        Backfill.between(cursor, text(resource, interval.from()), text(resource, interval.to()))));
    }

    private Comparable<?> bound(CursorKind kind, Resource resource, ZonedDateTime time) {
        return switch (kind) {
            case INSTANT -> time.toInstant();
            case LOCAL_TIMESTAMP -> time.toLocalDateTime();
            case DATE -> {
                if (interval.to().isBefore(interval.from().plusDays(1))) {
                    throw refused(
                            resource,
                            "its cursor compares dates, and the interval is shorter than a day. Load days, like"
                                    + " 2025-12-24/2025-12-25");
                }
                yield time.toLocalDate();
            }
            case INTEGER, DECIMAL, TEXT ->
                throw refused(
                        resource,
                        "its cursor compares values of type " + kind.word() + ", which are no times. " + others
                                + ", or name the values by --from and --to");
        };
    }

    /** For a cursor whose values show their type later: a date, where it is the midnight from which their days are counted. */
    private static String text(Resource resource, ZonedDateTime time) {
        boolean isMidnight = time.toLocalTime().equals(LocalTime.MIDNIGHT)
                && resource.timeZone().getRules().getOffset(time.toInstant()).equals(time.getOffset());
        return isMidnight ? time.toLocalDate().toString() : DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time);
    }

    private PipetteException refused(Resource resource, String why) {
        return new PipetteException(
                ErrorCode.BAD_USAGE,
                resource.name() + " of " + where + " has no part for " + interval + ": " + why + ".");
    }
}
