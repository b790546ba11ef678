package dev.pipette.jobs.store;

import java.time.Instant;
import java.util.List;
import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** The tables of jobs and their columns. {@link Migrations} makes them. */
final class Tables {
    /** Of PostgreSQL; in SQLite, the file is the schema. */
    static final String SCHEMA = "pipette_jobs";

    static final DataType<Instant> INSTANT = SQLDataType.OTHER.asConvertedDataType(new InstantBinding());

    private Tables() {}

    private static Table<Record> table(String name) {
        return DSL.table(DSL.name(SCHEMA, name));
    }

    private static <T> Field<T> field(String table, String name, DataType<T> type) {
        return DSL.field(DSL.name(table, name), type);
    }

    private static Field<String> text(String table, String name) {
        return field(table, name, SQLDataType.VARCHAR);
    }

    private static Field<Integer> number(String table, String name) {
        return field(table, name, SQLDataType.INTEGER);
    }

    private static Field<Long> count(String table, String name) {
        return field(table, name, SQLDataType.BIGINT);
    }

    private static Field<Boolean> flag(String table, String name) {
        return field(table, name, SQLDataType.BOOLEAN);
    }

    private static Field<Instant> time(String table, String name) {
        return field(table, name, INSTANT);
    }

    /** One row for each migration that was run. */
    static final class SchemaVersion {
        private static final String NAME = "pipette_job_schema";
        static final Table<Record> TABLE = table(NAME);
        static final Field<Integer> VERSION = number(NAME, "version");
        static final Field<Instant> MADE_AT = time(NAME, "made_at");

        private SchemaVersion() {}
    }

    /** One row: which store this is. */
    static final class Identity {
        private static final String NAME = "pipette_job_store";
        static final Table<Record> TABLE = table(NAME);
        static final Field<String> ID = text(NAME, "id");

        private Identity() {}
    }

    /** One row for each job. Whoever changes what belongs to a job locks its row first. */
    static final class Job {
        private static final String TABLE_NAME = "pipette_job";
        static final Table<Record> TABLE = table(TABLE_NAME);
        static final Field<String> NAME = text(TABLE_NAME, "name");
        static final Field<Integer> CURRENT_VERSION = number(TABLE_NAME, "current_version");
        static final Field<Instant> PROMOTED_SINCE = time(TABLE_NAME, "promoted_since");
        static final Field<Instant> RESUMED_AT = time(TABLE_NAME, "resumed_at");
        static final Field<Instant> PAUSED_AT = time(TABLE_NAME, "paused_at");
        static final Field<Instant> UNPROMOTED_AT = time(TABLE_NAME, "unpromoted_at");
        static final Field<Instant> PLANNED_UNTIL = time(TABLE_NAME, "planned_until");
        /** The end of the last interval that was planned. */
        static final Field<Instant> COVERED_UNTIL = time(TABLE_NAME, "covered_until");

        static final Field<Instant> LAST_SUCCESS_AT = time(TABLE_NAME, "last_success_at");
        static final Field<Instant> FAILING_SINCE = time(TABLE_NAME, "failing_since");
        static final Field<Boolean> IS_LATE = flag(TABLE_NAME, "is_late");
        static final Field<String> STUCK = text(TABLE_NAME, "stuck_attempts");
        static final Field<Integer> GENERATION = number(TABLE_NAME, "generation");

        private Job() {}
    }

    /** One row for each pause of a job that has ended. */
    static final class Pause {
        private static final String NAME = "pipette_job_pause";
        static final Table<Record> TABLE = table(NAME);
        static final Field<String> JOB = text(NAME, "job");
        static final Field<Instant> PAUSED_AT = time(NAME, "paused_at");
        static final Field<Instant> RESUMED_AT = time(NAME, "resumed_at");

        private Pause() {}
    }

    /** One row for each version of a job. */
    static final class Version {
        private static final String NAME = "pipette_job_version";
        static final Table<Record> TABLE = table(NAME);
        static final Field<String> JOB = text(NAME, "job");
        static final Field<Integer> VERSION = number(NAME, "version");
        static final Field<String> DEFINITION = text(NAME, "definition");
        static final Field<String> LIBRARIES = text(NAME, "libraries");
        static final Field<String> HASH = text(NAME, "hash");
        static final Field<Instant> PROMOTED_AT = time(NAME, "promoted_at");
        static final Field<String> PROMOTED_BY = text(NAME, "promoted_by");
        static final List<Field<?>> ALL = List.of(JOB, VERSION, DEFINITION, LIBRARIES, HASH, PROMOTED_AT, PROMOTED_BY);

