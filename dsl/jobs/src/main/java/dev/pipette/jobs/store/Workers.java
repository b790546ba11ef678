package dev.pipette.jobs.store;

import java.time.Instant;
import java.util.List;

/**
 * The schedulers that share this store.
 *
 * <pre>{@code
 * store.workers().heartbeat(worker, now);
 * }</pre>
 */
public final class Workers {
    private final Database database;

    Workers(Database database) {
        this.database = database;
    }

    /** Notes that a worker runs; its first call is its start. */
    public void heartbeat(Worker worker, Instant now) {
        database.<Integer>write(
                "report a running scheduler",
                dsl -> dsl.insertInto(Tables.Worker.TABLE)
                        .set(Tables.Worker.NAME, worker.name())
                        .set(Tables.Worker.HOST, worker.host())
                        .set(Tables.Worker.HOME, worker.home())
                        .set(Tables.Worker.PID, worker.pid())
                        .set(Tables.Worker.STARTED_AT, now)
                        .set(Tables.Worker.HEARTBEAT_AT, now)
                        .onConflict(Tables.Worker.NAME)
                        .doUpdate()
                        .set(Tables.Worker.HEARTBEAT_AT, now)
                        .execute());
    }

    /** Notes that a worker stopped in good order. */
    public void stopped(Worker worker, Instant now) {
        database.<Integer>write(
                "report a stopped scheduler",
                dsl -> dsl.update(Tables.Worker.TABLE)
                        .set(Tables.Worker.STOPPED_AT, now)
                        .where(Tables.Worker.NAME.eq(worker.name()))
                        .execute());
    }

    /** All of them, those that were heard last first. */
    public List<WorkerInfo> list() {
        return database.read(
                "list the schedulers",
                dsl -> dsl.select(
                                Tables.Worker.NAME,
                                Tables.Worker.HOST,
                                Tables.Worker.PID,
                                Tables.Worker.STARTED_AT,
                                Tables.Worker.HEARTBEAT_AT,
                                Tables.Worker.STOPPED_AT,
                                Tables.Worker.HOME)
                        .from(Tables.Worker.TABLE)
                        .orderBy(Tables.Worker.HEARTBEAT_AT.desc(), Tables.Worker.NAME)
                        .fetch(row -> new WorkerInfo(
                                new Worker(
                                        row.value1(),
                                        row.value2(),
                                        Rows.optional(row, Tables.Worker.HOME).orElse(""),
                                        row.value3()),
                                row.value4(),
                                row.value5(),
                                Rows.optional(row, Tables.Worker.STOPPED_AT))));
    }
}
