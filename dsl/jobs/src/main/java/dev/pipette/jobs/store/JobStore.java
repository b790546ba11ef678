package dev.pipette.jobs.store;

import dev.pipette.Destination;
import dev.pipette.engine.sql.QuietJooq;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.jooq.SQLDialect;

/**
 * The database of jobs: a file of this machine, or a schema of PostgreSQL that several machines share. Any number of processes may
 * have it open.
 *
 * <pre>{@code
 * try (JobStore store = JobStore.embedded(home)) {
 *     store.jobs().list().forEach(System.out::println);
 * }
 * }</pre>
 *
 * <p>All times are given by the caller, and kept in microseconds. May be shared by threads.
 */
public final class JobStore implements AutoCloseable {
    private final Database database;

    private JobStore(Database database) {
        this.database = database;
    }

    /**
     * Opens the store of this machine, the file {@code jobs/jobs.sqlite} in a home folder; makes it where it is missing.
     *
     * @throws dev.pipette.error.PipetteException WORKING_FOLDER_FAILED when the file cannot be used; WRITTEN_BY_NEWER_VERSION
     */
    public static JobStore embedded(Path home) {
        QuietJooq.set(System.getProperties());
        return new JobStore(
                SqliteDatabase.open(home.resolve("jobs").resolve("jobs.sqlite").toAbsolutePath()));
    }

    /**
     * Opens a store in PostgreSQL, the schema {@code pipette_jobs} of a destination's database; makes it where it is missing.
     *
     * @param home the home folder of this machine
     * @throws dev.pipette.error.PipetteException BAD_USAGE for another kind of destination; DESTINATION_AUTH,
     *     DESTINATION_UNAVAILABLE and others as a load has them; WRITTEN_BY_NEWER_VERSION
     */
    public static JobStore postgres(Destination destination, Path home) {
        if (!destination.scheme().equals("postgres")) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "jobs cannot be kept in " + destination
                            + ": their store is a PostgreSQL database. Set jobs.store to one like"
                            + " postgres://user@host/database, or unset it; then the jobs of this machine are kept in a file.");
        }
        QuietJooq.set(System.getProperties());
        return new JobStore(PostgresDatabase.open(destination, home));
    }

    /** Says which one this is, for people, without secrets. */
    public String describe() {
        return database.describe();
    }

    /** Its own number, which no other store has. */
    public String id() {
        return database.read(
                "read which store this is",
                dsl -> dsl.select(Tables.Identity.ID)
                        .from(Tables.Identity.TABLE)
                        .fetchSingle(Tables.Identity.ID));
    }

    /** Connections for db-scheduler. */
    public DataSource dataSource() {
        return database.dataSource();
    }

    /** The name of db-scheduler's table. */
    public String tasksTable() {
        return database.dialect() == SQLDialect.SQLITE ? Migrations.TASKS : Tables.SCHEMA + "." + Migrations.TASKS;
    }

    /** Whether several machines share it. */
    public boolean isShared() {
        return database.dialect() != SQLDialect.SQLITE;
    }

    /** Jobs and versions. */
    public JobCatalogue jobs() {
        return new JobCatalogue(database);
    }

    /** Occurrences. */
    public Occurrences occurrences() {
        return new Occurrences(database);
    }

    /** Attempts to run occurrences. */
    public Attempts attempts() {
        return new Attempts(database);
    }

    /** Backfills. */
    public Backfills backfills() {
        return new Backfills(database);
    }

    /** Messages to people. */
    public AlertOutbox alerts() {
        return new AlertOutbox(database);
    }

    /** Schedulers. */
    public Workers workers() {
        return new Workers(database);
    }

    /** Scripts and libraries. */
    public StoredFiles files() {
        return new StoredFiles(database);
    }

    /** Does something in a transaction of its own, for tests. */
    <T> T inTransaction(Database.Work<T> work) {
        return database.write("test", work);
    }

    @Override
    public void close() {
        database.close();
    }
}
