package dev.pipette.jobs.store;

import dev.pipette.RunInterval;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.jobs.Attempt;
import dev.pipette.jobs.AttemptEnd;
import dev.pipette.jobs.DefinitionDocument;
import dev.pipette.jobs.JobDefinition;
import dev.pipette.jobs.JobVersion;
import dev.pipette.jobs.Occurrence;
import dev.pipette.jobs.OccurrenceKind;
import dev.pipette.jobs.OccurrenceStatus;
import dev.pipette.jobs.time.FireTimes;
import dev.pipette.text.Printable;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jooq.Field;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/** Rows of the tables as values. */
final class Rows {
    private Rows() {}

    static Occurrence occurrence(Record row) {
        return new Occurrence(
                row.get(Tables.Occurrence.ID),
                row.get(Tables.Occurrence.JOB),
                row.get(Tables.Occurrence.VERSION),
                interval(row),
                OccurrenceKind.valueOf(row.get(Tables.Occurrence.KIND)),
                row.get(Tables.Occurrence.GENERATION),
                row.get(Tables.Occurrence.REDO),
                OccurrenceStatus.valueOf(row.get(Tables.Occurrence.STATUS)),
                row.get(Tables.Occurrence.ATTEMPTS),
                row.get(Tables.Occurrence.FAILURES),
                row.get(Tables.Occurrence.DUE_AT),
                optional(row, Tables.Occurrence.NEXT_ATTEMPT_AT),
                optional(row, Tables.Occurrence.STARTED_AT),
                optional(row, Tables.Occurrence.FINISHED_AT),
                optional(row, Tables.Occurrence.WORKER),
                optional(row, Tables.Occurrence.HEARTBEAT_AT),
                optional(row, Tables.Occurrence.CANCEL_REQUESTED_AT),
                row.get(Tables.Occurrence.ROWS),
                optional(row, Tables.Occurrence.ERROR_CODE),
                optional(row, Tables.Occurrence.MESSAGE),
                optionalLong(row, Tables.Occurrence.BACKFILL_ID));
    }

    /** Empty for one whose kind, status or zone only a newer Pipette or a newer JVM knows: other jobs go on. */
    static Optional<Occurrence> readable(Record row) {
        try {
            return Optional.of(occurrence(row));
        } catch (IllegalArgumentException | DateTimeException unknown) {
            return Optional.empty();
        }
    }

    static RunInterval interval(Record row) {
        ZoneId zone = ZoneId.of(row.get(Tables.Occurrence.ZONE));
        return new RunInterval(
                row.get(Tables.Occurrence.FROM).atZone(zone),
                row.get(Tables.Occurrence.TO).atZone(zone));
    }

    static Attempt attempt(Record row) {
        Optional<Integer> exitCode = optional(row, Tables.Attempt.EXIT_CODE);
        return new Attempt(
                row.get(Tables.Attempt.OCCURRENCE_ID),
                row.get(Tables.Attempt.NUMBER),
                row.get(Tables.Attempt.VERSION),
                row.get(Tables.Attempt.WORKER),
                row.get(Tables.Attempt.HOST),
                optionalLong(row, Tables.Attempt.PID),
                row.get(Tables.Attempt.STARTED_AT),
                optional(row, Tables.Attempt.FINISHED_AT),
                optional(row, Tables.Attempt.HOW).map(AttemptEnd.How::valueOf),
                exitCode.map(OptionalInt::of).orElse(OptionalInt.empty()),
                optional(row, Tables.Attempt.ERROR_CODE),
                optional(row, Tables.Attempt.MESSAGE),
                row.get(Tables.Attempt.ROWS),
                Documents.loads(row.get(Tables.Attempt.LOADS)),
                Documents.lines(row.get(Tables.Attempt.LAST_LINES)),
                optional(row, Tables.Attempt.LOG_FILE));
    }

    static JobVersion version(Record row) {
        return new JobVersion(
                row.get(Tables.Version.JOB),
                row.get(Tables.Version.VERSION),
                definition(row),
                Documents.files(row.get(Tables.Version.LIBRARIES)),
                row.get(Tables.Version.HASH),
                row.get(Tables.Version.PROMOTED_AT),
                row.get(Tables.Version.PROMOTED_BY));
    }

    /** A definition whose times can be computed, too. */
    private static JobDefinition definition(Record row) {
        try {
            JobDefinition definition = DefinitionDocument.read(row.get(Tables.Version.DEFINITION));
            FireTimes _ = FireTimes.of(definition.schedule());
            return definition;
        } catch (IllegalArgumentException | DateTimeException | PipetteException unreadable) {
            throw unreadable(row.get(Tables.Version.JOB), row.get(Tables.Version.VERSION), unreadable);
        }
    }

    static PipetteException unreadable(String job, int version, RuntimeException reason) {
        return new PipetteException(
                ErrorCode.WRITTEN_BY_NEWER_VERSION,
                "version " + version + " of job '" + job + "' cannot be read: "
                        + Printable.of(String.valueOf(reason.getMessage()))
                        + ". A newer Pipette wrote it, or it is damaged. It does not run here; other jobs do. Update Pipette on this"
                        + " machine, promote the job again, or let an older version run: pipette jobs rollback " + job
                        + " VERSION",
                reason);
    }

    static <T> Optional<T> optional(Record row, Field<T> field) {
        @Nullable T value = row.get(field);
        return Optional.ofNullable(value);
    }

    static OptionalLong optionalLong(Record row, Field<Long> field) {
        @Nullable Long value = row.get(field);
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }
}
