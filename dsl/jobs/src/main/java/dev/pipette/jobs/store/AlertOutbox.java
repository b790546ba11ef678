package dev.pipette.jobs.store;

import dev.pipette.jobs.AlertRule;
import dev.pipette.jobs.AlertRule.Event;
import dev.pipette.jobs.JobInfo;
import dev.pipette.jobs.policy.AlertDecision;
import dev.pipette.jobs.policy.AlertState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jooq.DSLContext;
import org.jooq.Record;

/**
 * Messages that wait to be sent. They are written in the transaction of what they are about, so that none is lost and none is about
 * something that did not happen; a sender that dies leaves them to the next one.
 *
 * <pre>{@code
 * for (QueuedAlert alert : store.alerts().claim(10, Duration.ofMinutes(1), now)) {
 *     send(alert);
 *     store.alerts().sent(alert, clock.instant());
 * }
 * }</pre>
 */
public final class AlertOutbox {
    private final Database database;

    AlertOutbox(Database database) {
        this.database = database;
    }

    /**
     * Notes that a job is late, once until it succeeds, with the messages about it.
     *
     * @param seen the job as it was when it was found to be late: nothing is noted where it succeeded, paused or changed since
     * @return whether it was noted just now
     */
    public boolean late(JobInfo seen, Instant now) {
        return database.write("look after " + seen.name(), dsl -> {
            JobRow row = JobRow.lockKnown(dsl, seen.name());
            if (row.alerts().isLate() || !isStill(row, seen)) {
                return false;
            }
            Alerting alerting = new Alerting(dsl, row, now);
            alerting.alert(new AlertDecision.Late(), alerting.about(), OptionalLong.empty());
            return true;
        });
    }

    private static boolean isStill(JobRow row, JobInfo seen) {
        return row.version() == seen.version().number()
                && row.generation() == seen.generation()
                && row.lastSuccessAt().equals(seen.lastSuccessAt())
                && row.pausedAt().equals(seen.pausedAt())
                && row.resumedAt().equals(seen.resumedAt());
    }

    /** What was alerted about a job and is not over. */
    public AlertState state(String job) {
        return database.read(
                "look after " + job,
                dsl -> JobRow.find(dsl, job)
                        .filter(row -> row.unpromotedAt().isEmpty())
                        .orElseThrow(() -> JobRow.unknown(dsl, job))
                        .alerts());
    }

    /**
     * Takes messages to send. Those of a sender that neither {@link #sent} nor {@link #failed} them are taken again after a time.
     *
     * @param limit how many at most
     * @param within the time that the sender needs at most
     */
    public List<QueuedAlert> claim(int limit, Duration within, Instant now) {
        return database.write("take messages to send", dsl -> {
            var due = dsl.select(Tables.Alert.ID, Tables.Alert.ATTEMPTS)
                    .from(Tables.Alert.TABLE)
                    .where(Tables.Alert.STATUS
                            .eq(QueuedAlert.Status.WAITING.name())
                            .and(Tables.Alert.NEXT_ATTEMPT_AT.le(now)))
                    .orderBy(Tables.Alert.NEXT_ATTEMPT_AT, Tables.Alert.ID)
                    .limit(limit)
                    .fetch();
            return due.stream()
                    .flatMap(alert -> take(dsl, alert.value1(), alert.value2(), now.plus(within)).stream())
                    .toList();
        });
    }

    /** By the number of its attempts: of two senders that take a message at the same moment, one gets it. */
    private static Optional<QueuedAlert> take(DSLContext dsl, long id, int attempts, Instant until) {
        int taken = dsl.update(Tables.Alert.TABLE)
                .set(Tables.Alert.ATTEMPTS, attempts + 1)
                .set(Tables.Alert.NEXT_ATTEMPT_AT, until)
                .where(Tables.Alert.ID
                        .eq(id)
                        .and(Tables.Alert.ATTEMPTS.eq(attempts))
                        .and(Tables.Alert.STATUS.eq(QueuedAlert.Status.WAITING.name())))
                .execute();
        return taken == 0
                ? Optional.empty()
                : dsl.select(Tables.Alert.ALL)
                        .from(Tables.Alert.TABLE)
                        .where(Tables.Alert.ID.eq(id))
                        .fetchOptional()
                        .map(AlertOutbox::alert);
    }

    /** Notes that a message was sent. */
    public void sent(QueuedAlert alert, Instant now) {
        database.<Integer>write(
                "note a sent message",
                dsl -> dsl.update(Tables.Alert.TABLE)
                        .set(Tables.Alert.STATUS, QueuedAlert.Status.SENT.name())
                        .set(Tables.Alert.SENT_AT, now)
                        .setNull(Tables.Alert.MESSAGE)
                        .where(Tables.Alert.ID.eq(alert.id()))
                        .execute());
    }

    /**
     * Notes that a message could not be sent.
     *
     * @param why without secrets
     * @param again when to try again; empty to give it up
     */
    public void failed(QueuedAlert alert, String why, Optional<Instant> again) {
        QueuedAlert.Status status = again.isPresent() ? QueuedAlert.Status.WAITING : QueuedAlert.Status.FAILED;
        database.<Integer>write(
                "note a message that was not sent",
                dsl -> dsl.update(Tables.Alert.TABLE)
                        .set(Tables.Alert.STATUS, status.name())
                        .set(Tables.Alert.NEXT_ATTEMPT_AT, again.orElse(alert.createdAt()))
                        .set(Tables.Alert.MESSAGE, why)
                        .where(Tables.Alert.ID
                                .eq(alert.id())
                                .and(Tables.Alert.ATTEMPTS.eq(alert.attempts()))
                                .and(Tables.Alert.STATUS.eq(QueuedAlert.Status.WAITING.name())))
                        .execute());
    }

    /** The messages about a job, the newest first. */
    public List<QueuedAlert> of(String job, int limit) {
        return database.read(
                "list the messages about " + job,
                dsl -> dsl.select(Tables.Alert.ALL)
                        .from(Tables.Alert.TABLE)
                        .where(Tables.Alert.JOB.eq(job))
                        .orderBy(Tables.Alert.ID.desc())
                        .limit(limit)
                        .fetch(AlertOutbox::alert));
    }

    private static QueuedAlert alert(Record row) {
        return new QueuedAlert(
                row.get(Tables.Alert.ID),
                row.get(Tables.Alert.JOB),
                Rows.optionalLong(row, Tables.Alert.OCCURRENCE_ID),
                Event.valueOf(row.get(Tables.Alert.EVENT)),
                AlertRule.Channel.valueOf(row.get(Tables.Alert.CHANNEL)),
                row.get(Tables.Alert.TARGET),
                Rows.optional(row, Tables.Alert.SECRET),
                row.get(Tables.Alert.TITLE),
                row.get(Tables.Alert.TEXT),
                row.get(Tables.Alert.JSON),
                row.get(Tables.Alert.CREATED_AT),
                QueuedAlert.Status.valueOf(row.get(Tables.Alert.STATUS)),
                row.get(Tables.Alert.ATTEMPTS),
                Rows.optional(row, Tables.Alert.SENT_AT),
                Rows.optional(row, Tables.Alert.MESSAGE));
    }
}
