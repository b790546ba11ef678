package dev.pipette.jobs.store;

import dev.pipette.jobs.DefinitionDocument;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;

/** The tables as the first version made them, with a job that has loaded an interval. */
final class FirstVersion {
    private FirstVersion() {}

    /** Makes them in the place of those that are there. */
    static void make(JobStore store) {
        store.inTransaction(dsl -> {
            drop(dsl);
            Migrations.run(dsl, 0, 1);
            rows(dsl);
            return true;
        });
    }

    private static void drop(DSLContext dsl) {
        if (dsl.dialect().family() == SQLDialect.SQLITE) {
            List<String> tables = dsl.select(DSL.field("name", String.class))
                    .from("sqlite_master")
                    .where("type = 'table' and name not like 'sqlite_%'")
                    .fetch(DSL.field("name", String.class));
            tables.forEach(table -> dsl.dropTable(table).execute());
        } else {
            dsl.dropSchema(Tables.SCHEMA).cascade().execute();
            dsl.createSchema(Tables.SCHEMA).execute();
        }
    }

    private static void rows(DSLContext dsl) {
        Promotion promotion = Given.promotion("orders", job -> job);
        dsl.insertInto(Tables.Job.TABLE)
                .set(Tables.Job.NAME, "orders")
                .set(Tables.Job.CURRENT_VERSION, 1)
                .set(Tables.Job.PROMOTED_SINCE, Given.NOW)
                .set(Tables.Job.PLANNED_UNTIL, Given.time(1))
                .set(Tables.Job.IS_LATE, false)
                .set(Tables.Job.STUCK, "[]")
                .execute();
        dsl.insertInto(Tables.Version.TABLE)
                .set(Tables.Version.JOB, "orders")
                .set(Tables.Version.VERSION, 1)
                .set(Tables.Version.DEFINITION, DefinitionDocument.write(promotion.definition()))
                .set(Tables.Version.LIBRARIES, "[]")
                .set(Tables.Version.HASH, promotion.hash())
                .set(Tables.Version.PROMOTED_AT, Given.NOW)
                .set(Tables.Version.PROMOTED_BY, "ada")
                .execute();
        dsl.insertInto(Tables.Occurrence.TABLE)
                .set(Tables.Occurrence.ID, 7L)
                .set(Tables.Occurrence.JOB, "orders")
                .set(Tables.Occurrence.VERSION, 1)
                .set(Tables.Occurrence.FROM, Given.NOW)
                .set(Tables.Occurrence.TO, Given.time(1))
                .set(Tables.Occurrence.ZONE, "America/New_York")
                .set(Tables.Occurrence.KIND, "SCHEDULED")
                .set(Tables.Occurrence.REDO, 0)
                .set(Tables.Occurrence.STATUS, "SUCCEEDED")
                .set(Tables.Occurrence.ATTEMPTS, 1)
                .set(Tables.Occurrence.FAILURES, 0)
                .set(Tables.Occurrence.DUE_AT, Given.time(1))
                .set(Tables.Occurrence.ROWS, 12L)
                .execute();
        dsl.insertInto(Tables.Attempt.TABLE)
                .set(Tables.Attempt.OCCURRENCE_ID, 7L)
                .set(Tables.Attempt.NUMBER, 1)
                .set(Tables.Attempt.JOB, "orders")
                .set(Tables.Attempt.VERSION, 1)
                .set(Tables.Attempt.WORKER, "one")
                .set(Tables.Attempt.HOST, "host1")
                .set(Tables.Attempt.STARTED_AT, Given.time(1))
                .set(Tables.Attempt.ROWS, 12L)
                .set(Tables.Attempt.LOG_FILE, "/logs/7.log")
                .set(Tables.Attempt.KEEP_LOG_UNTIL, Given.time(24))
                .execute();
        if (dsl.dialect().family() != SQLDialect.SQLITE) { // as if seven had been made
            dsl.fetch("select setval(pg_get_serial_sequence('pipette_jobs.pipette_job_occurrence', 'id'), 7)");
        }
    }
}
