package dev.pipette.jobs.store;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.jobs.OccurrenceKind;
import dev.pipette.jobs.OccurrenceStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jooq.Constraint;
import org.jooq.CreateTableElementListStep;
import org.jooq.DSLContext;
import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.Table;
import org.jooq.TableElement;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * Makes the tables of jobs, and changes those of older versions, one step after the other; whoever calls it holds the lock of all
 * changes. A step that was released never changes.
 */
final class Migrations {
    /** The step n is at n-1. */
    private static final List<Consumer<DSLContext>> STEPS = List.of(Migrations::first, SecondMigration::run);

    private Migrations() {}

    /** The version of the tables that this program knows. */
    static int known() {
        return STEPS.size();
    }

    /** Runs what is missing. */
    static void run(DSLContext dsl, String place, boolean hasTables) {
        int present = hasTables ? version(dsl) : 0;
        check(present, place);
        run(dsl, present, STEPS.size());
    }

    /** Runs the steps between two versions. */
    static void run(DSLContext dsl, int present, int wanted) {
        for (int step = present; step < wanted; step++) {
            STEPS.get(step).accept(dsl);
            dsl.insertInto(Tables.SchemaVersion.TABLE, Tables.SchemaVersion.VERSION, Tables.SchemaVersion.MADE_AT)
                    .values(step + 1, Instant.now())
                    .execute();
        }
    }

    static int version(DSLContext dsl) {
        Integer highest = dsl.select(DSL.max(Tables.SchemaVersion.VERSION))
                .from(Tables.SchemaVersion.TABLE)
                .fetchOne(0, Integer.class);
        return highest == null ? 0 : highest;
    }

    /** Refuses tables of a newer version. */
    static void check(int present, String place) {
        if (present > known()) {
            throw new PipetteException(
                    ErrorCode.WRITTEN_BY_NEWER_VERSION,
                    "the tables of jobs in " + place + " have version " + present
                            + ", and this Pipette knows versions up to "
                            + known()
                            + ". A newer Pipette made them. Nothing was changed. Update Pipette on this machine to"
                            + " the version of the other schedulers.");
        }
    }

    private static void first(DSLContext dsl) {
        create(dsl, Tables.SchemaVersion.TABLE)
                .required(Tables.SchemaVersion.VERSION, Tables.SchemaVersion.MADE_AT)
                .done(DSL.primaryKey(Tables.SchemaVersion.VERSION));
        create(dsl, Tables.Job.TABLE)
                .required(
                        Tables.Job.NAME,
                        Tables.Job.CURRENT_VERSION,
                        Tables.Job.PROMOTED_SINCE,
                        Tables.Job.IS_LATE,
                        Tables.Job.STUCK,
                        Tables.Job.PLANNED_UNTIL)
                .optional(
                        Tables.Job.PAUSED_AT,
                        Tables.Job.UNPROMOTED_AT,
                        Tables.Job.LAST_SUCCESS_AT,
                        Tables.Job.FAILING_SINCE,
                        Tables.Job.RESUMED_AT,
                        Tables.Job.COVERED_UNTIL)
                .done(DSL.primaryKey(Tables.Job.NAME));
        create(dsl, Tables.Version.TABLE)
                .required(Tables.Version.ALL.toArray(Field<?>[]::new))
                .done(DSL.primaryKey(Tables.Version.JOB, Tables.Version.VERSION));
        create(dsl, Tables.After.TABLE)
                .required(Tables.After.JOB, Tables.After.UPSTREAM)
                .done(DSL.primaryKey(Tables.After.UPSTREAM, Tables.After.JOB));
        create(dsl, Tables.StoredFile.TABLE)
                .required(Tables.StoredFile.SHA256, Tables.StoredFile.CONTENT, Tables.StoredFile.ADDED_AT)
                .done(DSL.primaryKey(Tables.StoredFile.SHA256));
        occurrences(dsl);
        backfills(dsl);
        rest(dsl);
        tasks(dsl);
    }

