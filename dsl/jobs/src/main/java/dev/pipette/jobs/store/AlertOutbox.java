package dev.pipette.jobs.store;

import dev.pipette.jobs.AlertRule;
import dev.pipette.jobs.AlertRule.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

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

    static void insert(DSLContext dsl, String job, OptionalLong occurrence, List<NewAlert> alerts, Instant now) {
        @Nullable Long about = occurrence.isPresent() ? occurrence.getAsLong() : null;
        for (NewAlert alert : alerts) {
            AlertRule rule = alert.rule();
            dsl.insertInto(Tables.Alert.TABLE)
                    .set(Tables.Alert.JOB, job)
                    .set(Tables.Alert.OCCURRENCE_ID, about)
                    .set(Tables.Alert.EVENT, alert.event().name())
                    .set(Tables.Alert.CHANNEL, rule.channel().name())
                    .set(Tables.Alert.TARGET, rule.target())
                    .set(Tables.Alert.SECRET, rule.secret().orElse(null))
                    .set(Tables.Alert.PAYLOAD, alert.payload())
                    .set(Tables.Alert.CREATED_AT, now)
                    .set(Tables.Alert.STATUS, QueuedAlert.Status.WAITING.name())
                    .set(Tables.Alert.ATTEMPTS, 0)
                    .set(Tables.Alert.NEXT_ATTEMPT_AT, now)
                    .execute();
        }
    }

    /**
     * Writes messages about a job, chosen by its health within the transaction: lateness, once until the next success.
     *
     * @return how many were written
     */
    public int raise(String job, Function<AlertState, List<NewAlert>> choice, Instant now) {
        return database.write("look after " + job, dsl -> {
            JobRow row = JobRow.lockKnown(dsl, job);
            List<NewAlert> alerts = choice.apply(row.health());
            insert(dsl, job, OptionalLong.empty(), alerts, now);
            if (alerts.stream().anyMatch(alert -> alert.event() == Event.LATE)) {
                dsl.update(Tables.Job.TABLE)
                        .set(Tables.Job.LATE_SINCE, now)
                        .where(Tables.Job.NAME.eq(job).and(Tables.Job.LATE_SINCE.isNull()))
                        .execute();
            }
            return alerts.size();
        });
    }

    /** The health of a job. */
    public AlertState health(String job) {
        return database.read(
                "look after " + job,
                dsl -> JobRow.find(dsl, job)
                        .filter(row -> row.unpromotedAt().isEmpty())
                        .orElseThrow(() -> JobRow.unknown(dsl, job))
                        .health());
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
                row.get(Tables.Alert.PAYLOAD),
                row.get(Tables.Alert.CREATED_AT),
                QueuedAlert.Status.valueOf(row.get(Tables.Alert.STATUS)),
                row.get(Tables.Alert.ATTEMPTS),
                Rows.optional(row, Tables.Alert.SENT_AT),
                Rows.optional(row, Tables.Alert.MESSAGE));
    }
}