        private Version() {}
    }

    /** Which job follows which, by their current versions. */
    static final class After {
        private static final String NAME = "pipette_job_after";
        static final Table<Record> TABLE = table(NAME);
        static final Field<String> JOB = text(NAME, "job");
        static final Field<String> UPSTREAM = text(NAME, "upstream");

        private After() {}
    }

    /** The bytes of scripts and libraries. */
    static final class StoredFile {
        private static final String NAME = "pipette_job_file";
        static final Table<Record> TABLE = table(NAME);
        static final Field<String> SHA256 = text(NAME, "sha256");
        static final Field<byte[]> CONTENT = field(NAME, "content", SQLDataType.BLOB);
        static final Field<Instant> ADDED_AT = time(NAME, "added_at");

        private StoredFile() {}
    }

    /** One row for each occurrence. */
    static final class Occurrence {
        private static final String NAME = "pipette_job_occurrence";
        static final Table<Record> TABLE = table(NAME);
        static final Field<Long> ID = field(NAME, "id", SQLDataType.BIGINT.identity(true));
        static final Field<String> JOB = text(NAME, "job");
        static final Field<Integer> VERSION = number(NAME, "version");
        static final Field<Instant> FROM = time(NAME, "interval_from");
        static final Field<Instant> TO = time(NAME, "interval_to");
        static final Field<String> ZONE = text(NAME, "zone");
        static final Field<String> KIND = text(NAME, "kind");
        static final Field<Integer> GENERATION = number(NAME, "generation");
        static final Field<Integer> REDO = number(NAME, "redo");
        static final Field<String> STATUS = text(NAME, "status");
        static final Field<Integer> ATTEMPTS = number(NAME, "attempts");
        static final Field<Integer> FAILURES = number(NAME, "failures");
        static final Field<Instant> DUE_AT = time(NAME, "due_at");
        static final Field<Instant> NEXT_ATTEMPT_AT = time(NAME, "next_attempt_at");
        static final Field<Instant> STARTED_AT = time(NAME, "started_at");
        static final Field<Instant> FINISHED_AT = time(NAME, "finished_at");
        static final Field<String> WORKER = text(NAME, "worker");
        static final Field<Instant> HEARTBEAT_AT = time(NAME, "heartbeat_at");
        static final Field<Instant> CANCEL_REQUESTED_AT = time(NAME, "cancel_requested_at");
        static final Field<Long> ROWS = count(NAME, "rows");
        static final Field<String> ERROR_CODE = text(NAME, "error_code");
        static final Field<String> MESSAGE = text(NAME, "message");
        static final Field<Long> BACKFILL_ID = count(NAME, "backfill_id");
        static final List<Field<?>> ALL = List.of(
                ID,
                JOB,
                VERSION,
                FROM,
                TO,
                ZONE,
                KIND,
                GENERATION,
                REDO,
                STATUS,
                ATTEMPTS,
                FAILURES,
                DUE_AT,
                NEXT_ATTEMPT_AT,
                STARTED_AT,
                FINISHED_AT,
                WORKER,
                HEARTBEAT_AT,
                CANCEL_REQUESTED_AT,
                ROWS,
                ERROR_CODE,
                MESSAGE,
                BACKFILL_ID);

        private Occurrence() {}
    }

    /** One row for each attempt. */
    static final class Attempt {
        private static final String NAME = "pipette_job_attempt";
        static final Table<Record> TABLE = table(NAME);
        static final Field<Long> OCCURRENCE_ID = count(NAME, "occurrence_id");
        static final Field<Integer> NUMBER = number(NAME, "attempt");
        static final Field<String> JOB = text(NAME, "job");
        static final Field<Integer> VERSION = number(NAME, "version");
        static final Field<String> WORKER = text(NAME, "worker");
        static final Field<String> HOST = text(NAME, "host");
        static final Field<String> HOME = text(NAME, "home");
        static final Field<Long> PID = count(NAME, "pid");
        static final Field<Instant> STARTED_AT = time(NAME, "started_at");
        static final Field<Instant> FINISHED_AT = time(NAME, "finished_at");
        static final Field<String> HOW = text(NAME, "how");
        static final Field<Integer> EXIT_CODE = number(NAME, "exit_code");
        static final Field<String> ERROR_CODE = text(NAME, "error_code");
        static final Field<String> MESSAGE = text(NAME, "message");
        static final Field<Long> ROWS = count(NAME, "rows");
        static final Field<String> LOADS = text(NAME, "loads");
        static final Field<String> LAST_LINES = text(NAME, "last_lines");
        static final Field<String> LOG_FILE = text(NAME, "log_file");
        static final Field<Instant> KEEP_LOG_UNTIL = time(NAME, "keep_log_until");
        static final List<Field<?>> ALL = List.of(
                OCCURRENCE_ID,
                NUMBER,
                JOB,
                VERSION,
                WORKER,
                HOST,
                HOME,
                PID,
                STARTED_AT,
                FINISHED_AT,
                HOW,
                EXIT_CODE,
                ERROR_CODE,
                MESSAGE,
                ROWS,
                LOADS,
                LAST_LINES,
                LOG_FILE,
                KEEP_LOG_UNTIL);

