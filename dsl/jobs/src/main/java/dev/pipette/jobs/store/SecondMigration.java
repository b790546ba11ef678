package dev.pipette.jobs.store;

import java.util.List;
import java.util.UUID;
import org.jooq.Constraint;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Name;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * The second version of the tables: generations of a job, its pauses, the home folders of attempts, and the identity of the store. What
 * was written before belongs to the first generation.
 */
final class SecondMigration {
    private static final Name OLD = DSL.name(Tables.SCHEMA, "pipette_job_occurrence_1");

    private SecondMigration() {}

    static void run(DSLContext dsl) {
        identity(dsl);
        Migrations.create(dsl, Tables.Pause.TABLE)
                .required(Tables.Pause.JOB, Tables.Pause.PAUSED_AT, Tables.Pause.RESUMED_AT)
                .done(DSL.primaryKey(Tables.Pause.JOB, Tables.Pause.RESUMED_AT, Tables.Pause.PAUSED_AT));
        addGeneration(dsl, Tables.Job.TABLE, Tables.Job.GENERATION);
        addGeneration(dsl, Tables.Occurrence.TABLE, Tables.Occurrence.GENERATION);
        if (Migrations.isSqlite(dsl)) {
            rebuildOccurrences(dsl);
        } else {
            replaceKey(dsl);
        }
        addHome(dsl, Tables.Attempt.TABLE, Tables.Attempt.HOME);
        addHome(dsl, Tables.Worker.TABLE, Tables.Worker.HOME);
        Migrations.index(
                dsl,
                "pipette_job_attempt_home",
                Tables.Attempt.TABLE,
                Tables.Attempt.HOME,
                Tables.Attempt.KEEP_LOG_UNTIL);
    }

    private static void identity(DSLContext dsl) {
        Migrations.create(dsl, Tables.Identity.TABLE)
                .required(Tables.Identity.ID)
                .done(DSL.primaryKey(Tables.Identity.ID));
        dsl.insertInto(Tables.Identity.TABLE)
                .set(Tables.Identity.ID, UUID.randomUUID().toString())
                .execute();
    }

    private static void addGeneration(DSLContext dsl, Table<?> table, Field<Integer> column) {
        dsl.alterTable(table)
                .addColumn(
                        DSL.name(column.getName()),
                        SQLDataType.INTEGER.nullable(false).defaultValue(1))
                .execute();
    }

    private static void addHome(DSLContext dsl, Table<?> table, Field<String> column) {
        dsl.alterTable(table)
                .addColumn(DSL.name(column.getName()), SQLDataType.VARCHAR.nullable(true))
                .execute();
    }

    private static Constraint key() {
        return DSL.unique(
                Tables.Occurrence.JOB,
                Tables.Occurrence.GENERATION,
                Tables.Occurrence.FROM,
                Tables.Occurrence.TO,
                Tables.Occurrence.REDO);
    }

    private static void replaceKey(DSLContext dsl) {
        List<String> names = dsl.select(DSL.field("conname", String.class))
                .from("pg_catalog.pg_constraint")
                .where("contype = 'u' and conrelid = {0}::regclass", DSL.inline(qualified(Tables.Occurrence.TABLE)))
                .fetch(DSL.field("conname", String.class));
        names.forEach(name -> dsl.alterTable(Tables.Occurrence.TABLE)
                .dropConstraint(DSL.name(name))
                .execute());
        dsl.alterTable(Tables.Occurrence.TABLE).add(key()).execute();
    }

    private static String qualified(Table<?> table) {
        return Tables.SCHEMA + "." + table.getName();
    }

    /** SQLite changes no key of a table: its rows go into a new one. */
    private static void rebuildOccurrences(DSLContext dsl) {
        for (String index : List.of("status", "job", "started", "running")) {
            dsl.dropIndex("pipette_job_occurrence_" + index).execute();
        }
        dsl.alterTable(Tables.Occurrence.TABLE).renameTo(OLD).execute();
        Migrations.occurrenceTable(dsl)
                .required(Tables.Occurrence.GENERATION)
                .done(DSL.primaryKey(Tables.Occurrence.ID), key());
        List<Field<Object>> columns = Tables.Occurrence.ALL.stream()
                .map(column -> DSL.field(DSL.name(column.getName())))
                .toList();
        Table<Record> old = DSL.table(OLD);
        dsl.insertInto(Tables.Occurrence.TABLE, columns)
                .select(dsl.select(columns).from(old))
                .execute();
        dsl.dropTable(old).execute();
        Migrations.occurrenceIndexes(dsl);
    }
}