    private static void occurrences(DSLContext dsl) {
        occurrenceTable(dsl)
                .done(
                        DSL.primaryKey(Tables.Occurrence.ID),
                        DSL.unique(
                                Tables.Occurrence.JOB,
                                Tables.Occurrence.FROM,
                                Tables.Occurrence.TO,
                                Tables.Occurrence.REDO));
        occurrenceIndexes(dsl);
        create(dsl, Tables.Attempt.TABLE)
                .required(
                        Tables.Attempt.OCCURRENCE_ID,
                        Tables.Attempt.NUMBER,
                        Tables.Attempt.JOB,
                        Tables.Attempt.VERSION,
                        Tables.Attempt.WORKER,
                        Tables.Attempt.HOST,
                        Tables.Attempt.STARTED_AT,
                        Tables.Attempt.ROWS)
                .optional(
                        Tables.Attempt.PID,
                        Tables.Attempt.FINISHED_AT,
                        Tables.Attempt.HOW,
                        Tables.Attempt.EXIT_CODE,
                        Tables.Attempt.ERROR_CODE,
                        Tables.Attempt.MESSAGE,
                        Tables.Attempt.LOADS,
                        Tables.Attempt.LAST_LINES,
                        Tables.Attempt.LOG_FILE,
                        Tables.Attempt.KEEP_LOG_UNTIL)
                .done(DSL.primaryKey(Tables.Attempt.OCCURRENCE_ID, Tables.Attempt.NUMBER));
        index(dsl, "pipette_job_attempt_log", Tables.Attempt.TABLE, Tables.Attempt.HOST, Tables.Attempt.KEEP_LOG_UNTIL);
    }

    /** The table of the first version, without its keys. */
    static NewTable occurrenceTable(DSLContext dsl) {
        return create(dsl, Tables.Occurrence.TABLE)
                .required(
                        Tables.Occurrence.ID,
                        Tables.Occurrence.JOB,
                        Tables.Occurrence.VERSION,
                        Tables.Occurrence.FROM,
                        Tables.Occurrence.TO,
                        Tables.Occurrence.ZONE,
                        Tables.Occurrence.KIND,
                        Tables.Occurrence.REDO,
                        Tables.Occurrence.STATUS,
                        Tables.Occurrence.ATTEMPTS,
                        Tables.Occurrence.FAILURES,
                        Tables.Occurrence.DUE_AT,
                        Tables.Occurrence.ROWS)
                .optional(
                        Tables.Occurrence.NEXT_ATTEMPT_AT,
                        Tables.Occurrence.STARTED_AT,
                        Tables.Occurrence.FINISHED_AT,
                        Tables.Occurrence.WORKER,
                        Tables.Occurrence.HEARTBEAT_AT,
                        Tables.Occurrence.CANCEL_REQUESTED_AT,
                        Tables.Occurrence.ERROR_CODE,
                        Tables.Occurrence.MESSAGE,
                        Tables.Occurrence.BACKFILL_ID);
    }

    static void occurrenceIndexes(DSLContext dsl) {
        index(
                dsl,
                "pipette_job_occurrence_status",
                Tables.Occurrence.TABLE,
                Tables.Occurrence.STATUS,
                Tables.Occurrence.JOB);
        index(
                dsl,
                "pipette_job_occurrence_job",
                Tables.Occurrence.TABLE,
                Tables.Occurrence.JOB,
                Tables.Occurrence.DUE_AT);
        index(
                dsl,
                "pipette_job_occurrence_started",
                Tables.Occurrence.TABLE,
                Tables.Occurrence.JOB,
                Tables.Occurrence.STARTED_AT);
        // what claims see to by locks, the database refuses whatever happens: two of a job at a time
        dsl.createUniqueIndex("pipette_job_occurrence_running")
                .on(Tables.Occurrence.TABLE, Tables.Occurrence.JOB)
                .where(DSL.field(DSL.name(Tables.Occurrence.STATUS.getName()))
                        .eq(DSL.inline(OccurrenceStatus.RUNNING.name()))
                        .and(DSL.field(DSL.name(Tables.Occurrence.KIND.getName()))
                                .ne(DSL.inline(OccurrenceKind.BACKFILL.name()))))
                .execute();
    }

    private static void backfills(DSLContext dsl) {
        create(dsl, Tables.Backfill.TABLE)
                .required(Tables.Backfill.ALL.toArray(Field<?>[]::new))
                .done(DSL.primaryKey(Tables.Backfill.ID));
        create(dsl, Tables.BackfillInterval.TABLE)
                .required(
                        Tables.BackfillInterval.BACKFILL_ID,
                        Tables.BackfillInterval.POSITION,
                        Tables.BackfillInterval.OCCURRENCE_ID,
                        Tables.BackfillInterval.CHOICE)
                .done(DSL.primaryKey(Tables.BackfillInterval.BACKFILL_ID, Tables.BackfillInterval.POSITION));
    }