        private Attempt() {}
    }

    /** One row for each backfill. */
    static final class Backfill {
        private static final String NAME = "pipette_job_backfill";
        static final Table<Record> TABLE = table(NAME);
        static final Field<Long> ID = field(NAME, "id", SQLDataType.BIGINT.identity(true));
        static final Field<String> JOB = text(NAME, "job");
        static final Field<Integer> PARALLEL = number(NAME, "parallel");
        static final Field<Boolean> IS_REDO = flag(NAME, "is_redo");
        static final Field<Instant> CREATED_AT = time(NAME, "created_at");
        static final Field<String> CREATED_BY = text(NAME, "created_by");
        static final List<Field<?>> ALL = List.of(ID, JOB, PARALLEL, IS_REDO, CREATED_AT, CREATED_BY);

        private Backfill() {}
    }

    /** One row for each interval of a backfill. */
    static final class BackfillInterval {
        private static final String NAME = "pipette_job_backfill_interval";
        static final Table<Record> TABLE = table(NAME);
        static final Field<Long> BACKFILL_ID = count(NAME, "backfill_id");
        static final Field<Integer> POSITION = number(NAME, "position");
        static final Field<Long> OCCURRENCE_ID = count(NAME, "occurrence_id");
        static final Field<String> CHOICE = text(NAME, "choice");

        private BackfillInterval() {}
    }

    /** One row for each message that somebody is to get. */
    static final class Alert {
        private static final String NAME = "pipette_job_alert";
        static final Table<Record> TABLE = table(NAME);
        static final Field<Long> ID = field(NAME, "id", SQLDataType.BIGINT.identity(true));
        static final Field<String> JOB = text(NAME, "job");
        static final Field<Long> OCCURRENCE_ID = count(NAME, "occurrence_id");
        static final Field<String> EVENT = text(NAME, "event");
        static final Field<String> CHANNEL = text(NAME, "channel");
        static final Field<String> TARGET = text(NAME, "target");
        static final Field<String> SECRET = text(NAME, "secret_setting");
        static final Field<String> TITLE = text(NAME, "title");
        static final Field<String> TEXT = text(NAME, "text");
        static final Field<String> JSON = text(NAME, "json");
        static final Field<Instant> CREATED_AT = time(NAME, "created_at");
        static final Field<String> STATUS = text(NAME, "status");
        static final Field<Integer> ATTEMPTS = number(NAME, "attempts");
        static final Field<Instant> NEXT_ATTEMPT_AT = time(NAME, "next_attempt_at");
        static final Field<Instant> SENT_AT = time(NAME, "sent_at");
        static final Field<String> MESSAGE = text(NAME, "message");
        static final List<Field<?>> ALL = List.of(
                ID,
                JOB,
                OCCURRENCE_ID,
                EVENT,
                CHANNEL,
                TARGET,
                SECRET,
                TITLE,
                TEXT,
                JSON,
                CREATED_AT,
                STATUS,
                ATTEMPTS,
                NEXT_ATTEMPT_AT,
                SENT_AT,
                MESSAGE);

        private Alert() {}
    }

    /** One row for each scheduler that ran. */
    static final class Worker {
        private static final String TABLE_NAME = "pipette_job_worker";
        static final Table<Record> TABLE = table(TABLE_NAME);
        static final Field<String> NAME = text(TABLE_NAME, "name");
        static final Field<String> HOST = text(TABLE_NAME, "host");
        static final Field<String> HOME = text(TABLE_NAME, "home");
        static final Field<Long> PID = count(TABLE_NAME, "pid");
        static final Field<Instant> STARTED_AT = time(TABLE_NAME, "started_at");
        static final Field<Instant> HEARTBEAT_AT = time(TABLE_NAME, "heartbeat_at");
        static final Field<Instant> STOPPED_AT = time(TABLE_NAME, "stopped_at");

        private Worker() {}
    }
}