    private static void rest(DSLContext dsl) {
        create(dsl, Tables.Alert.TABLE)
                .required(
                        Tables.Alert.ID,
                        Tables.Alert.JOB,
                        Tables.Alert.EVENT,
                        Tables.Alert.CHANNEL,
                        Tables.Alert.TARGET,
                        Tables.Alert.TITLE,
                        Tables.Alert.TEXT,
                        Tables.Alert.JSON,
                        Tables.Alert.CREATED_AT,
                        Tables.Alert.STATUS,
                        Tables.Alert.ATTEMPTS,
                        Tables.Alert.NEXT_ATTEMPT_AT)
                .optional(Tables.Alert.OCCURRENCE_ID, Tables.Alert.SECRET, Tables.Alert.SENT_AT, Tables.Alert.MESSAGE)
                .done(DSL.primaryKey(Tables.Alert.ID));
        index(dsl, "pipette_job_alert_status", Tables.Alert.TABLE, Tables.Alert.STATUS, Tables.Alert.NEXT_ATTEMPT_AT);
        create(dsl, Tables.Worker.TABLE)
                .required(
                        Tables.Worker.NAME,
                        Tables.Worker.HOST,
                        Tables.Worker.PID,
                        Tables.Worker.STARTED_AT,
                        Tables.Worker.HEARTBEAT_AT)
                .optional(Tables.Worker.STOPPED_AT)
                .done(DSL.primaryKey(Tables.Worker.NAME));
    }

    /** The table of db-scheduler 16, as its own project has it for PostgreSQL and for SQLite. */
    private static void tasks(DSLContext dsl) {
        Table<Record> tasks = DSL.table(DSL.name(Tables.SCHEMA, TASKS));
        Field<String> name = DSL.field(DSL.name("task_name"), SQLDataType.VARCHAR);
        Field<String> instance = DSL.field(DSL.name("task_instance"), SQLDataType.VARCHAR);
        Field<?> executionTime = theirTime(dsl, "execution_time");
        Field<?> heartbeat = theirTime(dsl, "last_heartbeat");
        Field<Short> priority = DSL.field(DSL.name("priority"), SQLDataType.SMALLINT);
        create(dsl, tasks)
                .required(
                        name,
                        instance,
                        executionTime,
                        DSL.field(DSL.name("picked"), SQLDataType.BOOLEAN),
                        DSL.field(DSL.name("version"), SQLDataType.BIGINT))
                .optional(
                        DSL.field(DSL.name("task_data"), SQLDataType.BLOB),
                        DSL.field(DSL.name("picked_by"), SQLDataType.VARCHAR),
                        theirTime(dsl, "last_success"),
                        theirTime(dsl, "last_failure"),
                        DSL.field(DSL.name("consecutive_failures"), SQLDataType.INTEGER),
                        heartbeat,
                        priority)
                .done(DSL.primaryKey(name, instance));
        index(dsl, "execution_time_idx", tasks, executionTime);
        index(dsl, "last_heartbeat_idx", tasks, heartbeat);
        dsl.createIndex("priority_execution_time_idx")
                .on(tasks, priority.desc(), executionTime.asc())
                .execute();
    }

    /** The name of db-scheduler's table. */
    static final String TASKS = "scheduled_tasks";

    private static Field<?> theirTime(DSLContext dsl, String name) {
        DataType<?> type = isSqlite(dsl) ? SQLDataType.TIMESTAMP : SQLDataType.TIMESTAMPWITHTIMEZONE;
        return DSL.field(DSL.name(name), type);
    }

    static boolean isSqlite(DSLContext dsl) {
        return dsl.dialect().family() == SQLDialect.SQLITE;
    }

    static void index(DSLContext dsl, String name, Table<?> table, Field<?>... columns) {
        dsl.createIndex(name).on(table, columns).execute();
    }

    static NewTable create(DSLContext dsl, Table<?> table) {
        return new NewTable(dsl, table);
    }

    private static DataType<?> stored(DSLContext dsl, DataType<?> type) {
        if (type.getType() != Instant.class) {
            return type;
        }
        return isSqlite(dsl) ? SQLDataType.VARCHAR : SQLDataType.TIMESTAMPWITHTIMEZONE(6);
    }

    /** A table that is made. */
    static final class NewTable {
        private final DSLContext dsl;
        private final Table<?> table;
        private final List<TableElement> elements = new ArrayList<>();

        NewTable(DSLContext dsl, Table<?> table) {
            this.dsl = dsl;
            this.table = table;
        }

        NewTable required(Field<?>... columns) {
            return add(false, columns);
        }

        NewTable optional(Field<?>... columns) {
            return add(true, columns);
        }

        private NewTable add(boolean nullable, Field<?>... columns) {
            for (Field<?> column : columns) {
                elements.add(DSL.field(
                        DSL.name(column.getName()),
                        stored(dsl, column.getDataType()).nullable(nullable)));
            }
            return this;
        }

        void done(Constraint... constraints) {
            CreateTableElementListStep creating = dsl.createTable(table);
            elements.addAll(List.of(constraints));
            creating.tableElements(elements).execute();
        }
    }
}
